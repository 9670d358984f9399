"""Titles put into words for the reader: at most 600 characters, the next step at the end."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from chalicelib.catalogue.model import Copy, Record, Shelf
from chalicelib.texts import catalogue as texts
from chalicelib.texts.words import Language

BranchName = Callable[[str], str]
"""A branch id as readers call the branch; an id it does not know comes back unchanged."""

MOST_PLACES = 5
_TITLE, _NAMES, _SUMMARY, _SAID = 40, 24, 60, 30


def line(n: int, record: Record, language: Language) -> str:
    """One title in a list: who, when, and whether a copy can be had."""
    title = cut(" ".join(filter(None, (record.title, record.volume))), _TITLE)
    who = cut(texts.BETWEEN_NAMES.in_language(language).join(record.authors[:2]), _NAMES)
    what = " ".join(filter(None, (who, str(record.year or ""))))
    about = texts.ABOUT.say(language, what=what) if what else ""
    free = _free(record, language)
    return texts.LINE.say(language, n=n, title=title, about=about, free=free)


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def asked(said: str) -> str:
    return cut(said, _SAID)


def _free(record: Record, language: Language) -> str:
    if not record.copies:
        return ""
    count = sum(copy.status is Shelf.HERE for copy in record.copies)
    return texts.FREE.say(language, count=count) if count else texts.NONE_FREE.say(language)


def described(record: Record, branch_name: BranchName, language: Language, today: date) -> str:
    """One title with all we know, and where its copies stand; `today` is the library's day."""
    lines = [*_about(record, language), *_places(record, branch_name, language, today)]
    return "\n".join(lines)


def _about(record: Record, language: Language) -> Iterator[str]:
    more = cut(" ".join(filter(None, (record.volume, record.subtitle))), 30)
    yield texts.TITLE.say(language, title=cut(record.title, _TITLE), more=more).strip()
    between = texts.BETWEEN_NAMES.in_language(language)
    if record.authors:
        yield texts.AUTHORS.say(language, names=cut(between.join(record.authors), 40))
    if record.translators:
        yield texts.TRANSLATORS.say(language, names=cut(between.join(record.translators), 30))
    published = " ".join(filter(None, (cut(record.publisher, 24), str(record.year or ""))))
    if published:
        yield texts.PUBLISHED.say(language, what=published)
    call = record.call_number or record.clc
    if call:
        yield texts.CALL_NUMBER.say(language, call=cut(call, 30))
    if record.summary:
        yield texts.SUMMARY.say(language, text=cut(record.summary, _SUMMARY))


def _places(
    record: Record, branch_name: BranchName, language: Language, today: date
) -> Iterator[str]:
    """Copies that stand together and can be had alike share a line; what is here comes first."""
    if not record.copies:
        yield texts.NO_COPIES.in_language(language)
        return
    yield texts.COPIES.in_language(language)
    order = list(Shelf)
    together = Counter(replace(copy, barcode="", due=None) for copy in record.copies)
    alike = sorted(together.items(), key=lambda pair: order.index(pair[0].status))
    for copy, count in alike[:MOST_PLACES]:
        status = texts.STATUS[copy.status].say(language, count=count)
        status += _due(copy, record, language, today)
        place = _place(copy, record, language)
        branch = cut(branch_name(copy.branch), 12)
        yield texts.COPY_LINE.say(language, branch=branch, place=place, status=status)
    if len(alike) > MOST_PLACES:
        yield texts.COPIES_MORE.say(language, count=len(alike) - MOST_PLACES)


def _place(copy: Copy, record: Record, language: Language) -> str:
    short = len(copy.floor) <= 3 and copy.floor.isalnum() and copy.floor.isascii()
    floor = texts.FLOOR.say(language, floor=copy.floor) if short and copy.floor else copy.floor
    call = copy.call_number if copy.call_number != (record.call_number or record.clc) else ""
    return " ".join(cut(part, 12) for part in (floor, copy.shelf, call) if part)


def _due(copy: Copy, record: Record, language: Language, today: date) -> str:
    """The first day that is still to come; of days gone by only that they are."""
    dues = [c.due for c in record.copies if c.due and replace(c, barcode="", due=None) == copy]
    first = min((due for due in dues if due >= today), default=None)
    if first is not None:
        return texts.DUE.say(language, month=first.month, day=first.day)
    return texts.PAST_DUE.in_language(language) if dues else ""
