"""The XML of message push: a writer that cannot be broken by its content, and a strict reader."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias
from xml.etree import ElementTree

Value: TypeAlias = "str | int | float | Mapping[str, Value] | Sequence[Value]"
Fields: TypeAlias = Mapping[str, Value]
Parsed: TypeAlias = "str | dict[str, Parsed] | list[Parsed]"

ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MARKUP_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


class BadXml(Exception):
    """The text is not the XML that the platform takes."""


def write(fields: Fields) -> str:
    return f"<xml>{_children(fields)}</xml>"


def read(text: str) -> dict[str, Parsed]:
    """Children of <xml>: a leaf is text, a repeated name a list, anything else a dict."""
    body = text.encode()
    if MARKUP_DECLARATION.search(body):
        raise BadXml("markup declarations are not taken")
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise BadXml(f"not XML: {error}") from error
    if root.tag != "xml":
        raise BadXml("the outer element is not <xml>")
    return _grouped(root)


def text_of(fields: Mapping[str, Parsed], name: str) -> str:
    value = fields.get(name, "")
    return value if isinstance(value, str) else ""


def branch_of(fields: Mapping[str, Parsed], name: str) -> dict[str, Parsed]:
    value = fields.get(name, {})
    return value if isinstance(value, dict) else {}


def branches_of(fields: Mapping[str, Parsed], name: str) -> list[dict[str, Parsed]]:
    value = fields.get(name, [])
    many = value if isinstance(value, list) else [value]
    return [one for one in many if isinstance(one, dict)]


def _children(fields: Fields) -> str:
    return "".join(part for name, value in fields.items() for part in _elements(name, value))


def _elements(name: str, value: Value) -> Iterator[str]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            yield from _elements(name, one)
        return
    yield f"<{name}>{_inner(value)}</{name}>"


def _inner(value: str | int | float | Mapping[str, Value]) -> str:
    if isinstance(value, Mapping):
        return _children(value)
    if isinstance(value, str):
        return f"<![CDATA[{ILLEGAL.sub('', value).replace(']]>', ']]]]><![CDATA[>')}]]>"
    return str(value)


def _grouped(element: ElementTree.Element) -> dict[str, Parsed]:
    found: dict[str, list[Parsed]] = {}
    for child in element:
        found.setdefault(child.tag, []).append(_parsed(child))
    return {name: many[0] if len(many) == 1 else many for name, many in found.items()}


def _parsed(element: ElementTree.Element) -> Parsed:
    return _grouped(element) if len(element) else element.text or ""
