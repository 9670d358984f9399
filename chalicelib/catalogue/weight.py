"""The order of titles that match equally well, built into their numbers.

A title's number is `weight << 22 | place in the order of arrival`: every posting list, sorted by
number, is sorted by what readers want first, so a page of results is the beginning of a list.
"""

from bisect import bisect_left

from chalicelib.catalogue.grams import searchable
from chalicelib.catalogue.model import Record

SEQUENCE_BITS = 22
MOST_OF_ONE_WEIGHT = 1 << SEQUENCE_BITS
_COPIES = (3, 1, 0)
_LENGTHS = (2, 4, 6, 8, 11, 15, 22)
_RECENT = 2010


def weight(record: Record) -> int:
    """0 to 63, lower is shown first: more copies, then shorter titles, then newer editions."""
    rarity = sum(len(record.copies) <= most for most in _COPIES)
    length = bisect_left(_LENGTHS, len(searchable(record.title)))
    return rarity * 16 + length * 2 + (record.year < _RECENT)


def number(weight: int, sequence: int) -> int:
    return weight << SEQUENCE_BITS | sequence


def weight_of(number: int) -> int:
    return number >> SEQUENCE_BITS


def sequence_of(number: int) -> int:
    return number & (MOST_OF_ONE_WEIGHT - 1)
