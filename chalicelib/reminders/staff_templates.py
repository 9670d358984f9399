"""Which of the account's templates serves which reminder, and which reminders did not arrive."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chalicelib.errors import BadRequest
from chalicelib.notify.model import SLOTS, About, State, Template, Way
from chalicelib.notify.settings import Templates
from chalicelib.notify.settings import written as written_templates
from chalicelib.notify.suggest import best, labels, suggested
from chalicelib.reminders.staff import desk_of
from chalicelib.staff.model import Action
from chalicelib.staff.paging import opened, sealed
from chalicelib.staff.replies import json, show, to
from chalicelib.staff.route import Call, Refusal, Reply, Route, change, form, page, read
from chalicelib.texts import notify as notify_texts
from chalicelib.texts import reminders as texts
from chalicelib.wechat.platform_model import PrivateTemplate

PAGE = 50
Id = Annotated[str, Meta(max_length=100)]
_KINDS = tuple(About)


class TemplatesForm(msgspec.Struct):
    """One of each for every kind, in order: the template chosen, '' for none, and the one whose
    fields were on the page. `slots`: kind, field and what goes into it."""

    version: int
    chosen: list[Id]
    shown: list[Id]
    slots: list[Annotated[str, Meta(max_length=200)]] = []


class OneTemplate(msgspec.Struct, rename={"for_": "for"}):
    for_: About
    template: Id
    fields: dict[str, str]
    way: Way = Way.TEMPLATE


class TemplatesBody(msgspec.Struct):
    version: int
    items: list[OneTemplate]


class OneTrouble(msgspec.Struct):
    """`receipt` is the platform's word, '' where none came."""

    at: datetime
    about: About
    state: State
    way: Way | None
    receipt: str


class SomeTroubles(msgspec.Struct):
    items: list[OneTrouble]
    next: str | None = None


@dataclass(frozen=True)
class Choice:
    """One kind of reminder on the page; `template` None where none is chosen or fits."""

    about: About
    template: Template | None
    is_saved: bool
    is_gone: bool
    labels: dict[str, str]


def templates_page(call: Call, refusal: Refusal | None = None) -> Reply:
    saved, version = desk_of(call).templates()
    listed, heard = desk_of(call).listed()
    return show(
        call,
        "reminders_templates.html",
        refusal,
        choices=_choices(saved, listed, version, heard),
        listed=listed,
        heard=heard,
        version=version,
        names=notify_texts.ABOUTS,
        slots=SLOTS,
        slot_names=notify_texts.SLOT_NAMES,
    )


def _choices(
    saved: Templates, listed: Sequence[PrivateTemplate], version: int, heard: bool
) -> list[Choice]:
    """Before anybody has saved: what the titles and labels suggest."""
    contents = {one.id: one.content for one in listed}
    unasked = [one for one in listed if not one.is_notice]
    offered = {} if version else best((one.id, one.title, one.content) for one in unasked)
    made = []
    for about in _KINDS:
        template = saved.get(about) or offered.get(about)
        known = contents.get(template.id, "") if template else ""
        is_gone = template is not None and heard and template.id not in contents
        made.append(Choice(about, template, about in saved, is_gone, labels(known)))
    return made


def save_templates(call: Call, sent: TemplatesForm) -> Reply:
    if not len(sent.chosen) == len(sent.shown) == len(_KINDS):
        raise BadRequest(texts.MALFORMED)
    saved, _ = desk_of(call).templates()
    listed, _ = desk_of(call).listed()
    known = {one.id: one for one in listed}
    rows = zip(_KINDS, sent.chosen, sent.shown, strict=True)
    chosen = {
        about: replace(
            _template(about, id, id == shown, sent.slots, known.get(id)),
            way=_way(known.get(id), saved.get(about), id),
        )
        for about, id, shown in rows
        if id
    }
    held = written_templates(chosen)
    desk_of(call).save_templates(held, sent.version, call.user.name, call.now)
    return to(call, "/staff/reminders/templates", done="saved")


def _template(
    about: About, id: str, as_shown: bool, slots: Sequence[str], known: PrivateTemplate | None
) -> Template:
    """Another template than the page showed starts with what its labels suggest."""
    if not as_shown:
        return suggested(about, id, known.content if known else "")
    split = [one.split(" ") for one in slots if one.count(" ") == 2]
    return Template(about, id, {name: slot for kind, name, slot in split if kind == about})


def _way(known: PrivateTemplate | None, before: Template | None, id: str) -> Way:
    """As the platform lists it; what it does not list now stays as it was saved."""
    if known is not None:
        return Way.SUBSCRIPTION if known.is_notice else Way.TEMPLATE
    return before.way if before is not None and before.id == id else Way.TEMPLATE


def templates_by_api(call: Call) -> Reply:
    return json(_body(call))


def save_by_api(call: Call, sent: TemplatesBody) -> Reply:
    held: list[Any] = msgspec.to_builtins(sent.items)
    desk_of(call).save_templates(held, sent.version, call.user.name, call.now)
    return json(_body(call))


def _body(call: Call) -> TemplatesBody:
    held, version = desk_of(call).templates()
    return msgspec.convert({"items": written_templates(held), "version": version}, TemplatesBody)


def troubles_page(call: Call) -> Reply:
    items, mark = _troubles(call)
    return show(
        call,
        "reminders_troubles.html",
        items=items,
        next=mark,
        names=notify_texts.ABOUTS,
        states=texts.STATES,
        ways=texts.WAYS,
    )


def troubles_by_api(call: Call) -> Reply:
    return json(SomeTroubles(*_troubles(call)))


def _troubles(call: Call) -> tuple[list[OneTrouble], str | None]:
    before = opened(call.query.get("after"), call.secret) or "0"
    found, mark = desk_of(call).troubles(int(before), PAGE)
    items = [
        OneTrouble(one.first_at, one.message.about, one.state, one.way, one.receipt)
        for one in found
    ]
    return items, sealed(str(mark) if mark else None, call.secret)


EDIT, READ = Action.EDIT_SETTINGS, Action.READ_LEDGER
_TEMPLATES, _TROUBLES = "/reminders/templates", "/reminders/troubles"
ROUTES: tuple[Route, ...] = (
    page(f"/staff{_TEMPLATES}", EDIT, "Which template serves what", templates_page),
    form(
        f"/staff{_TEMPLATES}", EDIT, "Save which template serves what", TemplatesForm,
        save_templates, deed="reminders.templates", again=templates_page,
    ),
    read(
        f"/staff/api{_TEMPLATES}", EDIT, "Which template serves what", TemplatesBody,
        templates_by_api,
    ),
    change(
        f"/staff/api{_TEMPLATES}", EDIT, "Save which template serves what", TemplatesBody,
        TemplatesBody, save_by_api, deed="reminders.templates",
    ),
    page(f"/staff{_TROUBLES}", READ, "What did not arrive, or perhaps not", troubles_page),
    read(
        f"/staff/api{_TROUBLES}", READ, "What did not arrive, or perhaps not", SomeTroubles,
        troubles_by_api,
    ),
)  # fmt: skip
