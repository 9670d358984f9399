"""The staff list and the audit trail, as pages and by API."""

from dataclasses import replace
from datetime import date, datetime

import msgspec

from chalicelib.clock import library_day
from chalicelib.errors import BadRequest
from chalicelib.staff.model import Action, Role, User, is_name
from chalicelib.staff.paging import cursor_of, mark_of
from chalicelib.staff.replies import json, show, to
from chalicelib.staff.route import Call, Nothing, Refusal, Reply, Route, change, form, page, read
from chalicelib.texts import staff as texts

PAGE = 50


class NewPerson(msgspec.Struct):
    name: str
    display: str
    roles: list[Role] = []


class ChangedPerson(msgspec.Struct):
    display: str
    version: int
    roles: list[Role] = []


class Person(msgspec.Struct):
    name: str
    display: str
    roles: list[Role]
    state: str
    made_at: datetime
    version: int


class Persons(msgspec.Struct):
    items: list[Person]
    next: str | None = None


class FirstPassword(msgspec.Struct):
    """Shown once; the person replaces it."""

    name: str
    password: str


def people_page(call: Call, refusal: Refusal | None = None) -> Reply:
    found = call.services.people.page(cursor_of(call), PAGE)
    shown = {"people": found.items, "next": mark_of(call, found), "roles": list(Role)}
    return show(call, "people.html", refusal, **shown)


def create(call: Call, sent: NewPerson) -> Reply:
    password = _created(call, sent)
    return _password_shown(call, sent.name, password)


def _created(call: Call, sent: NewPerson) -> str:
    return call.services.people.create(sent.name, sent.display, frozenset(sent.roles), call.now)


def _password_shown(call: Call, name: str, password: str) -> Reply:
    """The page is the answer to the POST itself: a redirect would have to carry the password."""
    person = call.services.people.get(name)
    reply = show(call, "password_once.html", person=person, password=password)
    return replace(reply, subject=name)


def person_page(call: Call, refusal: Refusal | None = None) -> Reply:
    person = call.services.people.get(call.params["name"])
    return show(call, "person.html", refusal, person=person, roles=list(Role))


def change_person(call: Call, sent: ChangedPerson) -> Reply:
    _changed(call, sent)
    return to(call, f"/staff/people/{call.params['name']}", done="saved")


def _changed(call: Call, sent: ChangedPerson) -> None:
    roles = frozenset(sent.roles)
    call.services.people.change(call.params["name"], sent.display, roles, sent.version)


def disable(call: Call, _: Nothing) -> Reply:
    _disabled(call)
    return to(call, f"/staff/people/{call.params['name']}", done="disabled")


def _disabled(call: Call) -> None:
    if call.params["name"] == call.user.name:
        raise BadRequest(texts.NOT_YOURSELF)
    call.services.people.disable(call.params["name"], call.now)


def enable(call: Call, _: Nothing) -> Reply:
    call.services.people.enable(call.params["name"], call.now)
    return to(call, f"/staff/people/{call.params['name']}", done="enabled")


def revoke(call: Call, _: Nothing) -> Reply:
    call.services.people.revoke_sessions(call.params["name"], call.now)
    return to(call, f"/staff/people/{call.params['name']}", done="revoked")


def reset(call: Call, _: Nothing) -> Reply:
    name = call.params["name"]
    return _password_shown(call, name, call.services.people.reset_password(name, call.now))


def people_by_api(call: Call) -> Reply:
    found = call.services.people.page(cursor_of(call), PAGE)
    return json(Persons([_person(user) for user in found.items], mark_of(call, found)))


def create_by_api(call: Call, sent: NewPerson) -> Reply:
    return json(FirstPassword(sent.name, _created(call, sent)), subject=sent.name)


def change_by_api(call: Call, sent: ChangedPerson) -> Reply:
    _changed(call, sent)
    return json(_person(call.services.people.get(call.params["name"])))


def disable_by_api(call: Call, _: Nothing) -> Reply:
    _disabled(call)
    return json(_person(call.services.people.get(call.params["name"])))


