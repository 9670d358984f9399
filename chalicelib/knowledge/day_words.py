"""Days in words: `明天（11月22日 周日）`."""

from collections.abc import Sequence
from datetime import date

from chalicelib.library.words import weekday_in_words
from chalicelib.texts import days as texts
from chalicelib.texts.words import Language


def date_in_words(day: date, language: Language) -> str:
    name = texts.MONTHS[day.month - 1]
    return texts.DATE.say(language, month=day.month, day=day.day, name=name)


def day_in_words(day: date, today: date, language: Language) -> str:
    """With its weekday, and called today or tomorrow where it is."""
    slots = {
        "date": date_in_words(day, language),
        "weekday": weekday_in_words(day, language),
    }
    name = texts.RELATIVE_NAMES.get((day - today).days)
    if name is None:
        return texts.DAY_ALONE.say(language, **slots)
    dated = texts.DATE_WITH_WEEKDAY.say(language, **slots)
    return texts.NAMED_DAY.say(language, name=name.in_language(language), date=dated)


def days_in_words(days: Sequence[date], language: Language) -> str:
    first, last = date_in_words(days[0], language), date_in_words(days[-1], language)
    return first if len(days) == 1 else texts.FROM_TO.say(language, first=first, last=last)
