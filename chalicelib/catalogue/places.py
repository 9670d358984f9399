"""Where a gram stands in a title, as one small number, and how good a match that makes.

`place * 8 + kind`. Kinds: 0 title, 1 at the title's end, 2 author, 3 at an author's beginning,
4 at an author's end, 5 both, 6 anything else (subtitle, series, ...; its places begin at 1).
The number 6 itself, place 0 of "anything else", stands for "only in a subject heading".
"""

from chalicelib.catalogue.postings import Code, places

TITLE, TITLE_END, AUTHOR, AUTHOR_START, AUTHOR_END, AUTHOR_WHOLE, OTHER = range(7)
SUBJECT = OTHER
GROUP = (0, 0, 1, 1, 1, 1, 2)
"""Kind -> field: grams are neighbours only inside one field."""
STARTS_AUTHOR = (AUTHOR_START, AUTHOR_WHOLE)
ENDS_AUTHOR = (AUTHOR_END, AUTHOR_WHOLE)

IS_TITLE, IS_AUTHOR, STARTS_TITLE, IN_TITLE, ELSEWHERE, IN_SUBJECT = range(6)
"""How well a term matches, best first."""


def grade(code: Code) -> int:
    """Of a term that is one gram: the best of its places."""
    if isinstance(code, int):
        return grade_of(code)
    return min(grade_of(place) for place in places(code))


def grade_of(place: int) -> int:
    if place < len(_AT_START):
        return _AT_START[place]
    return _LATER[place & 7]


_AT_START = (STARTS_TITLE, IS_TITLE, ELSEWHERE, ELSEWHERE, ELSEWHERE, IS_AUTHOR, IN_SUBJECT)
_LATER = (IN_TITLE, IN_TITLE, ELSEWHERE, ELSEWHERE, ELSEWHERE, IS_AUTHOR, ELSEWHERE)
