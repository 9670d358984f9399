"""The library's file as typed facts; everything wrong in it is said at once."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.library.fields import Fields, Unreadable
from chalicelib.library.model import (
    Branch,
    HolidayRule,
    Library,
    Override,
    ReaderType,
    SelfService,
    Week,
)
from chalicelib.texts import library as texts

OTHERS = ("open", "closed_first_day", "closed")


def library_of(held: Any) -> Library:
    """From plain values; keys nobody knows stay in `held`. Raises Unreadable."""
    if not isinstance(held, Mapping):
        raise Unreadable([texts.NOT_A_MAPPING.format(path="library.yaml")])
    top = Fields(held)
    branches = _branches(top)
    about = top.inside("library")
    library = Library(
        id=about.id(),
        name=about.text("name", required=True),
        branches=branches,
        desk_week=_desk_week(about, branches),
        timezone=_timezone(about),
        phone=about.text("phone_main"),
        complaint_phone=about.text("phone_complaint"),
        website=about.text("website"),
        email=about.text("email"),
        self_service=tuple(_self_service(one) for one in top.items("self_service_24h")),
        holidays=_holidays(top.inside("holiday_rule"), branches),
        reader_types=tuple(_reader_type(one) for one in top.items("reader_types")),
        complaint_reply_workdays=_reply_workdays(top),
        held=held,
    )
    top.done()
    return library


def _branches(top: Fields) -> tuple[Branch, ...]:
    branches = tuple(_branch(one) for one in top.items("branches"))
    if not branches:
        top.problems.append(texts.NO_BRANCHES)
    top.once("branches", [branch.id for branch in branches])
    top.once("branches", [name for branch in branches for name in branch.names])
    return branches


def _branch(one: Fields) -> Branch:
    floors = one.inside("floors").held
    return Branch(
        id=one.id(),
        names=(one.text("name", required=True), *one.texts("aliases")),
        week=_open_week(one, "hours"),
        short_name=one.text("short_name"),
        address=one.text("address"),
        phone=one.text("phone"),
        transport=one.text("transport"),
        district=one.text("district"),
        place=one.place(),
        floors={str(floor): str(what) for floor, what in floors.items()},
    )


def _open_week(one: Fields, key: str) -> Week:
    before = len(one.problems)
    week = one.week(key)
    if not any(week) and len(one.problems) == before:
        one.wrong(key, texts.NEVER_OPEN)
    return week


def _desk_week(about: Fields, branches: tuple[Branch, ...]) -> Week:
    """The main branch's hours where the file does not give the desk its own."""
    if about.held.get("phone_hours") is None:
        return branches[0].week if branches else ()
    return _open_week(about, "phone_hours")


def _timezone(about: Fields) -> str:
    name = about.text("timezone", default="Asia/Shanghai")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        about.wrong("timezone", texts.BAD_TIMEZONE, value=name)
    return name


def _self_service(one: Fields) -> SelfService:
    return SelfService(one.text("name", required=True), one.text("address"), one.place())


def _holidays(rule: Fields, branches: tuple[Branch, ...]) -> HolidayRule:
    others = rule.text("others", default="open")
    if others not in OTHERS:
        rule.wrong("others", texts.BAD_CHOICE, value=others, choices=", ".join(OTHERS))
    ids = {branch.id for branch in branches}
    for value in rule.texts("open_branches"):
        if value not in ids:
            rule.wrong("open_branches", texts.NO_BRANCH, value=value)
    return HolidayRule(
        closed=rule.texts("closed"),
        hours=rule.spans("holiday_hours") if "holiday_hours" in rule.held else (),
        open_branches=rule.texts("open_branches") or tuple(b.id for b in branches),
        others_closed_first_day=others == "closed_first_day",
        others_closed=others == "closed",
        note=rule.text("note"),
    )


def _reader_type(one: Fields) -> ReaderType:
    return ReaderType(
        id=one.id(),
        name=one.text("name", required=True),
        who=one.text("who"),
        max_items=one.whole("max_items"),
        loan_days=one.whole("loan_days"),
        renewals=one.whole("renewals"),
        renew_days=one.whole("renew_days"),
    )


def _reply_workdays(top: Fields) -> int:
    given = top.inside("services").inside("complaint").whole("reply_workdays", default=5)
    return max(1, given)


def parse_overrides(held: Any, library: Library) -> tuple[Override, ...]:
    """From plain values: a list of first, last, branches, hours, note. Raises Unreadable."""
    top = Fields({"overrides": held})
    ids = {branch.id for branch in library.branches}
    overrides = tuple(_override(one, ids) for one in top.items("overrides"))
    top.done()
    return tuple(one for one in overrides if one is not None)


def _override(one: Fields, ids: set[str]) -> Override | None:
    first = one.day("first")
    last = one.day("last") or first
    for value in one.texts("branches"):
        if value not in ids:
            one.wrong("branches", texts.NO_BRANCH, value=value)
    spans = one.spans("hours")
    if first is None or last is None:
        one.wrong("first", texts.MISSING)
        return None
    if last < first:
        one.wrong("last", texts.LAST_BEFORE_FIRST)
    return Override(first, last, one.texts("branches"), spans, one.text("note"))
