"""A SIP2 server of ours over the peers' library, for faults that no other server can be made to
have in any order: a request lost, an answer lost, spoilt, or asked for anew."""

from collections.abc import Callable
from enum import StrEnum

from chalicelib.ils.sip2.messages import Message
from tests.ils.sip2.scripted import GREETING, Answer, ScriptedServer, hang_up, told
from tests.peers.sip2.library import Library


class Fault(StrEnum):
    NONE = "none"
    REQUEST_LOST = "request lost"
    ANSWER_LOST = "answer lost"
    ANSWER_SPOILT = "answer spoilt"
    SAY_AGAIN = "say again"


class FaultyServer(ScriptedServer):
    """`faults` are used up one a request; then all is well."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self.faults: list[Fault] = []
        self._last: bytes | None = None

    def _next(self, code: str) -> Answer:
        if code in GREETING:
            return GREETING[code]
        return self._faulty(self.faults.pop(0) if self.faults else Fault.NONE)

    def _faulty(self, fault: Fault) -> Answer:
        if fault is Fault.REQUEST_LOST:
            return hang_up
        if fault is Fault.SAY_AGAIN:
            return told(code="96")
        return lambda request, sequence: self._spoilt(fault, self._done(request, sequence))

    def _done(self, request: Message, sequence: int) -> bytes | None:
        if request.code != "97":
            self._last = WORKS[request.code](self.library, request)(request, sequence)
        return self._last

    def _spoilt(self, fault: Fault, answer: bytes | None) -> bytes | None:
        if fault is Fault.ANSWER_LOST:
            return None
        return b"30spoilt AZ0000\r" if fault is Fault.ANSWER_SPOILT else answer


def _account(library: Library, request: Message) -> Answer:
    card = request.first("AA")
    lists = {
        "AS": library.ready(card),
        "AU": library.loans(card),
        "CD": library.waiting(card),
    }
    counts = {"hold": "AS", "charged": "AU", "unavailable": "CD"}
    told_counts = {f"{name}_count": f"{len(lists[id]):04}" for name, id in counts.items()}
    none = {f"{name}_count": "0000" for name in ("overdue", "fine", "recall")}
    listed = [(id, item) for id, items in lists.items() for item in items]
    known = [("AA", card), ("AE", library.name(card)), ("BL", "Y"), *listed]
    return told(known, patron_status=" " * 14, **none, **told_counts)


def _item(library: Library, request: Message) -> Answer:
    copy = library.copy(request.first("AB"))
    return told([("AJ", copy.title), ("AH", f"{copy.due:%Y%m%d}")])


def _renew(library: Library, request: Message) -> Answer:
    why = library.renew(request.first("AA"), request.first("AB"))
    due = library.copy(request.first("AB")).due
    fields = [("AF", why)] if why else [("AH", f"{due:%Y%m%d}")]
    return told(fields, ok="0" if why else "1")


def _hold(library: Library, request: Message) -> Answer:
    act = library.hold if request.fixed["mode"] == "+" else library.cancel
    why = act(request.first("AA"), request.first("AB"))
    return told([("AF", why)] if why else [], ok="0" if why else "1")


WORKS: dict[str, Callable[[Library, Message], Answer]] = {
    "63": _account,
    "17": _item,
    "29": _renew,
    "15": _hold,
}
