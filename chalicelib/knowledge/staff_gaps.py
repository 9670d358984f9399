"""Questions nobody could answer, and what staff make of them; the words that mean the same."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.knowledge.ports import GapPage
from chalicelib.knowledge.staff import EntryBody
from chalicelib.staff.model import Action
from chalicelib.staff.paging import cursor_of, sealed
from chalicelib.staff.ports_knowledge import KnowledgeDesk
from chalicelib.staff.replies import json, show, to
from chalicelib.staff.route import Call, Nothing, Refusal, Reply, Route, change, form, page, read

PAGE = 30


class KnownForm(msgspec.Struct):
    entry: Annotated[str, Meta(min_length=1, max_length=60)]


class SynonymForm(msgspec.Struct):
    body: Annotated[str, Meta(max_length=100_000)]
    version: int


class OneGap(msgspec.Struct):
    """What was asked, with anything secret masked."""

    key: str
    text: str
    language: str
    count: int
    first: datetime
    last: datetime


class SomeGaps(msgspec.Struct):
    items: list[OneGap]
    next: str | None = None


def gaps_page(call: Call, refusal: Refusal | None = None) -> Reply:
    found = _page(call)
    named = [(one["id"], one["question"]) for one in _desk(call).entries.export()]
    mark = sealed(found.after or None, call.secret)
    return show(call, "gaps.html", refusal, gaps=found.gaps, next=mark, named=named)


def _page(call: Call) -> GapPage:
    return _desk(call).gaps.page(cursor_of(call) or "", PAGE)


def _desk(call: Call) -> KnowledgeDesk:
    return call.services.knowledge


def to_known(call: Call, sent: KnownForm) -> Reply:
    _known(call, sent)
    return to(call, "/staff/gaps", done="gap-known")


def _known(call: Call, sent: KnownForm) -> None:
    key = call.params["key"]
    _desk(call).gaps.to_known_entry(key, sent.entry.strip(), call.user.name, call.now)


def to_nothing(call: Call, _: Nothing) -> Reply:
    _desk(call).gaps.to_nothing(call.params["key"], call.user.name, call.now)
    return to(call, "/staff/gaps", done="gap-nothing")


def dismiss(call: Call, _: Nothing) -> Reply:
    _desk(call).gaps.dismiss(call.params["key"])
    return to(call, "/staff/gaps", done="gap-dismissed")


def gaps_by_api(call: Call) -> Reply:
    found = _page(call)
    items = [msgspec.convert(gap, OneGap, from_attributes=True) for gap in found.gaps]
    return json(SomeGaps(items, sealed(found.after or None, call.secret)))


def to_new_by_api(call: Call, sent: EntryBody) -> Reply:
    held = msgspec.to_builtins(sent)
    held.pop("version")
    entry = _desk(call).entries.read(held)
    _desk(call).gaps.to_new_entry(call.params["key"], entry, call.user.name, call.now)
    return json({})


def to_known_by_api(call: Call, sent: KnownForm) -> Reply:
    _known(call, sent)
    return json({})


def quietly(act: Callable[[Call, Nothing], Reply]) -> Callable[[Call, Nothing], Reply]:
    """The same deed for a program, which is not led to a page."""

    def answer(call: Call, sent: Nothing) -> Reply:
        act(call, sent)
        return json({})

    return answer


def synonyms_page(call: Call, refusal: Refusal | None = None) -> Reply:
    document = _desk(call).teaching.synonyms_document()
    return show(call, "faq_synonyms.html", refusal, document=document)


def save_synonyms(call: Call, sent: SynonymForm) -> Reply:
    _desk(call).teaching.save_synonyms(sent.body, sent.version, call.user.name, call.now)
    return to(call, "/staff/faq/synonyms", done="faq-saved")


READ, EDIT = Action.READ_KNOWLEDGE, Action.EDIT_KNOWLEDGE
_ONE = "/staff/gaps/{key}"
_API = "/staff/api/gaps/{key}"
ROUTES: tuple[Route, ...] = (
    page("/staff/gaps", READ, "Unanswered questions", gaps_page, deed="gap.list"),
    form(
        f"{_ONE}/known",
        EDIT,
        "It belongs to an entry there is",
        KnownForm,
        to_known,
        deed="gap.known",
        subject="key",
        again=gaps_page,
    ),
    form(
        f"{_ONE}/nothing",
        EDIT,
        "It is no question for a library",
        Nothing,
        to_nothing,
        deed="gap.nothing",
        subject="key",
        again=gaps_page,
    ),
    form(
        f"{_ONE}/dismiss",
        EDIT,
        "Forget it",
        Nothing,
        dismiss,
        deed="gap.dismiss",
        subject="key",
        again=gaps_page,
    ),
    read("/staff/api/gaps", READ, "Unanswered questions", SomeGaps, gaps_by_api, deed="gap.list"),
    change(
        f"{_API}/entry",
        EDIT,
        "Make it an entry",
        EntryBody,
        None,
        to_new_by_api,
        deed="faq.save",
        subject="key",
    ),
    change(
        f"{_API}/known",
        EDIT,
        "It belongs to an entry there is",
        KnownForm,
        None,
        to_known_by_api,
        deed="gap.known",
        subject="key",
    ),
    change(
        f"{_API}/nothing",
        EDIT,
        "It is no question for a library",
        Nothing,
        None,
        quietly(to_nothing),
        deed="gap.nothing",
        subject="key",
    ),
    change(
        f"{_API}/dismiss",
        EDIT,
        "Forget it",
        Nothing,
        None,
        quietly(dismiss),
        deed="gap.dismiss",
        subject="key",
    ),
    page("/staff/faq/synonyms", EDIT, "Words that mean the same", synonyms_page),
    form(
        "/staff/faq/synonyms",
        EDIT,
        "Save the words that mean the same",
        SynonymForm,
        save_synonyms,
        deed="faq.synonyms",
        again=synonyms_page,
    ),
)