def _person(user: User) -> Person:
    return Person(
        name=user.name,
        display=user.display,
        roles=sorted(user.roles),
        state=user.state,
        made_at=user.made_at,
        version=user.version,
    )


class AuditLine(msgspec.Struct):
    at: datetime
    who: str
    deed: str
    subject_kind: str
    subject: str
    outcome: str
    address: str


class AuditLines(msgspec.Struct):
    items: list[AuditLine]
    next: str | None = None


def audit_page(call: Call) -> Reply:
    """One person's deeds, or one day's; today's where neither is asked for."""
    day, who = _asked(call)
    trail, cursor = call.services.audit, cursor_of(call)
    found = trail.of_user(who, cursor, PAGE) if who else trail.of_day(day, cursor, PAGE)
    return show(
        call, "audit.html", entries=found.items, next=mark_of(call, found), day=day, who=who
    )


def audit_by_api(call: Call) -> Reply:
    day, who = _asked(call)
    trail, cursor = call.services.audit, cursor_of(call)
    found = trail.of_user(who, cursor, PAGE) if who else trail.of_day(day, cursor, PAGE)
    lines = [msgspec.convert(entry, AuditLine, from_attributes=True) for entry in found.items]
    return json(AuditLines(lines, mark_of(call, found)))


def _asked(call: Call) -> tuple[str, str]:
    today = library_day(call.now, call.services.timezone).isoformat()
    day, who = call.query.get("day") or today, call.query.get("who", "").strip().lower()
    try:
        return date.fromisoformat(day).isoformat(), who if is_name(who) else ""
    except ValueError as problem:
        raise BadRequest(texts.BAD_DAY) from problem


MANAGE, WATCH = Action.MANAGE_STAFF, Action.READ_AUDIT
_ONE = "/staff/people/{name}"
ROUTES: tuple[Route, ...] = (
    page("/staff/people", MANAGE, "Staff list", people_page),
    form(
        "/staff/people",
        MANAGE,
        "Add somebody to the staff",
        NewPerson,
        create,
        deed="people.create",
        again=people_page,
    ),
    page(_ONE, MANAGE, "One member of staff", person_page),
    form(
        _ONE,
        MANAGE,
        "Change name and roles",
        ChangedPerson,
        change_person,
        deed="people.change",
        subject="name",
        again=person_page,
    ),
    form(
        f"{_ONE}/disable",
        MANAGE,
        "Let somebody go at once",
        Nothing,
        disable,
        deed="people.disable",
        subject="name",
        again=person_page,
    ),
    form(
        f"{_ONE}/enable",
        MANAGE,
        "Let somebody back in",
        Nothing,
        enable,
        deed="people.enable",
        subject="name",
    ),
    form(
        f"{_ONE}/sign-out",
        MANAGE,
        "End all sessions of somebody",
        Nothing,
        revoke,
        deed="people.revoke",
        subject="name",
    ),
    form(
        f"{_ONE}/password",
        MANAGE,
        "Make a new first password",
        Nothing,
        reset,
        deed="people.reset",
        subject="name",
    ),
    read("/staff/api/people", MANAGE, "Staff list", Persons, people_by_api),
    change(
        "/staff/api/people",
        MANAGE,
        "Add somebody to the staff",
        NewPerson,
        FirstPassword,
        create_by_api,
        deed="people.create",
    ),
    change(
        "/staff/api/people/{name}",
        MANAGE,
        "Change name and roles",
        ChangedPerson,
        Person,
        change_by_api,
        deed="people.change",
        subject="name",
    ),
    change(
        "/staff/api/people/{name}/disable",
        MANAGE,
        "Let somebody go at once",
        Nothing,
        Person,
        disable_by_api,
        deed="people.disable",
        subject="name",
    ),
    page("/staff/audit", WATCH, "Who did what", audit_page, deed="audit.read"),
    read("/staff/api/audit", WATCH, "Who did what", AuditLines, audit_by_api, deed="audit.read"),
)
