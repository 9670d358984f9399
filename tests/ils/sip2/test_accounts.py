"""Lists that are odd, long or counted badly: nothing of a reader's account is lost by them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.ils.model import Due, Money
from chalicelib.ils.sip2.frames import checksum
from chalicelib.ils.sip2.messages import Message
from tests.ils.sip2.odd import CALL, CARD, LENT, System, account
from tests.ils.sip2.scripted import UTF8


@pytest.fixture
def system() -> Iterator[System]:
    system = System()
    yield system
    system.close()


def test_of_many_loans_none_that_is_listed_apart_is_lost(system: System) -> None:
    listed = [("AU", f"B{n}") for n in range(25)]
    counts = {"charged_count": "0025", "overdue_count": "0001"}
    port = system.says(c63=[account(*listed, ("AT", "LATE"), **counts)], c17=[LENT])
    items = [one.item for one in port.account(CARD, CALL).loans]
    assert len(items) == len(set(items)) == 26
    assert "LATE" in items


def test_a_count_that_is_left_out_hides_no_hold(system: System) -> None:
    blank = {"hold_count": "    ", "unavailable_count": "    "}
    port = system.says(c63=[account(("CD", "B1"), **blank)], c17=[LENT])
    page = port.holds(CARD, CALL)
    assert ([hold.id for hold in page.items], page.complete) == (["B1"], True)


def test_holds_beyond_a_page_are_listed_too(system: System) -> None:
    listed = [("CD", f"B{n}") for n in range(12)]
    count = "0012"
    parts = [listed[:10], listed[10:]]
    answers = [account(*part, unavailable_count=count) for part in parts]
    first = account(unavailable_count=count)
    port = system.says(replace(UTF8, page_size=10), c63=[first, *answers], c17=[LENT])
    page = port.holds(CARD, CALL)
    assert (len(page.items), page.complete) == (12, True)


@pytest.mark.parametrize(
    ("amount", "cents"), [("1,234.50", 123450), ("1.234,50", 123450), ("￥12,000", 1200000)]
)
def test_a_large_sum_is_not_taken_for_a_small_one(system: System, amount: str, cents: int) -> None:
    port = system.says(c63=[account(("BV", amount), ("BH", "CNY"))])
    assert [fee.owed for fee in port.fees(CARD, CALL).items] == [Money(cents, "CNY")]


def with_a_line_end_in_the_title(request: Message, sequence: int) -> bytes:
    """As `LENT`, its sum right over what is sent."""
    line = LENT(request, sequence).rpartition(b"AZ")[0].replace("三体".encode(), b"San\rTi") + b"AZ"
    return line + b"%04X\r" % checksum(line)


def test_a_line_end_in_a_title_hides_nothing_behind_it(system: System) -> None:
    charged = account(("AU", "B1"), charged_count="0001")
    port = system.says(c63=[charged], c17=[with_a_line_end_in_the_title])
    (loan,) = port.loans(CARD, CALL).items
    assert (loan.title, loan.due) == ("San Ti", Due(date(2026, 12, 5)))
    assert system.server.connections == 1
