"""What the platform allows in each kind of a template's field (wechat.md §3.2), judged as it does:
a value that breaks its rule is 47003, not shortened."""

import re
from collections.abc import Mapping
from typing import Final

from local.wechat_platform.codes import ApiError
from local.wechat_platform.http import Json

FIELD: Final = re.compile(r"\{\{\s*([a-z_]+)(\d+)\.DATA\s*\}\}")
_DATE: Final = r"\d{4}[年/-]\d{1,2}[月/-]\d{1,2}日?"
_CLOCK: Final = r"\d{1,2}:\d{2}(:\d{2})?"
_MOMENT: Final = rf"(({_DATE})?\s*{_CLOCK}|{_DATE})"
_SHAPES: Final[Mapping[str, str]] = {
    "thing": r".{1,20}",
    "character_string": r"[\x20-\x7e]{1,32}",
    "number": r"(?=.{1,32}$)-?\d+(\.\d+)?",
    "letter": r"[A-Za-z]{1,32}",
    "symbol": r".{1,5}",
    "time": rf"{_MOMENT}(\s*~\s*{_MOMENT})?",
    "date": rf"{_DATE}(\s*{_CLOCK})?(\s*~\s*{_DATE}(\s*{_CLOCK})?)?",
    "amount": r"[¥￥$€£]?\d{1,10}(\.\d+)?元?",
    "phone_number": r"[\d+\-() ]{1,17}",
    "car_number": r".{1,8}",
    "name": r"([\u4e00-\u9fff]{1,10}|[\x20-\x7e]{1,20})",
    "phrase": r"[\u4e00-\u9fff]{1,5}",
    "const": r".{1,20}",
}


def fields_of(content: str) -> dict[str, str]:
    """Each field's name ("thing1") with its kind."""
    return {kind + number: kind for kind, number in FIELD.findall(content)}


def values(content: str, data: object) -> dict[str, str]:
    """The values of all fields; 47003 names the first that breaks its rule or is missing."""
    given = data if isinstance(data, dict) else {}
    return {name: _value(name, kind, given) for name, kind in fields_of(content).items()}


def filled(content: str, told: Mapping[str, str]) -> list[list[str]]:
    """The lines a reader sees: a label and a value each."""
    lines = (line for line in content.split("\n") if FIELD.search(line))
    return [[FIELD.sub("", line).strip("：: "), _first(line, told)] for line in lines]


def _first(line: str, told: Mapping[str, str]) -> str:
    return next(told[kind + number] for kind, number in FIELD.findall(line))


def _value(name: str, kind: str, given: Json) -> str:
    part = given.get(name)
    value = part.get("value") if isinstance(part, dict) else None
    shape = _SHAPES.get(kind, r".{1,20}")
    if not isinstance(value, str) or "\n" in value or not re.fullmatch(shape, value):
        raise ApiError(47003, f"argument invalid! data.{name}.value invalid")
    return value
