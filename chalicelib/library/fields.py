"""A staff-written file read field by field; everything wrong in it is collected with its path."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from chalicelib.errors import BadRequest
from chalicelib.library.model import Spans, Week
from chalicelib.library.times import NotATime, spans, week
from chalicelib.texts import library as texts

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


class Unreadable(BadRequest):
    """`problems` are sentences for staff, each naming its place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass
class Fields:
    """One mapping of the file. `problems` is shared by all parts of one file."""

    held: Mapping[str, Any]
    path: str = ""
    problems: list[str] = field(default_factory=list)

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def wrong(self, key: str, template: str, **slots: object) -> None:
        self.problems.append(template.format(path=self.at(key), **slots))

    def text(self, key: str, required: bool = False, default: str = "") -> str:
        value = self.held.get(key)
        if value is None or value == "":
            if required:
                self.wrong(key, texts.MISSING)
            return default
        if isinstance(value, Mapping | list | bool):
            self.wrong(key, texts.NOT_TEXT)
            return default
        return str(value).strip()

    def id(self, key: str = "id") -> str:
        value = self.text(key, required=True)
        if value and not _ID.fullmatch(value):
            self.wrong(key, texts.BAD_ID, value=value)
        return value

    def whole(self, key: str, default: int = 0) -> int:
        value = self.held.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.wrong(key, texts.NOT_WHOLE)
            return default
        return value

    def truth(self, key: str) -> bool:
        value = self.held.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, texts.BAD_CHOICE, value=value, choices="true, false")
        return value is True

    def number(self, key: str) -> float | None:
        value = self.held.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(key, texts.NOT_A_NUMBER)
            return None
        return float(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.held.get(key) or []
        if not isinstance(value, list):
            self.wrong(key, texts.NOT_A_LIST)
            return ()
        return tuple(str(one).strip() for one in value if str(one).strip())

    def inside(self, key: str) -> "Fields":
        value = self.held.get(key)
        if value is not None and not isinstance(value, Mapping):
            self.wrong(key, texts.NOT_A_MAPPING)
        held = value if isinstance(value, Mapping) else {}
        return Fields(held, self.at(key), self.problems)

    def items(self, key: str) -> Iterator["Fields"]:
        value = self.held.get(key) or []
        if not isinstance(value, list):
            self.wrong(key, texts.NOT_A_LIST)
            return
        for number, one in enumerate(value, 1):
            path = f"{self.at(key)}[{number}]"
            if isinstance(one, Mapping):
                yield Fields(one, path, self.problems)
            else:
                self.problems.append(texts.NOT_A_MAPPING.format(path=path))

    def spans(self, key: str) -> Spans:
        value = self.text(key, required=True)
        try:
            return spans(value) if value else ()
        except NotATime as problem:
            self.wrong(key, problem.template, value=value)
            return ()

    def week(self, key: str) -> Week:
        """A mapping of mon..sun, or words such as 周二至周日 9:00-17:30."""
        value = self.held.get(key)
        if isinstance(value, Mapping):
            days = self.inside(key)
            return tuple(days.spans(day) for day in texts.DAY_KEYS)
        written = self.text(key, required=True)
        try:
            return week(written) if written else ((),) * 7
        except NotATime as problem:
            self.wrong(key, problem.template, value=written)
            return ((),) * 7

    def place(self) -> tuple[float, float] | None:
        lat, lon = self.number("lat"), self.number("lon")
        if lat is None and lon is None:
            return None
        if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
            self.wrong("lat", texts.BAD_PLACE)
            return None
        return lat, lon

    def day(self, key: str) -> date | None:
        """None where the field is empty or no date; the latter is noted."""
        value = self.held.get(key)
        if isinstance(value, datetime):
            return value.date()
        if value is None or value == "" or isinstance(value, date):
            return value or None
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.wrong(key, texts.BAD_DATE, value=value)
            return None

    def once(self, key: str, values: list[str]) -> None:
        """Notes every value that stands there more than once."""
        for value in sorted({v for v in values if v and values.count(v) > 1}):
            self.wrong(key, texts.TWICE, value=value)

    def done(self) -> None:
        """Raises Unreadable with all that was wrong anywhere in the file."""
        if self.problems:
            raise Unreadable(self.problems)
