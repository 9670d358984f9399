"""Settings that have a form of their own: days that differ, menu, welcome."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import msgspec
import yaml
from msgspec import Meta

from chalicelib.errors import BadRequest, GiveUp, NotAllowed
from chalicelib.library.menu import Button, Menu, parse_menu
from chalicelib.library.model import Library
from chalicelib.library.parse import library_of, parse_overrides
from chalicelib.library.snapshot import FACTS, MAX_WORDS, MENU, OVERRIDES, UNSET, WELCOME
from chalicelib.library.wording import wording
from chalicelib.library.written import load_yaml
from chalicelib.staff.model import Action
from chalicelib.staff.replies import json, show, to
from chalicelib.staff.route import Call, Nothing, Refusal, Reply, Route, change, form, page
from chalicelib.texts import staff as texts

TOPS, LOWER = 3, 5
KINDS = ("faq", "text", "cmd", "url")


class OverrideForm(msgspec.Struct):
    version: int
    first: date
    last: date | None = None
    branches: list[str] = []
    hours: Annotated[str, Meta(max_length=100)] = ""
    note: Annotated[str, Meta(max_length=200)] = ""


class DropForm(msgspec.Struct):
    version: int
    place: int


class MenuForm(msgspec.Struct):
    """Rows in order: a top button, then its five below; `kinds` and `values` beside `names`."""

    version: int
    names: list[str]
    kinds: list[str]
    values: list[str]


class WelcomeForm(msgspec.Struct):
    version: int
    hans: Annotated[str, Meta(min_length=1)]
    hant: str = ""
    en: str = ""


def overrides_page(call: Call, refusal: Refusal | None = None) -> Reply:
    document = call.services.settings.read(OVERRIDES)
    library = _library(call)
    return show(
        call,
        "settings_overrides.html",
        refusal,
        document=document,
        overrides=parse_overrides(load_yaml(document.body), library),
        branches=library.branches,
    )


def _library(call: Call) -> Library:
    facts = call.services.settings.read(FACTS).body
    return library_of(load_yaml(facts) if facts else UNSET)


def add_override(call: Call, sent: OverrideForm) -> Reply:
    new = {"first": sent.first, "last": sent.last or sent.first, "hours": sent.hours or "closed"}
    extra = {"branches": sent.branches, "note": sent.note.strip()}
    listed = [*_listed(call), {**new, **{k: v for k, v in extra.items() if v}}]
    listed.sort(key=lambda one: str(one.get("first", "")))
    return _save(call, OVERRIDES, listed, sent.version)


def drop_override(call: Call, sent: DropForm) -> Reply:
    listed = _listed(call)
    kept = [one for place, one in enumerate(listed) if place != sent.place]
    return _save(call, OVERRIDES, kept, sent.version)


def _listed(call: Call) -> list[Any]:
    return load_yaml(call.services.settings.read(OVERRIDES).body) or []


def menu_page(call: Call, refusal: Refusal | None = None) -> Reply:
    document = call.services.settings.read(MENU)
    rows = _rows(parse_menu(load_yaml(document.body)))
    return show(call, "settings_menu.html", refusal, document=document, rows=rows, kinds=KINDS)


def _rows(menu: Menu) -> list[dict[str, str]]:
    """18 rows whether used or not, as the form shows them."""
    none = Button("")
    tops = (*menu, none, none, none)[:TOPS]
    padded = [(top, *top.buttons, *([none] * LOWER))[: LOWER + 1] for top in tops]
    return [_row(button) for buttons in padded for button in buttons]


def _row(button: Button) -> dict[str, str]:
    if button.url:
        return {"name": button.name, "kind": "url", "value": button.url}
    kind, _, value = button.key.partition(":")
    return {"name": button.name, "kind": kind, "value": value}


def save_menu(call: Call, sent: MenuForm) -> Reply:
    size = LOWER + 1
    if not len(sent.names) == len(sent.kinds) == len(sent.values) == TOPS * size:
        raise BadRequest(texts.MALFORMED)
    rows = list(zip(sent.names, sent.kinds, sent.values, strict=True))
    tops = [_top(rows[start : start + size]) for start in range(0, TOPS * size, size)]
    return _save(call, MENU, {"buttons": [top for top in tops if top]}, sent.version)


def _top(rows: list[tuple[str, str, str]]) -> dict[str, Any]:
    below = [_button(*row) for row in rows[1:] if any(part.strip() for part in (row[0], row[2]))]
    own = _button(*rows[0])
    return {**own, "buttons": below} if below else own if own.get("name") else {}


def _button(name: str, kind: str, value: str) -> dict[str, Any]:
    written = value.strip()
    if not written:
        return {"name": name.strip()}
    return {"name": name.strip(), **_purpose(kind, written)}


def _purpose(kind: str, value: str) -> Mapping[str, str]:
    return {"url": value} if kind == "url" else {"key": f"{kind}:{value}"}


def publish_menu(call: Call, _: Nothing) -> Reply:
    _published(call)
    return to(call, "/staff/settings/menu", done="menu-published")


def publish_by_api(call: Call, _: Nothing) -> Reply:
    _published(call)
    return json({})


def _published(call: Call) -> None:
    settings = call.services.settings
    menu = settings.check(MENU, settings.read(MENU).body).menu
    if not menu:
        raise BadRequest(texts.MENU_EMPTY)
    try:
        call.services.menu.publish(menu)
    except (GiveUp, NotAllowed) as problem:
        raise BadRequest(texts.MENU_REFUSED.format(reason=problem)) from problem


def welcome_page(call: Call, refusal: Refusal | None = None) -> Reply:
    document = call.services.settings.read(WELCOME)
    held = load_yaml(document.body)
    words = wording(held, WELCOME, [], MAX_WORDS) if held else None
    return show(
        call, "settings_welcome.html", refusal, document=document, welcome=words, longest=MAX_WORDS
    )


def save_welcome(call: Call, sent: WelcomeForm) -> Reply:
    written = {"zh-Hans": sent.hans, "zh-Hant": sent.hant, "en": sent.en}
    kept = {language: words.strip() for language, words in written.items() if words.strip()}
    return _save(call, WELCOME, kept, sent.version)


def _save(call: Call, name: str, held: object, version: int) -> Reply:
    body = yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=1000)
    call.services.settings.save(name, body, version, call.user.name, call.now)
    return to(call, f"/staff/settings/{name}", done="saved")


EDIT = Action.EDIT_SETTINGS
ROUTES: tuple[Route, ...] = (
    page("/staff/settings/overrides", EDIT, "Days that differ", overrides_page),
    form(
        "/staff/settings/overrides",
        EDIT,
        "Add days that differ",
        OverrideForm,
        add_override,
        deed="settings.overrides",
        again=overrides_page,
    ),
    form(
        "/staff/settings/overrides/drop",
        EDIT,
        "Drop days that differ",
        DropForm,
        drop_override,
        deed="settings.overrides",
        again=overrides_page,
    ),
    page("/staff/settings/menu", EDIT, "The account's menu", menu_page),
    form(
        "/staff/settings/menu",
        EDIT,
        "Save the menu",
        MenuForm,
        save_menu,
        deed="settings.menu",
        again=menu_page,
    ),
    form(
        "/staff/settings/menu/publish",
        EDIT,
        "Publish the menu to WeChat",
        Nothing,
        publish_menu,
        deed="menu.publish",
        again=menu_page,
    ),
    change(
        "/staff/api/menu/publish",
        EDIT,
        "Publish the menu to WeChat",
        Nothing,
        None,
        publish_by_api,
        deed="menu.publish",
    ),
    page("/staff/settings/welcome", EDIT, "What a new reader is told", welcome_page),
    form(
        "/staff/settings/welcome",
        EDIT,
        "Save the welcome",
        WelcomeForm,
        save_welcome,
        deed="settings.welcome",
        again=welcome_page,
    ),
)
