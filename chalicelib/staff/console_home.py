"""The front page: what waits for whom."""

from dataclasses import dataclass

from chalicelib.clock import library_day
from chalicelib.feedback.model import Case, CaseState
from chalicelib.staff.model import Action
from chalicelib.staff.replies import show
from chalicelib.staff.route import Call, Reply, Route, page

MOST = 100
"""Counted up to here: more than that is "many", not a number to act on."""


@dataclass(frozen=True)
class Tile:
    name: str
    count: int
    path: str
    late: bool = False
    is_whole: bool = False

    @property
    def shown(self) -> str:
        return f"{MOST}+" if self.count >= MOST and not self.is_whole else str(self.count)


def home(call: Call) -> Reply:
    tiles = [*_cases(call), *_to_fetch(call), *_gaps(call), *_ledger(call)]
    warnings = call.services.settings.warnings(call.now)
    return show(call, "home.html", tiles=tiles, warnings=warnings)


def _cases(call: Call) -> list[Tile]:
    if not call.user.may(Action.READ_CASES):
        return []
    new, in_hand = _in_state(call, CaseState.NEW), _in_state(call, CaseState.IN_HAND)
    late = [case for case in (*new, *in_hand) if case.overdue(call.now)]
    mine = [case for case in in_hand if case.assigned == call.user.name]
    return [
        Tile("new", len(new), "/staff/cases?state=new"),
        Tile("mine", len(mine), "/staff/cases?state=in_hand"),
        Tile("late", len(late), "/staff/cases?state=new", late=bool(late)),
    ]


def _in_state(call: Call, state: CaseState) -> tuple[Case, ...]:
    return call.services.cases.in_state(state, "", MOST).cases


def _to_fetch(call: Call) -> list[Tile]:
    """Titles readers wait for that stand on the shelf."""
    lending = call.services.lending
    if lending is None or not call.user.may(Action.LEND):
        return []
    listed, _ = lending.desk.to_fetch("", "", MOST)
    return [Tile("fetch", len(listed), "/staff/desk/fetch")]


def _gaps(call: Call) -> list[Tile]:
    if not call.user.may(Action.EDIT_KNOWLEDGE):
        return []
    return [Tile("gaps", len(call.services.knowledge.gaps.page("", MOST).gaps), "/staff/gaps")]


def _ledger(call: Call) -> list[Tile]:
    if not call.user.may(Action.READ_LEDGER):
        return []
    today = library_day(call.now, call.services.timezone).isoformat()
    found = call.services.ledger(today, call.now)
    endless = len(found.endless)
    return [
        Tile("messages", found.messages, "/staff/ledger", is_whole=True),
        Tile("endless", endless, "/staff/ledger", late=not found.clean, is_whole=True),
    ]


ROUTES: tuple[Route, ...] = (page("/staff", Action.USE_CONSOLE, "Front page", home),)
