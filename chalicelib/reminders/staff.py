"""Reminders in the console: when readers are reminded, and the due-date file."""

import re
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chalicelib.errors import BadRequest, NotFound
from chalicelib.notify.model import About
from chalicelib.reminders.file_model import DueFile
from chalicelib.reminders.model import Source
from chalicelib.reminders.settings import written
from chalicelib.staff.bodies import Upload
from chalicelib.staff.model import Action
from chalicelib.staff.ports_reminders import Reminding
from chalicelib.staff.replies import json, show, to
from chalicelib.staff.route import Call, Nothing, Refusal, Reply, Route, change, form, page, upload
from chalicelib.staff.route import read as read_route
from chalicelib.texts import notify as notify_texts
from chalicelib.texts import reminders as texts

Days = Annotated[str, Meta(max_length=100)]
Hour = Annotated[int, Meta(ge=0, le=24)]


class RulesForm(msgspec.Struct):
    """Days as people write them: `5, 1, 0`. `kinds`: what readers are reminded of."""

    version: int
    source: Source
    calls_a_minute: Annotated[int, Meta(ge=0, le=10_000)]
    before_days: Days = ""
    overdue_days: Days = ""
    lapsing_days: Days = ""
    quiet_from: Hour = 21
    quiet_to: Hour = 8
    kinds: list[About] = []


class Quiet(msgspec.Struct, rename={"from_": "from"}):
    from_: Hour
    to: Hour


class RulesBody(msgspec.Struct):
    """`off`: kinds nobody is reminded of."""

    version: int
    source: Source
    calls_a_minute: Annotated[int, Meta(ge=0, le=10_000)]
    before_days: list[int]
    overdue_days: list[int]
    lapsing_days: list[int]
    quiet: Quiet
    off: list[About]


class OneFile(msgspec.Struct):
    """`bad` lines were left out; `problems` says why of the first ones."""

    name: str
    at: datetime
    by: str
    cards: int
    rows: int
    bad: int
    problems: list[str]
    is_too_old: bool


class FileInUse(msgspec.Struct):
    file: OneFile | None


def desk_of(call: Call) -> Reminding:
    """Raises NotFound where readers have no loans here."""
    if call.services.reminding is None:
        raise NotFound(texts.NO_LOANS_HERE)
    return call.services.reminding


def reminders_page(call: Call, refusal: Refusal | None = None) -> Reply:
    desk = desk_of(call)
    rules, version = desk.rules()
    file = desk.file()
    return show(
        call,
        "reminders.html",
        refusal,
        rules=rules,
        version=version,
        file=file,
        too_old=file is not None and file.is_too_old(call.now),
        too_old_words=texts.FILE_TOO_OLD,
        kinds=list(About),
        names=notify_texts.ABOUTS,
        sources=texts.SOURCES,
        header=texts.FILE_HEADER.replace(" ", ""),
    )


def save_rules(call: Call, sent: RulesForm) -> Reply:
    held = {
        "source": sent.source.value,
        "calls_a_minute": sent.calls_a_minute,
        **{name: _days(name, getattr(sent, name)) for name in texts.DAY_FIELDS},
        "quiet": {"from": sent.quiet_from, "to": sent.quiet_to},
        "off": [about.value for about in About if about not in sent.kinds],
    }
    desk_of(call).save_rules(held, sent.version, call.user.name, call.now)
    return to(call, "/staff/reminders", done="saved")


def _days(name: str, typed: str) -> list[int]:
    parts = [part for part in re.split(r"[\s,，、;；]+", typed) if part]
    if not all(part.isascii() and part.isdigit() and int(part) <= 60 for part in parts):
        raise BadRequest(texts.BAD_DAYS.format(path=texts.DAY_FIELDS[name]))
    return [int(part) for part in parts]


def take_file(call: Call, _: Nothing, file: Upload) -> Reply:
    _taken(call, file)
    return to(call, "/staff/reminders", done="due-file")


def _taken(call: Call, file: Upload) -> DueFile:
    return desk_of(call).take_file(file.content, file.name[:100], call.user.name, call.now)


def rules_by_api(call: Call) -> Reply:
    return json(_rules(call))


def save_by_api(call: Call, sent: RulesBody) -> Reply:
    held: dict[str, Any] = msgspec.to_builtins(sent)
    version = held.pop("version")
    desk_of(call).save_rules(held, version, call.user.name, call.now)
    return json(_rules(call))


def _rules(call: Call) -> RulesBody:
    rules, version = desk_of(call).rules()
    return msgspec.convert({**written(rules), "version": version}, RulesBody)


def file_by_api(call: Call) -> Reply:
    file = desk_of(call).file()
    return json(FileInUse(_plain(file, call.now) if file else None))


def take_by_api(call: Call, _: Nothing, file: Upload) -> Reply:
    return json(_plain(_taken(call, file), call.now))


def _plain(file: DueFile, now: datetime) -> OneFile:
    return OneFile(
        file.name,
        file.at,
        file.by,
        file.cards,
        file.rows,
        file.bad,
        list(file.problems),
        file.is_too_old(now),
    )


EDIT = Action.EDIT_SETTINGS
_PAGE, _API = "/staff/reminders", "/staff/api/reminders"
_FILE = "Take in the night's due-date file"
ROUTES: tuple[Route, ...] = (
    page(_PAGE, EDIT, "When readers are reminded", reminders_page),
    form(
        _PAGE, EDIT, "Save when readers are reminded", RulesForm, save_rules,
        deed="reminders.save", again=reminders_page,
    ),
    upload(
        f"{_PAGE}/file", EDIT, _FILE, Nothing, take_file,
        deed="reminders.file", again=reminders_page,
    ),
    read_route(_API, EDIT, "When readers are reminded", RulesBody, rules_by_api),
    change(
        _API, EDIT, "Save when readers are reminded", RulesBody, RulesBody, save_by_api,
        deed="reminders.save",
    ),
    read_route(f"{_API}/file", EDIT, "The due-date file in use", FileInUse, file_by_api),
    upload(f"{_API}/file", EDIT, _FILE, Nothing, take_by_api, deed="reminders.file", gives=OneFile),
)  # fmt: skip
