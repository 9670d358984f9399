"""Everything the library's settings say at one moment, parsed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.library.documents import Document
from chalicelib.library.fields import Fields
from chalicelib.library.hours import OpeningHours
from chalicelib.library.menu import Menu, parse_menu
from chalicelib.library.model import Library, Override
from chalicelib.library.parse import library_of, parse_overrides
from chalicelib.library.ports import HolidayCalendar
from chalicelib.library.wording import Wording, wording

Load = Callable[[str], Any]
"""Plain values of what staff wrote; raises Unreadable."""
FACTS = "facts"
OVERRIDES = "overrides"
MENU = "menu"
WELCOME = "welcome"
CANNED = "canned"
TOGGLES = "toggles"
EDITABLE = (FACTS, OVERRIDES, MENU, WELCOME, CANNED, TOGGLES)
MAX_PLAIN = 50_000
"""Characters of JSON kept beside a body: both together stay far below a row's 400 KB."""
MAX_WORDS = 600
"""Characters of one reply; a text message has room for some 680."""
UNSET: Mapping[str, Any] = {
    "library": {"id": "library", "name": "-"},
    "branches": [{"id": "main", "name": "-", "hours": dict.fromkeys(
        ("mon", "tue", "wed", "thu", "fri"), "9:00-17:00") | {"sat": "closed", "sun": "closed"}}],
}  # fmt: skip
"""Stands for facts nobody has saved yet: office hours to promise by, nothing to tell."""


@dataclass(frozen=True)
class Snapshot:
    """`ready` is False until somebody saved the library's facts."""

    library: Library
    hours: OpeningHours
    overrides: tuple[Override, ...] = ()
    menu: Menu = ()
    welcome: Wording | None = None
    canned: Mapping[str, Wording] = field(default_factory=dict)
    toggles: Mapping[str, bool] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)
    ready: bool = True

    def same_as(self, documents: Mapping[str, Document]) -> bool:
        return self.versions == versions(documents)


def versions(documents: Mapping[str, Document]) -> dict[str, int]:
    return {name: document.version for name, document in documents.items() if name in EDITABLE}


def snapshot(documents: Mapping[str, Document], calendar: HolidayCalendar, load: Load) -> Snapshot:
    """Raises Unreadable where a document does not parse."""
    held = {name: _values(documents[name], load) for name in EDITABLE if name in documents}
    library = library_of(held.get(FACTS, UNSET))
    overrides = parse_overrides(held.get(OVERRIDES), library)
    return Snapshot(
        library=library,
        hours=OpeningHours(library, calendar, overrides),
        overrides=overrides,
        menu=parse_menu(held.get(MENU)),
        welcome=_welcome(held.get(WELCOME)),
        canned=_canned(held.get(CANNED)),
        toggles=_toggles(held.get(TOGGLES)),
        versions=versions(documents),
        ready=FACTS in held,
    )


def _values(document: Document, load: Load) -> Any:
    return json.loads(document.plain) if document.plain else load(document.body)


def as_json(held: Any) -> str:
    """'' where JSON would read otherwise or is long. A day is as good in its ISO form."""
    try:
        said = json.dumps(held, ensure_ascii=False, default=_as_text)
    except TypeError:
        return ""
    return said if len(said) <= MAX_PLAIN and _has_text_keys(held) else ""


def _as_text(value: Any) -> str:
    if type(value) is date:
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _has_text_keys(held: Any) -> bool:
    if isinstance(held, dict):
        return all(isinstance(key, str) and _has_text_keys(one) for key, one in held.items())
    return all(map(_has_text_keys, held)) if isinstance(held, list) else True


def _welcome(held: Any) -> Wording | None:
    if not held:
        return None
    top = Fields({})
    read = wording(held, WELCOME, top.problems, MAX_WORDS)
    top.done()
    return read


def _canned(held: Any) -> dict[str, Wording]:
    fields = Fields({CANNED: held}).inside(CANNED)
    read = {
        str(name): wording(words, f"{CANNED}.{name}", fields.problems, MAX_WORDS)
        for name, words in fields.held.items()
    }
    fields.done()
    return read


def _toggles(held: Any) -> dict[str, bool]:
    fields = Fields({TOGGLES: held}).inside(TOGGLES)
    read = {str(name): fields.truth(name) for name in fields.held}
    fields.done()
    return read
