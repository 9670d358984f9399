"""Ten thousand guesses, spread over readers, cards and addresses: how many the system judges.

The documented bound: five guesses at one card are free, then the wait doubles from a minute to
six hours; in a day that is five, then one after each of 1, 2, 4, … 256 minutes and every six
hours: at most 17 a card.
"""

from contextlib import suppress
from datetime import timedelta
from random import Random

from chalicelib.errors import BadRequest
from chalicelib.readers.model import Waits
from tests.readers.desk import Counter

MOST_A_CARD_A_DAY = 17
GUESSES = 10_000


def guessed(counter: Counter, reader: str, card: str, address: str) -> bool:
    """Whether the library system was asked at all."""
    try:
        counter.fills_in(counter.invites(reader), card, "wrong", "", address)
    except BadRequest:
        return True
    except Waits:
        return False
    raise AssertionError("a wrong PIN was taken")


def test_guesses_at_one_card_from_everywhere_are_bounded() -> None:
    counter, chance = Counter(), Random(1)
    step = timedelta(days=1) / GUESSES
    judged = 0
    for number in range(GUESSES):
        address = f"203.0.{chance.randrange(256)}.{chance.randrange(256)}"
        judged += guessed(counter, f"o-{number}", "A1001", address)
        counter.now += step
    assert judged <= MOST_A_CARD_A_DAY


def test_one_reader_who_tries_every_card_is_bounded() -> None:
    counter = Counter()
    step = timedelta(days=1) / GUESSES
    judged = 0
    for number in range(GUESSES):
        judged += guessed(counter, "o-one", f"C{number}", f"2001:db8:{number:x}::1")
        counter.now += step
    assert judged <= 20


def test_one_card_written_in_many_ways_is_one_card() -> None:
    counter = Counter()
    spelt = [
        f"{'A1001'[:at]}{'-' * dashes}{'A1001'[at:]}" for at in range(6) for dashes in range(9)
    ]
    judged = [guessed(counter, f"o-{n}", card, f"10.0.{n}.1") for n, card in enumerate(spelt)]
    assert sum(judged) == 5


def test_a_card_of_ones_own_in_between_does_not_excuse_the_guesses() -> None:
    counter = Counter()
    step, judged = timedelta(minutes=1), 0
    for number in range(60):
        judged += guessed(counter, "o-one", f"C{number}", f"2001:db8:{number:x}::1")
        with suppress(Waits):
            counter.fills_in(counter.invites("o-one"), "A1001", address=f"10.1.{number}.1")
        counter.now += step
    assert judged <= 11


def test_one_address_with_many_readers_and_cards_is_bounded() -> None:
    counter = Counter()
    step = timedelta(days=1) / GUESSES
    judged = 0
    for number in range(GUESSES):
        judged += guessed(counter, f"o-{number}", f"C{number}", "198.51.100.7")
        counter.now += step
    assert judged <= 45


def test_a_guess_that_waits_is_the_same_for_a_card_there_is_and_one_there_is_not() -> None:
    counter = Counter()
    waits = {
        card: [guessed(counter, f"o-{card}-{n}", card, f"10.0.0.{n}") for n in range(12)]
        for card in ("A1001", "Z9999")
    }
    assert waits["A1001"] == waits["Z9999"]
