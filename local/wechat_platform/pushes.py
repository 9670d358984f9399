"""What the platform tells the service: one message or event (wechat.md §1.3, §1.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from threading import Lock
from time import time_ns

from local.wechat_platform.readers import Reader
from local.wechat_platform.wire import Fields, Value

ANSWERED_EVENTS = frozenset(
    {
        "subscribe",
        "SCAN",
        "CLICK",
        "scancode_push",
        "scancode_waitmsg",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
        "location_select",
    }
)


@dataclass(frozen=True)
class Push:
    """`label` is its type ("text") or event ("CLICK").

    After an event that the reader did not cause by a tap, a follow or a scan, nothing is shown:
    neither a reply nor the failure line.
    """

    reader: Reader
    label: str
    fields: Fields
    is_event: bool

    @property
    def is_silent(self) -> bool:
        return self.is_event and self.label not in ANSWERED_EVENTS


class PushDesk:
    """Writes pushes: MsgId for messages, none for events, CreateTime in whole seconds."""

    def __init__(self, account: str) -> None:
        self._account = account
        self._lock = Lock()
        self._numbers = count(time_ns() // 1000)
        self._last_event: dict[tuple[str, str, str], int] = {}

    def message(self, reader: Reader, kind: str, at: datetime, own: Fields) -> Push:
        head = self._head(reader, int(at.timestamp()), kind)
        return Push(reader, kind, {**head, **own, "MsgId": next(self._numbers)}, is_event=False)

    def event(
        self,
        reader: Reader,
        event: str,
        at: datetime,
        own: Mapping[str, Value],
        *,
        is_clock_frozen: bool = False,
    ) -> Push:
        seconds = int(at.timestamp())
        if is_clock_frozen:
            seconds = self._fresh_second(reader, event, own, seconds)
        head = self._head(reader, seconds, "event")
        return Push(reader, event, {**head, "Event": event, **own}, is_event=True)

    def _head(self, reader: Reader, seconds: int, kind: str) -> dict[str, Value]:
        return {
            "ToUserName": self._account,
            "FromUserName": reader.openid,
            "CreateTime": seconds,
            "MsgType": kind,
        }

    def _fresh_second(
        self, reader: Reader, event: str, own: Mapping[str, Value], seconds: int
    ) -> int:
        """While the clock stands, two equal taps must not look like one repeat of the other."""
        key = (reader.openid, event, str(own.get("EventKey", "")))
        with self._lock:
            fresh = max(seconds, self._last_event.get(key, 0) + 1)
            self._last_event[key] = fresh
            return fresh
