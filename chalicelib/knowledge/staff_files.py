"""Entries as files: out, and in again after a look at what would change."""

import secrets
from collections.abc import Sequence
from typing import Annotated

import msgspec
import yaml
from msgspec import Meta

from chalicelib.errors import BadRequest, NotFound
from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.entry_yaml import entries_from_yaml
from chalicelib.knowledge.staff import EntryBody
from chalicelib.staff.bodies import Upload
from chalicelib.staff.model import Action
from chalicelib.staff.ports_knowledge import EntryDesk, KnowledgeDesk, Preview
from chalicelib.staff.replies import file, json, show, to
from chalicelib.staff.route import Call, Kind, Refusal, Reply, Route, change, form, page, upload
from chalicelib.texts import staff as texts

_PACKED = b"PK\x03\x04"
BINARY = "application/octet-stream"


class UploadForm(msgspec.Struct):
    """`others`: what becomes of entries the file does not name, `keep` or `remove`."""

    others: Annotated[str, Meta(pattern="^(keep|remove)$")] = "keep"


class ApplyForm(msgspec.Struct):
    token: Annotated[str, Meta(pattern="^[a-f0-9]{32}$")]
    mark: Annotated[str, Meta(max_length=200)]
    others: Annotated[str, Meta(pattern="^(keep|remove)$")] = "keep"


class ImportBody(msgspec.Struct):
    """Without a `mark` it is only looked at; the answer's mark goes with the second call."""

    entries: list[EntryBody]
    keep_others: bool = True
    mark: str = ""


class Changed(msgspec.Struct):
    id: str
    fields: list[str]


class ImportPreview(msgspec.Struct):
    mark: str
    added: list[str]
    changed: list[Changed]
    removed: list[str]
    unchanged: int


def import_page(call: Call, refusal: Refusal | None = None) -> Reply:
    return show(call, "faq_import.html", refusal, preview=None, token="", others="keep")


def look(call: Call, sent: UploadForm, sheet: Upload) -> Reply:
    """Nothing is changed yet: the file waits under a name only this page knows."""
    preview = _entries(call).preview(_read(call, sheet.content), sent.others == "keep")
    token = secrets.token_hex(16)
    call.services.files.put(_key(token), sheet.content, BINARY)
    return show(call, "faq_import.html", preview=preview, token=token, others=sent.others)


def _entries(call: Call) -> EntryDesk:
    return call.services.knowledge.entries


def _key(token: str) -> str:
    return f"imports/faq-{token}.bin"


def _read(call: Call, content: bytes) -> Sequence[Entry]:
    if content.startswith(_PACKED):
        return call.services.knowledge.read_sheet(content)
    try:
        return entries_from_yaml(content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise BadRequest(texts.FAQ_NO_TEXT) from problem


def apply(call: Call, sent: ApplyForm) -> Reply:
    content = _waiting(call, sent.token)
    _entries(call).apply(
        _read(call, content), sent.others == "keep", sent.mark, call.user.name, call.now
    )
    call.services.files.delete(_key(sent.token))
    return to(call, "/staff/faq", done="faq-imported")


def _waiting(call: Call, token: str) -> bytes:
    try:
        return call.services.files.get(_key(token)).body
    except NotFound as problem:
        raise BadRequest(texts.FAQ_UPLOAD_AGAIN) from problem


def export(call: Call) -> Reply:
    desk = call.services.knowledge
    if call.query.get("format") == "xlsx":
        return file(desk.write_sheet(_all(desk)), BINARY, "faq.xlsx")
    body = yaml.safe_dump(desk.entries.export(), allow_unicode=True, sort_keys=False, width=1000)
    return file(body.encode(), BINARY, "faq.yaml")


def _all(desk: KnowledgeDesk) -> list[Entry]:
    return [desk.entries.read(held) for held in desk.entries.export()]


def import_by_api(call: Call, sent: ImportBody) -> Reply:
    wanted = [_entry(call, body) for body in sent.entries]
    desk = call.services.knowledge.entries
    if not sent.mark:
        return json(_plain(desk.preview(wanted, sent.keep_others)))
    return json(_plain(desk.apply(wanted, sent.keep_others, sent.mark, call.user.name, call.now)))


def _entry(call: Call, body: EntryBody) -> Entry:
    held = msgspec.to_builtins(body)
    held.pop("version")
    return call.services.knowledge.entries.read(held)


def _plain(preview: Preview) -> ImportPreview:
    return ImportPreview(
        mark=preview.mark,
        added=[entry.id for entry in preview.added],
        changed=[Changed(one.after.id, list(one.fields)) for one in preview.changed],
        removed=[entry.id for entry in preview.removed],
        unchanged=preview.unchanged,
    )


READ, EDIT = Action.READ_KNOWLEDGE, Action.EDIT_KNOWLEDGE
ROUTES: tuple[Route, ...] = (
    page("/staff/faq/import", EDIT, "Import entries", import_page),
    upload(
        "/staff/faq/import",
        EDIT,
        "Look at what a file of entries would change",
        UploadForm,
        look,
        deed="faq.preview",
        again=import_page,
    ),
    form(
        "/staff/faq/import/apply",
        EDIT,
        "Take the file in",
        ApplyForm,
        apply,
        deed="faq.import",
        again=import_page,
    ),
    Route("GET", "/staff/faq/export", Kind.PAGE, READ, export, "Entries as a file"),
    change(
        "/staff/api/faq/import",
        EDIT,
        "Look at an import, or take it in",
        ImportBody,
        ImportPreview,
        import_by_api,
        deed="faq.import",
    ),
)
