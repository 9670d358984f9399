"""Which of the account's templates serves which kind of message, as staff have set it.

The document `templates`: a list, each entry with `for`, `template`, `fields` and, where it is a
subscription notice, `way: subscription`.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.library.fields import Fields
from chalicelib.notify.fitting import kind_of
from chalicelib.notify.model import SLOTS, About, Template, Way
from chalicelib.texts import notify as texts

TEMPLATES = "templates"
Templates = Mapping[About, Template]


def parse_templates(held: Any) -> Templates:
    """From plain values. Raises Unreadable with all that is wrong."""
    top = Fields({TEMPLATES: held or []})
    read: dict[About, Template] = {}
    for one in top.items(TEMPLATES):
        template = _template(one)
        if template is None:
            continue
        if template.about in read:
            one.wrong("for", texts.TWICE, value=texts.ABOUTS[template.about])
        read[template.about] = template
    top.done()
    return read


def _template(one: Fields) -> Template | None:
    named = one.text("for", required=True)
    if named not in list(About):
        one.wrong("for", texts.BAD_ABOUT, value=named, known=", ".join(About))
        return None
    about = About(named)
    way = one.text("way", default=Way.TEMPLATE)
    if way not in (Way.TEMPLATE, Way.SUBSCRIPTION):
        one.wrong("way", texts.BAD_WAY)
        return None
    fields = _fields(one.inside("fields"), about)
    return Template(about, one.text("template", required=True), fields, Way(way))


def _fields(part: Fields, about: About) -> dict[str, str]:
    for name in part.held:
        slot = part.text(name, required=True)
        if not kind_of(name):
            part.wrong(name, texts.BAD_FIELD, value=name)
        elif slot and slot not in SLOTS[about]:
            part.wrong(name, texts.BAD_SLOT, value=slot, known=", ".join(SLOTS[about]))
    return {str(name): str(slot) for name, slot in part.held.items()}


def written(templates: Templates) -> list[dict[str, Any]]:
    """As the document holds it."""
    return [
        {"for": one.about.value, "template": one.id, "fields": dict(one.fields)}
        | ({"way": one.way.value} if one.way is not Way.TEMPLATE else {})
        for one in templates.values()
    ]
