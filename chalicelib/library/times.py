"""Opening times as libraries write them: `09:00-12:00,14:00-17:30`, `周二至周日 9:00-17:30`."""

import re
import unicodedata

from chalicelib.library.model import MINUTES_A_DAY, Span, Spans, Week
from chalicelib.texts import library as texts

_SPAN = re.compile(rf"(\d{{1,2}}):(\d{{2}})\s*[{texts.TO_WORDS}]+\s*(\d{{1,2}}):(\d{{2}})")
_BETWEEN = re.compile(rf"[{texts.AND_WORDS}\s]+")
_DAY = f"(?:{texts.WEEK_MARKS})?([{''.join(texts.WEEKDAY_CHARS)}])"
_RUN = re.compile(
    f"(?:{texts.WEEK_MARKS})([{''.join(texts.WEEKDAY_CHARS)}])[{texts.TO_WORDS}]{_DAY}"
)
_ONE = re.compile(f"(?:{texts.WEEK_MARKS})([{''.join(texts.WEEKDAY_CHARS)}])")


class NotATime(ValueError):
    """The words name no time; `template` says what is wrong with them."""

    def __init__(self, template: str) -> None:
        super().__init__("not a time")
        self.template = template


def spans(written: str) -> Spans:
    """Raises NotATime."""
    plain = unicodedata.normalize("NFKC", written).strip().lower()
    if plain in texts.CLOSED_WORDS:
        return ()
    found = tuple(_span(match) for match in _SPAN.finditer(plain))
    if not found or _BETWEEN.sub("", _SPAN.sub("", plain)):
        raise NotATime(texts.BAD_HOURS)
    if not _in_order(found):
        raise NotATime(texts.BAD_ORDER)
    return found


def _span(match: re.Match[str]) -> Span:
    opens_h, opens_m, closes_h, closes_m = (int(part) for part in match.groups())
    if opens_m > 59 or closes_m > 59:
        raise NotATime(texts.BAD_HOURS)
    return Span(opens_h * 60 + opens_m, closes_h * 60 + closes_m)


def _in_order(found: Spans) -> bool:
    edges = [edge for span in found for edge in (span.opens, span.closes)]
    return edges == sorted(set(edges)) and edges[-1] <= MINUTES_A_DAY


def week(written: str) -> Week:
    """Days not named are closed. Raises NotATime."""
    days: list[Spans] = [()] * 7
    plain = unicodedata.normalize("NFKC", written)
    for named, hours in _parts(plain):
        for day in _days(named):
            days[day] = hours
    if not any(days):
        raise NotATime(texts.BAD_WEEK)
    return tuple(days)


def _parts(plain: str) -> list[tuple[str, Spans]]:
    """Each run of times with the words before it."""
    parts = []
    start = 0
    for times in re.finditer(rf"(?:{_SPAN.pattern}[{texts.AND_WORDS}\s]*)+", plain):
        parts.append((plain[start : times.start()], spans(times.group())))
        start = times.end()
    return parts


def _days(named: str) -> list[int]:
    groups = ((texts.EVERY_DAY, range(7)), (texts.WORKDAYS, range(5)), (texts.WEEKEND, (5, 6)))
    for words, days in groups:
        if any(word in named for word in words):
            return list(days)
    found = [day for run in _RUN.finditer(named) for day in _from_to(*run.groups())]
    found += [texts.WEEKDAY_CHARS[char] for char in _ONE.findall(_RUN.sub("", named))]
    if not found:
        raise NotATime(texts.BAD_WEEK)
    return found


def _from_to(first: str, last: str) -> list[int]:
    start, end = texts.WEEKDAY_CHARS[first], texts.WEEKDAY_CHARS[last]
    return [(start + step) % 7 for step in range((end - start) % 7 + 1)]


def clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
