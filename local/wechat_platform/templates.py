"""Template messages and subscription notices: /cgi-bin/message/template/*, .../subscribe/bizsend.

Facts: wechat.md §3. A template message needs a follower who has not refused it; a subscription
notice needs a consent, which one send uses up.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from threading import Lock
from time import time_ns

from local.wechat_platform import field_rules
from local.wechat_platform.codes import OK, ApiError
from local.wechat_platform.http import Json, NotFound

SAME_WITHIN = timedelta(minutes=10)
"""How long a client_msg_id is remembered, for each reader."""
LONGEST_KEY = 64
MOST_TEMPLATES = 25


@dataclass(frozen=True)
class Template:
    """`content`: lines of a label and a `{{kindN.DATA}}`."""

    id: str
    title: str
    content: str

    def told(self) -> Json:
        example = field_rules.FIELD.sub("…", self.content)
        head = {"template_id": self.id, "title": self.title, "content": self.content}
        return head | {"primary_industry": "", "deputy_industry": "", "example": example}

    def told_as_notice(self) -> Json:
        """Type 2: one message for each consent."""
        example = field_rules.FIELD.sub("…", self.content)
        head = {"priTmplId": self.id, "title": self.title, "content": self.content}
        return head | {"example": example, "type": 2}


def _template(title: str, *lines: str) -> Template:
    digest = hashlib.sha256(title.encode()).hexdigest()
    return Template(digest[:43], title, "\n".join(lines))


LIBRARY = (
    _template(
        "图书到期提醒",
        "图书名称：{{thing1.DATA}}",
        "应还日期：{{time2.DATA}}",
        "到期数量：{{number3.DATA}}",
        "温馨提示：{{thing4.DATA}}",
    ),
    _template(
        "图书逾期提醒",
        "图书名称：{{thing1.DATA}}",
        "应还日期：{{time2.DATA}}",
        "逾期数量：{{number3.DATA}}",
        "温馨提示：{{thing4.DATA}}",
    ),
    _template(
        "预约到书通知",
        "图书名称：{{thing1.DATA}}",
        "取书地点：{{thing2.DATA}}",
        "保留至：{{time3.DATA}}",
        "温馨提示：{{thing4.DATA}}",
    ),
    _template(
        "图书催还通知",
        "图书名称：{{thing1.DATA}}",
        "应还日期：{{time2.DATA}}",
        "温馨提示：{{thing3.DATA}}",
    ),
)
"""What the account has chosen for itself in the console; the same ids at every start."""
NOTICES = (
    _template(
        "预约图书到馆通知",
        "书名：{{thing1.DATA}}",
        "取书地点：{{thing2.DATA}}",
        "保留到：{{time3.DATA}}",
    ),
)
"""Of these the subscription notices."""
_ALL = (*LIBRARY, *NOTICES)


@dataclass(frozen=True)
class Sent:
    """What reached a reader: the template's title and its lines, and where a tap leads."""

    message_id: str
    title: str
    lines: list[list[str]]
    url: str
    is_repeat: bool = False


class Templates:
    """Refusals and consents of each reader, and what was sent lately."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._numbers = count(time_ns() // 1_000_000)
        self._refused: set[tuple[str, str]] = set()
        self._consents: Counter[tuple[str, str]] = Counter()
        self._recent: dict[tuple[str, str], tuple[datetime, Sent]] = {}

    def clear(self) -> None:
        with self._lock:
            self._refused.clear()
            self._consents.clear()
            self._recent.clear()

    def all(self) -> Json:
        return {**OK, "template_list": [one.told() for one in LIBRARY]}

    def notices(self) -> Json:
        return {**OK, "data": [one.told_as_notice() for one in NOTICES]}

    def named(self, name: str) -> Template:
        """By id or title, for those who steer the box."""
        for one in _ALL:
            if name in (one.id, one.title):
                return one
        raise NotFound(f"no template {name!r}; there are {[one.title for one in _ALL]}")

    def refuse(self, openid: str, template: Template, *, refused: bool) -> None:
        with self._lock:
            key = (openid, template.id)
            (self._refused.add if refused else self._refused.discard)(key)
            if refused:
                del self._consents[key]

    def consent(self, openid: str, template: Template) -> None:
        with self._lock:
            self._consents[openid, template.id] += 1

    def send(self, openid: str, *, is_following: bool, body: Json) -> Sent:
        """A template message; a client_msg_id sent within ten minutes is not sent again."""
        template, lines = _judged(body, LIBRARY)
        key = str(body.get("client_msg_id", ""))
        if len(key) > LONGEST_KEY:
            raise ApiError(45067)
        with self._lock:
            if not is_following:
                raise ApiError(43004)
            if (openid, template.id) in self._refused:
                raise ApiError(43101)
            return self._once(openid, key, template, lines, str(body.get("url", "")))

    def send_notice(self, openid: str, body: Json) -> Sent:
        """A subscription notice; it uses up one consent."""
        template, lines = _judged(body, NOTICES)
        with self._lock:
            if self._consents[openid, template.id] < 1:
                raise ApiError(43101)
            self._consents[openid, template.id] -= 1
            return Sent(str(next(self._numbers)), template.title, lines, str(body.get("page", "")))

    def _once(
        self, openid: str, key: str, template: Template, lines: list[list[str]], url: str
    ) -> Sent:
        at, before = self._recent.get((openid, key), (None, None))
        if key and at and before and self._now() - at < SAME_WITHIN:
            return Sent(before.message_id, before.title, before.lines, before.url, is_repeat=True)
        sent = Sent(str(next(self._numbers)), template.title, lines, url)
        self._recent[openid, key] = (self._now(), sent)
        return sent


def _judged(body: Json, among: Sequence[Template]) -> tuple[Template, list[list[str]]]:
    template = next((one for one in among if one.id == body.get("template_id")), None)
    if template is None:
        raise ApiError(40037)
    told = field_rules.values(template.content, body.get("data"))
    return template, field_rules.filled(template.content, told)
