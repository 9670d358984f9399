"""The library's settings as staff read and change them: overview, any document as text, API."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.library.documents import MAX_CHARS, Document
from chalicelib.library.snapshot import EDITABLE
from chalicelib.staff.model import Action
from chalicelib.staff.replies import json, show, to
from chalicelib.staff.route import Call, Refusal, Reply, Route, change, form, page, read

Body = Annotated[str, Meta(max_length=MAX_CHARS)]


class DocumentForm(msgspec.Struct):
    body: Body
    version: int


class CheckBody(msgspec.Struct):
    body: Body


class OneDocument(msgspec.Struct):
    """`version` is sent back with a change: who edits an old one is told so."""

    name: str
    body: str
    version: int
    saved_at: datetime | None
    saved_by: str


class SomeDocuments(msgspec.Struct):
    items: list[OneDocument]
    warnings: list[str]


def overview(call: Call) -> Reply:
    settings = call.services.settings
    documents = [settings.read(name) for name in EDITABLE]
    warnings = settings.warnings(call.now)
    return show(call, "settings.html", documents=documents, warnings=warnings)


def text_page(call: Call, refusal: Refusal | None = None) -> Reply:
    """The document as it stands, or one of its old versions to be saved again."""
    document = call.services.settings.read(call.params["name"])
    history = call.services.settings.history(document.name)
    shown = next((old for old in history if str(old.version) == call.query.get("version")), None)
    return show(
        call,
        "settings_text.html",
        refusal,
        document=document,
        shown=shown or document,
        history=history,
        facts=call.services.settings.fact_names(),
    )


def save_text(call: Call, sent: DocumentForm) -> Reply:
    _saved(call, sent)
    return to(call, f"/staff/settings/{call.params['name']}/text", done="saved")


def _saved(call: Call, sent: DocumentForm) -> Document:
    name = call.params["name"]
    return call.services.settings.save(name, sent.body, sent.version, call.user.name, call.now)


def documents_by_api(call: Call) -> Reply:
    settings = call.services.settings
    documents = [_plain(settings.read(name)) for name in EDITABLE]
    return json(SomeDocuments(documents, settings.warnings(call.now)))


def document_by_api(call: Call) -> Reply:
    return json(_plain(call.services.settings.read(call.params["name"])))


def check_by_api(call: Call, sent: CheckBody) -> Reply:
    call.services.settings.check(call.params["name"], sent.body)
    return json({})


def save_by_api(call: Call, sent: DocumentForm) -> Reply:
    return json(_plain(_saved(call, sent)))


def _plain(document: Document) -> OneDocument:
    return msgspec.convert(document, OneDocument, from_attributes=True)


EDIT = Action.EDIT_SETTINGS
_TEXT = "/staff/settings/{name}/text"
_API = "/staff/api/settings/{name}"
ROUTES: tuple[Route, ...] = (
    page("/staff/settings", EDIT, "All settings", overview),
    page(_TEXT, EDIT, "One document as text", text_page),
    form(
        _TEXT,
        EDIT,
        "Save one document",
        DocumentForm,
        save_text,
        deed="settings.save",
        subject="name",
        again=text_page,
    ),
    read("/staff/api/settings", EDIT, "All settings", SomeDocuments, documents_by_api),
    read(_API, EDIT, "One document", OneDocument, document_by_api),
    change(
        _API,
        EDIT,
        "Save one document",
        DocumentForm,
        OneDocument,
        save_by_api,
        deed="settings.save",
        subject="name",
    ),
    change(
        f"{_API}/check",
        EDIT,
        "What would be wrong with it",
        CheckBody,
        None,
        check_by_api,
        deed="settings.check",
        subject="name",
    ),
)
