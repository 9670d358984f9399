"""A reader's rights served at the desk: the reader names a case, and stays unnamed in the audit."""

from datetime import datetime

import msgspec

from chalicelib.errors import NotFound
from chalicelib.feedback.model import Author, Case
from chalicelib.privacy.model import Held
from chalicelib.staff.model import Action
from chalicelib.staff.replies import json, to
from chalicelib.staff.route import Call, Nothing, Reply, Route, form, read
from chalicelib.texts import staff as texts


class HeldEntry(msgspec.Struct):
    at: datetime
    author: Author
    text: str
    files: list[str]


class HeldCase(msgspec.Struct):
    number: str
    kind: str
    opened: datetime
    entries: list[HeldEntry]


class HeldConsent(msgspec.Struct):
    at: datetime
    deed: str
    version: str


class HeldOneCard(msgspec.Struct):
    number: str
    name: str
    bound_at: datetime


class HeldOneWish(msgspec.Struct):
    deed: str
    titles: list[str]
    asked: datetime
    until: datetime


class HeldData(msgspec.Struct):
    """Notes among staff are the library's own and stay in the house."""

    reader: str
    language: str
    senior: bool
    last_message: datetime | None
    last_tap: datetime | None
    dialogue: dict[str, str]
    waiting: list[str]
    cases: list[HeldCase]
    consents: list[HeldConsent]
    cards: list[HeldOneCard]
    choices: dict[str, str]
    wishes: list[HeldOneWish]
    messages_sent: int
    last_sent: datetime | None


def download(call: Call) -> Reply:
    return json(_plain(call.services.rights.held(_reader(call))))


def forget(call: Call, _: Nothing) -> Reply:
    call.services.rights.forget(_reader(call), call.now)
    return to(call, f"/staff/cases/{call.params['number']}", done="forgotten")


def _reader(call: Call) -> str:
    reader = call.services.cases.get(call.params["number"]).reader
    if not reader:
        raise NotFound(texts.READER_GONE)
    return reader


def _plain(held: Held) -> HeldData:
    row = held.row
    return HeldData(
        reader=held.reader,
        language=row.language.value if row and row.language else "",
        senior=bool(row and row.senior),
        last_message=row.windows.last_message if row else None,
        last_tap=row.windows.last_tap if row else None,
        dialogue=dict(row.dialogue.facts) if row and row.dialogue else {},
        waiting=[notice.text for notice in row.notices] if row else [],
        cases=[_case(case) for case in held.cases],
        consents=[HeldConsent(one.at, one.deed.value, one.version) for one in held.consents],
        cards=[HeldOneCard(one.number, one.name, one.bound_at) for one in held.cards],
        choices=dict(held.choices),
        wishes=[
            HeldOneWish(one.deed, list(one.titles), one.asked, one.until) for one in held.wishes
        ],
        messages_sent=held.sent.count,
        last_sent=held.sent.last,
    )


def _case(case: Case) -> HeldCase:
    entries = [
        HeldEntry(entry.at, entry.author, entry.text, list(entry.pictures))
        for entry in case.entries
        if entry.author is not Author.NOTE
    ]
    return HeldCase(case.number, case.kind.value, case.opened, entries)


_ONE = "/staff/cases/{number}"
ROUTES: tuple[Route, ...] = (
    read(
        "/staff/api/cases/{number}/reader",
        Action.SERVE_RIGHTS,
        "All that is held about the reader of a case",
        HeldData,
        download,
        deed="reader.export",
        subject="number",
    ),
    form(
        f"{_ONE}/forget",
        Action.SERVE_RIGHTS,
        "Forget the reader of a case",
        Nothing,
        forget,
        deed="reader.forget",
        subject="number",
    ),
)
