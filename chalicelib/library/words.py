"""Opening hours in words, in three languages."""

from datetime import date
from itertools import groupby

from chalicelib.library.model import Span, Spans, Week
from chalicelib.library.times import clock
from chalicelib.texts import library as texts
from chalicelib.texts.words import Language


def week_in_words(week: Week, language: Language) -> str:
    """`周二至周五10:00-19:00，周六、周日9:00-18:00，周一闭馆`: open days first."""
    runs = sorted(_runs(week), key=lambda run: not run[1])
    said = [_run_in_words(days, spans, language) for days, spans in runs]
    return texts.RUN_SEPARATOR.in_language(language).join(said)


def _runs(week: Week) -> list[tuple[list[int], Spans]]:
    """Neighbouring days with the same hours; a run may pass the end of the week."""
    start = next((day for day in range(7) if week[day] != week[day - 1]), 0)
    days = [(start + step) % 7 for step in range(7)]
    return [(list(run), spans) for spans, run in groupby(days, key=lambda day: week[day])]


def _run_in_words(days: list[int], spans: Spans, language: Language) -> str:
    named = days_in_words(days, language)
    if not spans:
        return texts.RUN_CLOSED.say(language, days=named)
    return texts.RUN_OPEN.say(language, days=named, hours=spans_in_words(spans, language))


def days_in_words(days: list[int], language: Language) -> str:
    first, last = (texts.WEEKDAYS[day].in_language(language) for day in (days[0], days[-1]))
    if len(days) == 7:
        return texts.DAYS_ALL.in_language(language)
    if len(days) == 1:
        return first
    return (texts.DAYS_BOTH if len(days) == 2 else texts.DAYS_FROM_TO).say(
        language, first=first, last=last
    )


def spans_in_words(spans: Spans, language: Language) -> str:
    if not spans:
        return texts.CLOSED.in_language(language)
    said = [span_in_words(span, language) for span in spans]
    return texts.SPAN_SEPARATOR.in_language(language).join(said)


def span_in_words(span: Span, language: Language) -> str:
    return texts.SPAN.say(language, opens=clock(span.opens), closes=clock(span.closes))


def weekday_in_words(day: date, language: Language) -> str:
    return texts.WEEKDAYS[day.weekday()].in_language(language)
