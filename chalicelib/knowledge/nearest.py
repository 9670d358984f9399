"""Branches as places: one by its name, or the nearest to where the reader is."""

from datetime import datetime

from chalicelib.clock import library_day
from chalicelib.knowledge.branches import distance_m
from chalicelib.library.hours import OpeningHours
from chalicelib.library.model import Branch, Library
from chalicelib.library.words import spans_in_words
from chalicelib.texts import hours as texts
from chalicelib.texts.words import Language

BRANCHES = 2
Place = tuple[float, float]


def nearest_in_words(
    library: Library, hours: OpeningHours, place: Place, language: Language, now: datetime
) -> str:
    """The two nearest branches and the nearest self-service library; '' where no place is known.

    The reader's place itself is not kept.
    """
    branches = sorted(
        (distance_m(place, branch.place), branch.id) for branch in library.branches if branch.place
    )[:BRANCHES]
    if not branches:
        return ""
    parts = [texts.NEAREST_HEAD.in_language(language)]
    for number, (metres, branch_id) in enumerate(branches, 1):
        branch = library.branch(branch_id)
        line = _line(number, branch.called, metres, branch.address, language)
        parts.append("\n".join([line, *_details(branch, hours, library, language, now)]))
    parts += _self_service(library, place, len(branches) + 1, language)
    return "\n\n".join([*parts, texts.NOT_KEPT.in_language(language)])


def branch_in_words(
    library: Library, hours: OpeningHours, branch: Branch, language: Language, now: datetime
) -> str:
    """Where it is, how to get there, today's hours, telephone, and what is on which floor."""
    head = texts.BRANCH_HEAD.say(language, name=branch.name, address=branch.address).rstrip()
    return "\n".join(
        [head, *_details(branch, hours, library, language, now), *_floors(branch, language)]
    )


def _floors(branch: Branch, language: Language) -> list[str]:
    said = [texts.FLOOR.say(language, floor=f, what=what) for f, what in branch.floors.items()]
    floors = texts.FLOOR_SEPARATOR.in_language(language).join(said)
    return [texts.FLOORS.say(language, floors=floors)] if floors else []


def _line(number: int, name: str, metres: float, address: str, language: Language) -> str:
    said = texts.NEAREST_LINE.say(
        language, number=number, name=name, distance=far(metres, language), address=address
    )
    return said.rstrip()


def far(metres: float, language: Language) -> str:
    if metres < 1000:
        return texts.METRES.say(language, metres=max(10, round(metres / 10) * 10))
    return texts.KILOMETRES.say(language, kilometres=f"{metres / 1000:.1f}")


def _details(
    branch: Branch, hours: OpeningHours, library: Library, language: Language, now: datetime
) -> list[str]:
    opening = hours.on(branch, library_day(now, library.timezone))
    mark = texts.MARK_OPEN if hours.open_now(branch, now) else texts.MARK_SHUT
    today = texts.TODAY_CLOSED.in_language(language)
    if opening.open:
        shown = spans_in_words(opening.spans, language)
        today = texts.TODAY.say(language, hours=shown, mark=mark.in_language(language))
    phone = texts.PHONE.say(language, phone=branch.phone) if branch.phone else ""
    return [line for line in (today, branch.transport, phone) if line]


def _self_service(library: Library, place: Place, number: int, language: Language) -> list[str]:
    near = min(
        ((distance_m(place, one.place), one.name, one.address)
         for one in library.self_service if one.place), default=None,
    )  # fmt: skip
    if near is None:
        return []
    metres, name, address = near
    always = texts.ALWAYS_OPEN.in_language(language)
    return [f"{_line(number, name, metres, address, language)}\n{always}"]
