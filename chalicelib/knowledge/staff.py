"""Questions and answers as staff keep them: list, edit, try, publish."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chalicelib.errors import BadRequest
from chalicelib.knowledge.entries import Entry
from chalicelib.staff.model import Action, Page
from chalicelib.staff.paging import cursor_of, mark_of, sealed
from chalicelib.staff.ports_knowledge import KnowledgeDesk, PublishReport, Tried
from chalicelib.staff.replies import json, show, to
from chalicelib.staff.route import Call, Nothing, Refusal, Reply, Route, change, form, page, read
from chalicelib.texts import staff as texts
from chalicelib.texts.words import Language

PAGE = 50
Short = Annotated[str, Meta(max_length=200)]
Long = Annotated[str, Meta(max_length=10_000)]


class EntryForm(msgspec.Struct):
    """`similar` and `keywords`: one to a line. `gap`: the question this entry came from."""

    id: Short
    version: int
    category: Short = ""
    question: Short = ""
    answer: Long = ""
    similar: Long = ""
    keywords: Long = ""
    answer_hant: Long = ""
    answer_en: Long = ""
    question_en: Short = ""
    valid_from: date | None = None
    valid_to: date | None = None
    owner: Short = ""
    gap: Short = ""


class EntryBody(msgspec.Struct):
    id: str
    category: str
    question: str
    answer: str
    similar: list[str] = []
    keywords: list[str] = []
    translations: dict[str, str] = {}
    questions: dict[str, str] = {}
    valid_from: date | None = None
    valid_to: date | None = None
    owner: str = ""
    version: int = 0


class Entries(msgspec.Struct):
    items: list[EntryBody]
    next: str | None = None


class DeleteForm(msgspec.Struct):
    version: int


class TryBody(msgspec.Struct):
    """`draft`: with the entries as they are edited now; that takes some seconds."""

    text: Annotated[str, Meta(min_length=1, max_length=500)]
    draft: bool = False


class TryResult(msgspec.Struct):
    """`sure` is 0 to 1. `reply` is '' where another part of the service would answer."""

    kind: str
    topics: list[str]
    sure: float
    reply: str


class Publication(msgspec.Struct):
    version: int
    at: datetime | None
    by: str
    entries: int
    changed: bool
    problems: list[str]


def faq_page(call: Call) -> Reply:
    asked, category = call.query.get("q", "").strip(), call.query.get("category", "")
    found, categories = _found(call, asked, category)
    return show(
        call,
        "faq.html",
        entries=found.items,
        next=mark_of(call, found),
        categories=categories,
        asked=asked,
        category=category,
        report=_desk(call).publisher.report(),
    )


def _found(call: Call, asked: str, category: str) -> tuple[Page[dict[str, Any]], list[str]]:
    """All entries are read, at most some hundreds: a search looks into every word of them."""
    held = _desk(call).entries.export()
    wanted = [one for one in held if _fits(one, asked.lower(), category)]
    start = int(cursor_of(call) or 0)
    more = str(start + PAGE) if len(wanted) > start + PAGE else None
    page_ = Page(tuple(wanted[start : start + PAGE]), more)
    return page_, list(dict.fromkeys(one["category"] for one in held))


def _fits(one: dict[str, Any], asked: str, category: str) -> bool:
    words = [one["id"], one["question"], one["answer"]]
    words += [*one.get("similar", ()), *one.get("keywords", ())]
    found = not asked or any(asked in word.lower() for word in words)
    return found and category in ("", one["category"])


def _desk(call: Call) -> KnowledgeDesk:
    return call.services.knowledge


def new_page(call: Call, refusal: Refusal | None = None) -> Reply:
    """Empty, or begun with a question nobody could answer."""
    key = call.query.get("gap", "") or _typed(refusal, "gap")
    gap = _desk(call).gaps.get(key) if key else None
    entry = Entry("", "", gap.text if gap else "", "")
    return _form(call, refusal, entry, key)


def _typed(refusal: Refusal | None, name: str) -> str:
    return refusal.typed.get(name, ("",))[-1] if refusal else ""


def entry_page(call: Call, refusal: Refusal | None = None) -> Reply:
    return _form(call, refusal, _desk(call).entries.get(call.params["id"]), "")


def _form(call: Call, refusal: Refusal | None, entry: Entry, gap: str) -> Reply:
    _, categories = _found(call, "", "")
    return show(call, "faq_entry.html", refusal, entry=entry, gap=gap, categories=categories)


def save_new(call: Call, sent: EntryForm) -> Reply:
    entry = _read(call, sent)
    if sent.gap:
        _desk(call).gaps.to_new_entry(sent.gap, entry, call.user.name, call.now)
        return to(call, "/staff/gaps", done="gap-entry", subject=entry.id)
    _desk(call).entries.save(entry, call.user.name, call.now)
    return to(call, f"/staff/faq/entries/{entry.id}", done="faq-saved", subject=entry.id)


def save_entry(call: Call, sent: EntryForm) -> Reply:
    if sent.id != call.params["id"]:
        raise BadRequest(texts.ID_STAYS)
    _desk(call).entries.save(_read(call, sent), call.user.name, call.now)
    return to(call, f"/staff/faq/entries/{sent.id}", done="faq-saved")


def _read(call: Call, sent: EntryForm) -> Entry:
    held = {
        "id": sent.id.strip(),
        "category": sent.category,
        "question": sent.question,
        "answer": sent.answer,
        "similar": sent.similar.splitlines(),
        "keywords": sent.keywords.splitlines(),
        "translations": {"zh-Hant": sent.answer_hant, "en": sent.answer_en},
        "questions": {"en": sent.question_en},
        "valid_from": sent.valid_from,
        "valid_to": sent.valid_to,
        "owner": sent.owner,
    }
    return replace(_desk(call).entries.read(held), version=sent.version)


def delete_entry(call: Call, sent: DeleteForm) -> Reply:
    _desk(call).entries.delete(call.params["id"], sent.version)
    return to(call, "/staff/faq", done="faq-deleted")


def try_page(call: Call) -> Reply:
    """A GET: trying changes nothing and can be linked to."""
    asked = call.query.get("q", "").strip()[:500]
    draft = call.query.get("draft") == "1" and _desk(call).teaches_at_once
    tried = _tried(call, asked, draft) if asked else None
    named = {one["id"]: one["question"] for one in _desk(call).entries.export()}
    at_once = _desk(call).teaches_at_once
    return show(
        call, "faq_try.html", asked=asked, draft=draft, tried=tried, named=named, at_once=at_once
    )


def _tried(call: Call, asked: str, draft: bool) -> Tried:
    trial = _desk(call).trial
    if draft and not _desk(call).teaches_at_once:
        raise BadRequest(texts.NO_DRAFT_HERE)
    if draft:
        return trial.draft(asked, call.now)
    return trial.published(asked, Language.SIMPLIFIED, call.now)


def publish(call: Call, _: Nothing) -> Reply:
    report = _desk(call).publisher.publish(call.user.name, call.now)
    return to(call, "/staff/faq", done="faq-publishing" if report.changed else "faq-published")


def entries_by_api(call: Call) -> Reply:
    found = _desk(call).entries.page(cursor_of(call) or "", PAGE)
    return json(
        Entries([_plain(one) for one in found.entries], sealed(found.after or None, call.secret))
    )


def entry_by_api(call: Call) -> Reply:
    return json(_plain(_desk(call).entries.get(call.params["id"])))


def save_by_api(call: Call, sent: EntryBody) -> Reply:
    """A new entry has version 0; an edited one the version that was read."""
    held = msgspec.to_builtins(sent)
    version = held.pop("version")
    entry = replace(_desk(call).entries.read(held), version=version)
    saved = _desk(call).entries.save(entry, call.user.name, call.now)
    return json(_plain(saved), subject=saved.id)


def delete_by_api(call: Call, sent: DeleteForm) -> Reply:
    _desk(call).entries.delete(call.params["id"], sent.version)
    return json({})


def try_by_api(call: Call, sent: TryBody) -> Reply:
    tried = _tried(call, sent.text, sent.draft)
    return json(TryResult(tried.kind, list(tried.topics), tried.sure, tried.reply))


def report_by_api(call: Call) -> Reply:
    return json(_publication(_desk(call).publisher.report()))


def publish_by_api(call: Call, _: Nothing) -> Reply:
    return json(_publication(_desk(call).publisher.publish(call.user.name, call.now)))


def _publication(report: PublishReport) -> Publication:
    return msgspec.convert(report, Publication, from_attributes=True)


def _plain(entry: Entry) -> EntryBody:
    return msgspec.convert(entry, EntryBody, from_attributes=True)


READ, EDIT = Action.READ_KNOWLEDGE, Action.EDIT_KNOWLEDGE
_ONE = "/staff/faq/entries/{id}"
_API = "/staff/api/faq"
ROUTES: tuple[Route, ...] = (
    page("/staff/faq", READ, "Questions and answers", faq_page),
    page("/staff/faq/try", READ, "What a question would be answered", try_page),
    page("/staff/faq/new", EDIT, "A new entry", new_page),
    form(
        "/staff/faq/new",
        EDIT,
        "Save a new entry",
        EntryForm,
        save_new,
        deed="faq.save",
        again=new_page,
    ),
    page(_ONE, READ, "One entry", entry_page),
    form(
        _ONE,
        EDIT,
        "Save an entry",
        EntryForm,
        save_entry,
        deed="faq.save",
        subject="id",
        again=entry_page,
    ),
    form(
        f"{_ONE}/delete",
        EDIT,
        "Delete an entry",
        DeleteForm,
        delete_entry,
        deed="faq.delete",
        subject="id",
        again=entry_page,
    ),
    form("/staff/faq/publish", EDIT, "Publish", Nothing, publish, deed="faq.publish"),
    read(_API, READ, "Questions and answers", Entries, entries_by_api),
    read(f"{_API}/entries/{{id}}", READ, "One entry", EntryBody, entry_by_api),
    change(_API, EDIT, "Save an entry", EntryBody, EntryBody, save_by_api, deed="faq.save"),
    change(
        f"{_API}/entries/{{id}}/delete",
        EDIT,
        "Delete an entry",
        DeleteForm,
        None,
        delete_by_api,
        deed="faq.delete",
        subject="id",
    ),
    change(
        f"{_API}/try",
        READ,
        "What a question would be answered",
        TryBody,
        TryResult,
        try_by_api,
        deed="faq.try",
    ),
    read(f"{_API}/publication", READ, "What is published", Publication, report_by_api),
    change(
        f"{_API}/publication",
        EDIT,
        "Publish",
        Nothing,
        Publication,
        publish_by_api,
        deed="faq.publish",
    ),
)
