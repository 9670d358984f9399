"""Which days and which time of day a question is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.folding.fold import fold
from chalicelib.patterns import LatePattern
from chalicelib.texts import days as texts

_SHIFT = "|".join(texts.WEEK_SHIFTS)
_WEEKDAY = LatePattern(
    f"(?P<shift>{_SHIFT})?(?:{texts.WEEK_WORDS})(?P<day>[{''.join(texts.WEEKDAY_CHARS)}])(?!\\d)"
)
_MONTH_DAY = LatePattern(
    rf"(\d{{1,2}}){texts.MONTH}(\d{{1,2}})[{texts.DAY_MARKS}]?(?![\d{texts.NOT_AFTER_A_DAY}])"
)
_DAY = LatePattern(rf"(?<!\d)(\d{{1,2}})[{texts.DAY_MARKS}](?![{texts.NOT_AFTER_A_DAY}])")
_NUMERAL = "|".join(texts.NUMERALS)
_TIME = LatePattern(
    rf"(?<!\d)(?P<hour>\d{{1,2}}|{_NUMERAL})"
    rf"(?:{texts.CLOCK_WORDS})(?P<half>{texts.HALF})?(?P<after>\d{{1,2}})?"
)
_COLON = LatePattern(r"(\d)[:\uff1a](\d{2})")
_ENGLISH_TIME = LatePattern(r"(?<!\d)(\d{1,2})\s?(am|pm)\b")


@dataclass(frozen=True)
class AskedTime:
    """`days` are what was asked about, () for none; `holiday` names one instead. `minute` is a
    minute of the day; `weekday`: a day was named that comes every week."""

    days: tuple[date, ...] = ()
    holiday: str = ""
    minute: int | None = None
    now: bool = False
    weekday: bool = False

    @property
    def empty(self) -> bool:
        return not (self.days or self.holiday or self.now or self.minute is not None)


def asked_time(said: str, today: date) -> AskedTime:
    folded = fold(_with_colons(said))
    squeezed = folded.replace(" ", "")
    holiday = _holiday(squeezed)
    minute = _minute(said.lower(), squeezed)
    now = any(word in squeezed for word in texts.NOW_WORDS)
    if holiday:
        return AskedTime(holiday=holiday, minute=minute)
    weekdays = tuple(_weekdays(squeezed, today))
    days = _relative(squeezed, today) or tuple(_dates(squeezed, today)) or weekdays
    return AskedTime(days, "", minute, now and not days, days == weekdays and bool(days))


def _with_colons(said: str) -> str:
    """Folding drops signs; a clock's colon is kept as the word for it."""
    return _COLON.sub(rf"\1{texts.CLOCK_WORD}\2", said)


def _relative(squeezed: str, today: date) -> tuple[date, ...]:
    for word, ahead in texts.RELATIVE_DAYS:
        if word in squeezed:
            return (today + timedelta(days=ahead),)
    return ()


def _weekdays(squeezed: str, today: date) -> Iterator[date]:
    if any(word in squeezed for word in texts.WEEKEND):
        saturday = today + timedelta(days=(5 - today.weekday()) % 7)
        yield from (today,) if today.weekday() == 6 else (saturday, saturday + timedelta(days=1))
        return
    for found in _WEEKDAY.finditer(squeezed):
        yield _next_weekday(today, texts.WEEKDAY_CHARS[found["day"]], found["shift"])
    for number, name in enumerate(texts.ENGLISH_WEEKDAYS):
        if name in squeezed:
            yield _next_weekday(today, number, None)


def _next_weekday(today: date, weekday: int, shift: str | None) -> date:
    """Today counts; `下周三` is the one of next week."""
    if shift is None:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=7 * texts.WEEK_SHIFTS[shift] + weekday)


def _dates(squeezed: str, today: date) -> Iterator[date]:
    month_day = _month_day(squeezed)
    if month_day:
        named = (_day(year, *month_day) for year in (today.year, today.year + 1))
        yield from [day for day in named if day and day >= today][:1]
        return
    found = _DAY.search(squeezed)
    if found:
        months = [
            (today.year + (today.month + m) // 12, (today.month + m) % 12 + 1) for m in (-1, 0)
        ]
        named = (_day(year, month, int(found[1])) for year, month in months)
        yield from [day for day in named if day and day >= today][:1]


def _month_day(squeezed: str) -> tuple[int, int] | None:
    found = _MONTH_DAY.search(squeezed)
    if found:
        return int(found[1]), int(found[2])
    named = ((month, day) for word, month, day in texts.NAMED_DATES if word in squeezed)
    return next(named, None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _holiday(squeezed: str) -> str:
    for name, words in texts.HOLIDAYS:
        if any(_is_a_holiday(squeezed, word) for word in words):
            return name
    return ""


def _is_a_holiday(squeezed: str, word: str) -> bool:
    at = squeezed.find(word)
    if at < 0:
        return False
    before, after = squeezed[at - 1 : at], squeezed[at + len(word) :]
    loose = word[0] not in "0123456789" and len(word) > 2
    misread = before and before in texts.NOT_BEFORE_A_HOLIDAY
    misread = misread or (after and after[0] in texts.NOT_AFTER_A_HOLIDAY)
    return loose or not (misread or after.startswith(texts.NOT_SCHOOL))


def _minute(lowered: str, squeezed: str) -> int | None:
    part = _part(squeezed)
    english = _ENGLISH_TIME.search(lowered)
    if english:
        return (int(english[1]) % 12 + (12 if english[2] == "pm" else 0)) * 60
    found = _TIME.search(squeezed)
    if not found:
        return texts.PART_MINUTES.get(part)
    hour = int(found["hour"]) if found["hour"].isdecimal() else texts.NUMERALS[found["hour"]]
    minute = 30 if found["half"] else int(found["after"] or 0)
    if hour < 12 and (part in ("afternoon", "evening") or (not part and hour < 7)):
        hour += 12
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def _part(squeezed: str) -> str:
    for part, words in texts.DAY_PARTS:
        if any(word in squeezed for word in words):
            return part
    return ""
