"""Troubles that can be switched on: each lasts for a number of uses, or until removed."""

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from threading import Lock
from typing import Any


class FaultKind(StrEnum):
    WEBHOOK_CUT = "webhook_cut"
    DROP_REPLY = "drop_reply"
    WRONG_SIGNATURE = "wrong_signature"
    TORN_PUSH = "torn_push"
    LOST_MENU_ID = "lost_menu_id"
    SLOW_API = "slow_api"
    API_ERROR = "api_error"
    EXPIRE_TOKEN = "expire_token"
    HTTP_500 = "http_500"
    TORN_CONNECTION = "torn_connection"
    IP_NOT_ALLOWED = "ip_not_allowed"
    TEMPLATE_BLOCKED = "template_blocked"
    SNAPSHOT_PAGE = "snapshot_page"


MEANING = {
    FaultKind.WEBHOOK_CUT: "a push is sent, then the line is cut after `seconds` (0: at once)",
    FaultKind.DROP_REPLY: "the service's reply arrives but is lost on the way to the reader",
    FaultKind.WRONG_SIGNATURE: "a push is signed with a wrong token",
    FaultKind.TORN_PUSH: "a push breaks off half-way through its body",
    FaultKind.LOST_MENU_ID: "a tap in a rating menu arrives with id 0",
    FaultKind.SLOW_API: "an API call is answered after `seconds`",
    FaultKind.API_ERROR: "an API call is answered with `errcode` (default -1)",
    FaultKind.EXPIRE_TOKEN: "all access tokens expire at the next API call",
    FaultKind.HTTP_500: "an API call is answered with HTTP 500",
    FaultKind.TORN_CONNECTION: "the answer to an API call breaks off half-way",
    FaultKind.IP_NOT_ALLOWED: "an API call is refused with 40164",
    FaultKind.TEMPLATE_BLOCKED: "a template message is accepted, then fails with user block",
    FaultKind.SNAPSHOT_PAGE: "a page with web login opens as a snapshot, its openid is made up",
}


@dataclass(frozen=True)
class Fault:
    """`left` uses remain (None: until removed); `path` is the start of the API path it is for."""

    id: int
    kind: FaultKind
    left: int | None = None
    path: str = ""
    seconds: float = 0.0
    errcode: int = -1

    @property
    def is_spent(self) -> bool:
        return self.left is not None and self.left <= 0

    def used(self) -> "Fault":
        return self if self.left is None else replace(self, left=self.left - 1)


class Faults:
    def __init__(self) -> None:
        self._lock = Lock()
        self._active: dict[int, Fault] = {}
        self._last_id = 0

    def add(
        self,
        kind: FaultKind,
        *,
        count: int | None = None,
        path: str = "",
        seconds: float = 0.0,
        errcode: int = -1,
    ) -> Fault:
        with self._lock:
            self._last_id += 1
            fault = Fault(self._last_id, kind, count, path, seconds, errcode)
            self._active[fault.id] = fault
            return fault

    def remove(self, fault_id: int) -> bool:
        with self._lock:
            return self._active.pop(fault_id, None) is not None

    def clear(self) -> None:
        with self._lock:
            self._active.clear()

    def take(self, kind: FaultKind, path: str = "") -> Fault | None:
        """The oldest fault of this kind that is for this path; one of its uses is spent."""
        with self._lock:
            fits = (f for f in self._active.values() if f.kind == kind and path.startswith(f.path))
            fault = next(fits, None)
            if fault is not None:
                self._keep(fault.used())
            return fault

    def told(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._active.values()]

    def _keep(self, fault: Fault) -> None:
        self._active[fault.id] = fault
        if fault.is_spent:
            del self._active[fault.id]
