"""Facts made to fit the fields of a template, which refuse what breaks their rule (wechat.md 3.2).

A reader sees `title` cut to 19 characters and a dot rather than no reminder at all.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from chalicelib.notify.model import Fact
from chalicelib.texts import notify as texts

FIELD: Final = re.compile(r"([a-z_]+?)(\d+)")
_NOTHING: Final = "-"
_HAN: Final = re.compile(r"[^\u4e00-\u9fff]")
_ASCII: Final = re.compile(r"[^\x20-\x7e]")
_CUT: Final = "…"


def kind_of(name: str) -> str:
    """`thing1` is a `thing`; '' for what is no field's name."""
    matched = FIELD.fullmatch(name)
    return matched.group(1) if matched else ""


def fitted(fields: Mapping[str, str], facts: Mapping[str, Fact]) -> dict[str, str]:
    """A value for every field, one that its kind allows."""
    return {name: fit(kind_of(name), facts.get(slot, "")) for name, slot in fields.items()}


def fit(kind: str, fact: Fact) -> str:
    written = texts.day(fact) if isinstance(fact, date) else str(fact)
    line = " ".join(written.split())
    return _FITS.get(kind, _thing)(line) or _EMPTY.get(kind, _NOTHING)


def _cut(line: str, most: int) -> str:
    return line if len(line) <= most else line[: most - 1] + _CUT


def _thing(line: str) -> str:
    return _cut(line, 20)


def _ascii(line: str) -> str:
    return _ASCII.sub("", line).strip()[:32]


def _number(line: str) -> str:
    found = re.search(r"\d+(\.\d+)?", line)
    return found.group()[:32] if found else ""


def _letters(line: str) -> str:
    return re.sub(r"[^A-Za-z]", "", line)[:32]


def _phrase(line: str) -> str:
    return _HAN.sub("", line)[:5]


def _name(line: str) -> str:
    han = _HAN.sub("", line)
    return han[:10] if han else _ASCII.sub("", line)[:20].strip()


def _amount(line: str) -> str:
    found = re.search(r"\d{1,10}(\.\d{1,2})?", line)
    return found.group() if found else ""


def _moment(line: str) -> str:
    """Days and times are written by us; anything else cannot stand there."""
    return line if re.match(r"\d{4}\D\d{1,2}\D\d{1,2}|\d{1,2}:\d{2}", line) else ""


_FITS: Final[Mapping[str, Callable[[str], str]]] = {
    "thing": _thing,
    "const": _thing,
    "character_string": _ascii,
    "number": _number,
    "letter": _letters,
    "symbol": lambda line: line[:5],
    "time": _moment,
    "date": _moment,
    "amount": _amount,
    "phone_number": lambda line: re.sub(r"[^\d+-]", "", line)[:17],
    "car_number": lambda line: line[:8],
    "name": _name,
    "phrase": _phrase,
}
_EMPTY: Final[Mapping[str, str]] = {
    "number": "0",
    "amount": "0",
    "letter": "N",
    "phrase": texts.NONE,
    "name": texts.NONE,
    "time": "0:00",
    "date": texts.NO_DAY,
}
"""Where nothing can be said: a field must not be empty."""
