"""The part of the control API that plays the reader: follow, write, tap, scan."""

from collections.abc import Callable

from local.wechat_platform.asked import file, number, text
from local.wechat_platform.codes import ApiError
from local.wechat_platform.diary import Source
from local.wechat_platform.http import BadRequest, Handler, Json, Request, Response, json_response
from local.wechat_platform.phone import Pushes
from local.wechat_platform.platform import Platform
from local.wechat_platform.pushes import Push
from local.wechat_platform.readers import Reader


class Acts:
    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._phone = platform.phone
        self._sendable: dict[str, Callable[[Reader, Json], Pushes]] = {
            "text": lambda r, b: self._phone.text(r, text(b, "text"), str(b.get("menu_id", ""))),
            "image": lambda r, b: self._phone.picture(r, file(b)),
            "voice": lambda r, b: self._phone.voice(r, file(b), int(number(b, "seconds", 3))),
            "video": lambda r, b: self._phone.video(r, file(b)),
            "shortvideo": lambda r, b: self._phone.video(r, file(b), "shortvideo"),
            "location": self._send_location,
            "link": self._send_link,
        }

    def table(self) -> list[tuple[str, str, Handler, str]]:
        return [
            ("POST", "follow", self.follow, "{reader, scene?, wait?}"),
            ("POST", "unfollow", self.unfollow, "{reader, wait?}"),
            ("POST", "send", self.send, "{reader, type?, text | file_base64 | …, wait?}"),
            ("POST", "tap", self.tap, "{reader, button: key or name, scan_result?, wait?}"),
            ("POST", "scan", self.scan, "{reader, scene, wait?}"),
            (
                "POST",
                "consent",
                self.consent,
                "{reader, template, times?, wait?}: agrees to a notice",
            ),
            ("POST", "refuse", self.refuse, "{reader, template, refused?, wait?}: by id or title"),
            ("POST", "event", self.event, "{reader, event, fields, wait?}: any other event"),
        ]

    def follow(self, request: Request) -> Response:
        return self._act(request, lambda r, b: self._phone.follow(r, str(b.get("scene", ""))))

    def unfollow(self, request: Request) -> Response:
        return self._act(request, lambda r, b: self._phone.unfollow(r))

    def send(self, request: Request) -> Response:
        kind = str(request.json().get("type", "text"))
        if kind not in self._sendable:
            raise BadRequest(f"type must be one of {sorted(self._sendable)}")
        return self._act(request, self._sendable[kind])

    def tap(self, request: Request) -> Response:
        return self._act(request, self._tap)

    def scan(self, request: Request) -> Response:
        return self._act(request, lambda r, b: self._phone.scan(r, text(b, "scene")))

    def consent(self, request: Request) -> Response:
        return self._act(request, self._consent)

    def refuse(self, request: Request) -> Response:
        return self._act(request, self._refuse)

    def event(self, request: Request) -> Response:
        return self._act(
            request,
            lambda r, b: [self._phone.event(r, text(b, "event"), dict(b.get("fields", {})))],
        )

    def _act(self, request: Request, act: Callable[[Reader, Json], Pushes]) -> Response:
        """Do it, push in order; with `wait` the answer holds what the reader saw meanwhile."""
        body = request.json()
        reader = self._platform.readers.get(str(body.get("reader", "")))
        before = self._platform.diary.last_id
        pushes = self._for_server(reader, self._done(act, reader, body))
        if not body.get("wait"):
            self._platform.courier.send_all(pushes)
            return json_response({"pushed": len(pushes), "after": before}, 202)
        for push in pushes:
            self._platform.courier.deliver(push)
        return json_response({"pushed": len(pushes)} | seen(self._platform, reader, before))

    def _for_server(self, reader: Reader, pushes: Pushes) -> Pushes:
        """Without server mode nothing is pushed; the replies set up by hand are given instead."""
        console = self._platform.console
        if console.is_server_mode:
            return pushes
        for said in filter(None, (console.reply_to(push.fields) for push in pushes)):
            self._platform.diary.add(reader.id, "text", Source.BY_HAND, text=said)
        return []

    def _done(self, act: Callable[[Reader, Json], Pushes], reader: Reader, body: Json) -> Pushes:
        try:
            return act(reader, body)
        except ApiError as refused:
            raise BadRequest(str(refused.told()["errmsg"])) from refused

    def _tap(self, reader: Reader, body: Json) -> Pushes:
        name = text(body, "button")
        if body.get("stale"):
            return self._phone.tap(reader, {"type": "click", "key": name}, body)
        return self._phone.tap(reader, self._platform.menus.find(name), body)

    def _consent(self, reader: Reader, body: Json) -> Pushes:
        template = self._platform.templates.named(text(body, "template"))
        for _ in range(int(number(body, "times", 1))):
            self._platform.templates.consent(reader.openid, template)
        return [self._subscription(reader, "popup", template.id, "accept")]

    def _refuse(self, reader: Reader, body: Json) -> Pushes:
        template = self._platform.templates.named(text(body, "template"))
        refused = bool(body.get("refused", True))
        self._platform.templates.refuse(reader.openid, template, refused=refused)
        return [self._subscription(reader, "change", template.id, "reject")] if refused else []

    def _subscription(self, reader: Reader, kind: str, template_id: str, status: str) -> Push:
        item = {"TemplateId": template_id, "SubscribeStatusString": status}
        frame = f"SubscribeMsg{kind.capitalize()}Event"
        return self._phone.event(reader, f"subscribe_msg_{kind}_event", {frame: {"List": item}})

    def _send_location(self, reader: Reader, body: Json) -> Pushes:
        lat, lon = number(body, "lat", 31.3352), number(body, "lon", 118.3621)
        label = str(body.get("label", "滨江区文澜路88号"))
        return self._phone.location(reader, lat, lon, label, int(number(body, "scale", 15)))

    def _send_link(self, reader: Reader, body: Json) -> Pushes:
        title, description = (str(body.get(name, "")) for name in ("title", "description"))
        return self._phone.link(reader, title, description, text(body, "url"))


def seen(platform: Platform, reader: Reader, after: int, wait_s: float = 0.0) -> Json:
    entries = platform.diary.after(reader.id, after, wait_s)
    return {"reader": reader.id, "seen": [entry.told() for entry in entries]}
