"""Which of the account's templates may serve for what, read from their titles and labels."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from chalicelib.notify.fitting import kind_of
from chalicelib.notify.model import SLOTS, About, Template
from chalicelib.texts import notify as texts

_LINE: Final = re.compile(r"(?P<label>[^\n{]*)\{\{\s*(?P<name>\w+)\.DATA\s*\}\}")
_DAYS: Final = frozenset({"date", "time"})


def suggested(about: About, template_id: str, content: str) -> Template:
    """Each field with what its label speaks of, `advice` where that is unclear."""
    fields = {found["name"]: _slot(about, found) for found in _LINE.finditer(content)}
    return Template(about, template_id, fields)


def labels(content: str) -> dict[str, str]:
    """What each field is called in the template."""
    return {found["name"]: _called(found["label"]) for found in _LINE.finditer(content)}


def _called(label: str) -> str:
    return label.strip().rstrip(":： ")


def purpose(title: str) -> About | None:
    """What a template is for by its title; None where it is not about borrowing."""
    for about, words in texts.ABOUT_WORDS.items():
        if any(word in title for word in words):
            return About(about)
    return None


def best(templates: Iterable[tuple[str, str, str]]) -> Mapping[About, Template]:
    """From id, title and content of all of the account's: the first that fits each purpose."""
    found: dict[About, Template] = {}
    for template_id, title, content in templates:
        about = purpose(title)
        if about is not None and about not in found:
            found[about] = suggested(about, template_id, content)
    if About.HOLD_READY in found and About.HOLD_EXPIRING not in found:
        ready = found[About.HOLD_READY]
        found[About.HOLD_EXPIRING] = Template(About.HOLD_EXPIRING, ready.id, ready.fields)
    return found


def _slot(about: About, field: "re.Match[str]") -> str:
    if kind_of(field["name"]) in _DAYS:
        return "date"
    for slot, words in texts.LABELS.items():
        if slot in SLOTS[about] and any(word in field["label"] for word in words):
            return slot
    return "advice"
