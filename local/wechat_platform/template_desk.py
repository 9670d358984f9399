"""The service's calls that send template messages and subscription notices, and their receipts."""

from local.wechat_platform.codes import OK, ApiError
from local.wechat_platform.diary import Source
from local.wechat_platform.faults import FaultKind
from local.wechat_platform.http import Json, Request
from local.wechat_platform.platform import Platform
from local.wechat_platform.readers import Reader
from local.wechat_platform.templates import Sent


class TemplateDesk:
    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def all(self, request: Request) -> Json:
        return self._platform.templates.all()

    def notices(self, request: Request) -> Json:
        return self._platform.templates.notices()

    def send(self, request: Request) -> Json:
        """Accepted at once; what became of it follows as TEMPLATESENDJOBFINISH."""
        body = request.json()
        reader = self._reader(body)
        sent = self._platform.templates.send(
            reader.openid, is_following=reader.is_following, body=body
        )
        if not sent.is_repeat:
            self._arrive(reader, sent)
        return {**OK, "msgid": int(sent.message_id)}

    def send_notice(self, request: Request) -> Json:
        """No id is returned; subscribe_msg_sent_event carries one (wechat.md §3.1)."""
        body = request.json()
        reader = self._reader(body)
        sent = self._platform.templates.send_notice(reader.openid, body)
        self._show(reader, sent)
        item = {
            "TemplateId": str(body["template_id"]),
            "MsgID": sent.message_id,
            "ErrorCode": "0",
            "ErrorStatus": "success",
        }
        self._tell(reader, "subscribe_msg_sent_event", {"SubscribeMsgSentEvent": {"List": item}})
        return OK

    def _arrive(self, reader: Reader, sent: Sent) -> None:
        blocked = self._platform.faults.take(FaultKind.TEMPLATE_BLOCKED) is not None
        if not blocked:
            self._show(reader, sent)
        status = "failed:user block" if blocked else "success"
        told = {"MsgID": sent.message_id, "Status": status}
        self._tell(reader, "TEMPLATESENDJOBFINISH", told)

    def _show(self, reader: Reader, sent: Sent) -> None:
        shown = {"title": sent.title, "lines": sent.lines, "url": sent.url}
        self._platform.diary.add(reader.id, "template", Source.TEMPLATE, **shown)

    def _tell(self, reader: Reader, event: str, own: Json) -> None:
        platform = self._platform
        platform.courier.send_all([platform.phone.event(reader, event, own)])

    def _reader(self, body: Json) -> Reader:
        openid = body.get("touser")
        if not isinstance(openid, str) or not self._platform.readers.has_openid(openid):
            raise ApiError(40003)
        return self._platform.readers.get(openid)
