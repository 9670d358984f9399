"""The inbox: what readers asked, complained about, suggested or praised, and what staff answer."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.errors import NotFound
from chalicelib.feedback.model import MOVES, Author, Case, CasePage, CaseState, Entry
from chalicelib.staff.model import Action
from chalicelib.staff.paging import cursor_of, sealed
from chalicelib.staff.replies import file, json, show, to
from chalicelib.staff.route import Call, Kind, Refusal, Reply, Route, change, form, page, read
from chalicelib.texts import staff as texts

PAGE = 20
LONGEST_ANSWER = 600
"""With the words around it still one WeChat message (2048 bytes)."""
SHOWN = {"image/jpeg", "image/png", "image/gif"}
Words = Annotated[str, Meta(min_length=1, max_length=LONGEST_ANSWER)]


class AnswerForm(msgspec.Struct):
    text: Words
    once: Annotated[str, Meta(pattern="^[a-f0-9]{16}$")]


class AnswerBody(msgspec.Struct):
    """`id` is the caller's own (a repeat with the same id adds nothing)."""

    text: Words
    id: Annotated[str, Meta(pattern="^[a-zA-Z0-9-]{8,40}$")]


class MoveForm(msgspec.Struct):
    state: CaseState


class Part(msgspec.Struct):
    at: datetime
    author: Author
    by: str
    text: str
    files: int


class OneCase(msgspec.Struct):
    """No reader is named: an answer finds its way by the case's number."""

    number: str
    kind: str
    state: CaseState
    opened: datetime
    due: datetime
    overdue: bool
    assigned: str
    reachable: bool
    entries: list[Part]


class SomeCases(msgspec.Struct):
    items: list[OneCase]
    next: str | None = None


def inbox(call: Call) -> Reply:
    number = call.query.get("number", "").strip()
    if number:
        return to(call, f"/staff/cases/{call.services.cases.get(number).number}")
    state, found = _asked(call)
    return show(
        call,
        "cases.html",
        cases=found.cases,
        state=state,
        states=list(CaseState),
        next=_mark(call, found),
    )


def _asked(call: Call) -> tuple[CaseState, CasePage]:
    wanted = call.query.get("state", CaseState.NEW.value)
    state = CaseState(wanted) if wanted in set(CaseState) else CaseState.NEW
    return state, call.services.cases.in_state(state, cursor_of(call) or "", PAGE)


def _mark(call: Call, found: CasePage) -> str | None:
    return sealed(found.after or None, call.secret)


def case_page(call: Call, refusal: Refusal | None = None) -> Reply:
    case = _case(call)
    return show(
        call,
        "case.html",
        refusal,
        case=case,
        moves=MOVES[case.state],
        once=secrets.token_hex(8),
        longest=LONGEST_ANSWER,
    )


def _case(call: Call) -> Case:
    return call.services.cases.get(call.params["number"])


def answer(call: Call, sent: AnswerForm) -> Reply:
    _answered(call, sent.text, sent.once)
    return to(call, f"/staff/cases/{call.params['number']}", done="answered")


def _answered(call: Call, text: str, once: str) -> Case:
    entry = _entry(call, Author.STAFF, text, once)
    return call.services.cases.answer(call.params["number"], entry, call.now)


def _entry(call: Call, author: Author, text: str, once: str) -> Entry:
    return Entry(f"staff-{once}", author, call.now, text.strip(), by=call.user.name)


def note(call: Call, sent: AnswerForm) -> Reply:
    _noted(call, sent.text, sent.once)
    return to(call, f"/staff/cases/{call.params['number']}", done="noted")


def _noted(call: Call, text: str, once: str) -> Case:
    entry = _entry(call, Author.NOTE, text, once)
    return call.services.cases.add(call.params["number"], entry)


def move(call: Call, sent: MoveForm) -> Reply:
    call.services.cases.move(call.params["number"], sent.state, call.user.name)
    return to(call, f"/staff/cases/{call.params['number']}", done="moved")


