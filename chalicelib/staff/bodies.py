"""Reads what browsers and programs send (form, upload, JSON) and says in words what is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, get_origin, get_type_hints
from urllib.parse import parse_qsl

import msgspec

from chalicelib.errors import BadRequest
from chalicelib.texts import staff as texts

T = TypeVar("T")
Fields = Mapping[str, tuple[str, ...]]
MOST_FIELDS = 500


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


def from_json(body: bytes, wanted: type[T]) -> T:
    try:
        return msgspec.json.decode(body or b"{}", type=wanted)
    except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
        raise BadRequest(explained(str(problem))) from problem


def from_fields(fields: Fields, wanted: type[T]) -> T:
    """A field of a list type takes every value sent under its name, any other the last one; what
    is left empty and is no text counts as not sent."""
    kinds = get_type_hints(wanted)
    plain = {
        name: _value(kinds[name], given)
        for name, given in fields.items()
        if name in kinds and (given[-1] or _takes_nothing(kinds[name]))
    }
    try:
        return msgspec.convert(plain, type=wanted, strict=False)
    except (msgspec.MsgspecError, ValueError) as problem:
        raise BadRequest(explained(str(problem))) from problem


def _takes_nothing(kind: Any) -> bool:
    """An empty text is a text; a list keeps its empty ones."""
    return kind is str or _is_many(kind)


def _is_many(kind: Any) -> bool:
    return (get_origin(kind) or kind) in (list, tuple, frozenset, set)


def _value(kind: Any, given: tuple[str, ...]) -> object:
    return list(given) if _is_many(kind) else given[-1]


def urlencoded(body: bytes) -> Fields:
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError as problem:
        raise BadRequest(texts.MALFORMED) from problem
    return _gathered([(name, tidy(value)) for name, value in pairs])


def multipart(body: bytes, content_type: str) -> tuple[Fields, Mapping[str, Upload]]:
    """RFC 7578 as browsers send it; the bytes of a file come out as they went in."""
    boundary = re.search(r'boundary="?([^";,\s]{1,70})"?', content_type)
    if boundary is None:
        raise BadRequest(texts.BAD_UPLOAD)
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode("utf-8", "replace"))
    if len(parts) < 2 or not parts[-1].startswith(b"--") or len(parts) > MOST_FIELDS:
        raise BadRequest(texts.BAD_UPLOAD)
    read = [_part(part) for part in parts[1:-1]]
    fields = [(name, tidy(_words(content))) for name, file, content in read if file is None]
    files = {name: Upload(file, content) for name, file, content in read if file is not None}
    return _gathered(fields), files


def _part(part: bytes) -> tuple[str, str | None, bytes]:
    head, gap, content = part.partition(b"\r\n\r\n")
    disposition = re.search(r"(?im)^content-disposition:(.*)$", _words(head))
    name = re.search(r'[;\s]name="([^"]*)"', disposition[1]) if disposition else None
    if not gap or disposition is None or name is None:
        raise BadRequest(texts.BAD_UPLOAD)
    file = re.search(r'[;\s]filename="([^"]*)"', disposition[1])
    return name[1], _base_name(file[1]) if file else None, content


def _base_name(sent: str) -> str:
    return tidy(re.split(r"[\\/]", sent)[-1])[:200]


def _words(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def tidy(text: str) -> str:
    """One kind of line end; nothing a terminal or an XML document would choke on."""
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", joined)


def _gathered(pairs: list[tuple[str, str]]) -> Fields:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        found[name] = (*found.get(name, ()), value)
    return found


def in_chinese(words: str) -> str:
    """What another part says for the log, as staff should read it; unknown words stay."""
    found = ((re.search(pattern, words), sentence) for pattern, sentence in texts.SAID_BY_OTHERS)
    return next((s.format(*m.groups()) for m, s in found if m), words)


def explained(problem: str) -> str:
    """A decoder's complaint as a sentence with the field's own name."""
    at = re.search(r"at `\$\.?([^`]*)`", problem)
    for pattern, sentence in texts.DECODING:
        found = re.search(pattern, problem)
        if found:
            slots = {"field": at[1] if at else "", **found.groupdict()}
            return sentence.format(**{**slots, "field": _label(slots["field"])})
    return texts.MALFORMED


def _label(field: str) -> str:
    name = re.sub(r"\[\d*\]|\[\.\.\.\]", "", field)
    return texts.FIELDS.get(name.split(".")[-1], name) or texts.THIS_FIELD
