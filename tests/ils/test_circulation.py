"""The embedded system beyond what all connectors have in common."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.ils.embedded.books import Books
from chalicelib.ils.embedded.circulation import LOANS_A_PAGE, EmbeddedCirculation
from chalicelib.ils.embedded.rules import TypeRules
from chalicelib.ils.embedded.store import CirculationStore
from chalicelib.ils.model import CardNumber, CardState, Fate, Secret, Wanted
from chalicelib.tables.connect import Wire
from chalicelib.tables.meter import metering
from tests.ils.desk import RULES, Library, no_wait, secret_of


class Counted:
    """Counts how often a secret is tried: each try is the same work."""

    def __init__(self) -> None:
        self.tries = 0

    def __call__(self, secret: str, encoded: str) -> bool:
        self.tries += 1
        return False


@pytest.fixture
def library() -> Library:
    library = Library()
    library.a_card("C1")
    return library


@pytest.mark.parametrize("card", ["C1", "NOBODY"])
def test_an_unknown_card_costs_as_much_work_as_a_wrong_secret(library: Library, card: str) -> None:
    counted = Counted()
    system = EmbeddedCirculation(Books(library.rows, no_wait), library.terms, counted)
    assert system.sign_in(CardNumber(card), Secret("1"), library.call()) is None
    assert counted.tries == 1


def test_a_card_is_known_however_it_is_typed(library: Library) -> None:
    secret = secret_of(library, "C1")
    assert library.circulation.sign_in(CardNumber("c-1"), secret, library.call()) is not None


def test_an_old_pin_is_worth_nothing(library: Library) -> None:
    old, new = secret_of(library, "C1"), secret_of(library, "C1")
    system, card = library.circulation, CardNumber("C1")
    assert old == new or system.sign_in(card, old, library.call()) is None
    assert system.sign_in(card, new, library.call()) is not None


def test_a_blocked_card_is_still_its_readers(library: Library) -> None:
    secret = secret_of(library, "C1")
    library.cards.block("C1", "挂失")
    patron = library.circulation.sign_in(CardNumber("C1"), secret, library.call())
    assert patron is not None
    assert patron.state is CardState.BLOCKED


def test_many_loans_come_in_pages(library: Library) -> None:
    library.rules = replace(RULES, common=TypeRules(max_items=80))
    barcodes = [f"B{n}" for n in range(LOANS_A_PAGE + 5)]
    [library.a_title(f"t{code}", code) for code in barcodes]
    [library.desk.lend("C1", code, library.now) for code in barcodes]
    first = library.circulation.loans(CardNumber("C1"), library.call())
    rest = library.circulation.loans(CardNumber("C1"), library.call(), first.next)
    assert [len(first.items), len(rest.items), rest.next] == [LOANS_A_PAGE, 5, ""]


def test_what_the_patience_does_not_reach_is_unknown(library: Library) -> None:
    library.a_title("t1", "B1")
    library.desk.lend("C1", "B1", library.now)
    loans = library.circulation.loans(CardNumber("C1"), library.call()).items
    hurried = replace(library.call(), patience_s=0.0)
    outcomes = library.circulation.renew_all(CardNumber("C1"), loans, "m", hurried)
    assert [outcome.fate for outcome in outcomes] == [Fate.UNKNOWN]


@pytest.mark.engine
def test_what_readers_ask_costs_few_storage_calls(storage: Wire) -> None:
    library = Library(CirculationStore(storage))
    for_card, wanted = CardNumber(library.a_card("C1")), Wanted(library.a_title("t2", "B2"))
    library.a_title("t1", "B1")
    library.desk.lend("C1", "B1", library.now)
    loan = library.circulation.loans(for_card, library.call()).items[0]
    system, call = library.circulation, library.call()
    costs = {
        "loans": calls(lambda: system.loans(for_card, call)),
        "renew": calls(lambda: system.renew(for_card, loan, "m1", call)),
        "hold": calls(lambda: system.place_hold(for_card, wanted, "main", "m2", call)),
        "holds": calls(lambda: system.holds(for_card, call)),
        "account": calls(lambda: system.account(for_card, call)),
        "availability": calls(lambda: system.availability([wanted], call)),
    }
    assert costs == {
        "loans": 1,
        "renew": 2,
        "hold": 2,
        "holds": 2,
        "account": 2,
        "availability": 1,
    }


def calls(ask: Callable[[], object]) -> int:
    with metering() as meter:
        ask()
    return len(meter.calls)