def attachment(call: Call) -> Reply:
    """A file of this case only; what is no picture is saved, never opened in our pages."""
    stored = call.services.files.get(_file_key(_case(call), call.params))
    if stored.content_type in SHOWN:
        return file(stored.body, stored.content_type)
    name = f"{call.params['number']}-{call.params['entry']}"
    return file(stored.body, "application/octet-stream", name)


def _file_key(case: Case, params: Mapping[str, str]) -> str:
    try:
        return case.entries[int(params["entry"])].pictures[int(params["place"])]
    except (ValueError, IndexError) as problem:
        raise NotFound(texts.NO_SUCH_PAGE) from problem


def cases_by_api(call: Call) -> Reply:
    _, found = _asked(call)
    return json(SomeCases([_plain(case, call.now) for case in found.cases], _mark(call, found)))


def case_by_api(call: Call) -> Reply:
    return json(_plain(_case(call), call.now))


def answer_by_api(call: Call, sent: AnswerBody) -> Reply:
    return json(_plain(_answered(call, sent.text, sent.id), call.now))


def note_by_api(call: Call, sent: AnswerBody) -> Reply:
    return json(_plain(_noted(call, sent.text, sent.id), call.now))


def move_by_api(call: Call, sent: MoveForm) -> Reply:
    moved = call.services.cases.move(call.params["number"], sent.state, call.user.name)
    return json(_plain(moved, call.now))


def _plain(case: Case, now: datetime) -> OneCase:
    return OneCase(
        number=case.number,
        kind=case.kind,
        state=case.state,
        opened=case.opened,
        due=case.due,
        overdue=case.overdue(now),
        assigned=case.assigned,
        reachable=bool(case.reader),
        entries=[Part(e.at, e.author, e.by, e.text, len(e.pictures)) for e in case.entries],
    )


READ, ANSWER = Action.READ_CASES, Action.ANSWER_CASES
_ONE = "/staff/cases/{number}"
_API = "/staff/api/cases/{number}"
ROUTES: tuple[Route, ...] = (
    page("/staff/cases", READ, "Inbox by state", inbox, deed="case.list"),
    page(_ONE, READ, "One case", case_page, deed="case.read", subject="number"),
    Route(
        "GET",
        f"{_ONE}/files/{{entry}}/{{place}}",
        Kind.PAGE,
        READ,
        attachment,
        "A picture or voice of a case",
        deed="case.file",
        subject="number",
    ),
    form(
        f"{_ONE}/answer",
        ANSWER,
        "Answer the reader",
        AnswerForm,
        answer,
        deed="case.answer",
        subject="number",
        again=case_page,
    ),
    form(
        f"{_ONE}/note",
        ANSWER,
        "Leave a note among staff",
        AnswerForm,
        note,
        deed="case.note",
        subject="number",
        again=case_page,
    ),
    form(
        f"{_ONE}/move",
        ANSWER,
        "Take on, give back, close, reopen",
        MoveForm,
        move,
        deed="case.move",
        subject="number",
        again=case_page,
    ),
    read("/staff/api/cases", READ, "Inbox by state", SomeCases, cases_by_api, deed="case.list"),
    read(_API, READ, "One case", OneCase, case_by_api, deed="case.read", subject="number"),
    change(
        f"{_API}/answers",
        ANSWER,
        "Answer the reader",
        AnswerBody,
        OneCase,
        answer_by_api,
        deed="case.answer",
        subject="number",
    ),
    change(
        f"{_API}/notes",
        ANSWER,
        "Leave a note among staff",
        AnswerBody,
        OneCase,
        note_by_api,
        deed="case.note",
        subject="number",
    ),
    change(
        f"{_API}/moves",
        ANSWER,
        "Take on, give back, close, reopen",
        MoveForm,
        OneCase,
        move_by_api,
        deed="case.move",
        subject="number",
    ),
)
