"""What the service costs: the page is what the command writes, from counts that are still true."""

from dataclasses import replace

import pytest

from bench.counts import FILE, committed, count, written
from chalicelib.tables.meter import Meter
from infra import cost
from infra.cost_page import CONSOLE, PAGE, console, page
from infra.prices import every_region, reference

PRICES = reference()
MIDDLING = cost.mixed(committed())


def test_the_page_is_what_the_command_writes() -> None:
    """`make cost` makes it so again."""
    assert PAGE.read_text("utf-8") == page(), "make cost"
    assert CONSOLE.read_text("utf-8") == console(), "make cost"


def test_the_counts_are_written_as_they_were_counted() -> None:
    assert FILE.read_text("utf-8") == written(committed())


@pytest.mark.engine
def test_no_kind_of_work_costs_more_than_the_committed_counts_say() -> None:
    """A transaction's unit, which counts twice, may come and go with the length of a text."""
    fresh, told = count(), committed()
    dearer = {
        name: (one, told.get(name))
        for name, one in fresh.items()
        if name not in told
        or one.calls > told[name].calls
        or one.reads + one.writes > told[name].reads + told[name].writes + 2
    }
    assert dearer == {}
    assert set(told) == set(fresh)


def test_every_region_has_every_price_and_says_what_is_to_be_checked() -> None:
    assert {frozenset(prices.listed) for prices in every_region()} == {frozenset(PRICES.listed)}
    assert all(set(p.to_check) <= {*p.listed, "all"} for p in every_region())


def test_a_message_is_the_sum_of_its_parts() -> None:
    parts = cost.parts(PRICES, MIDDLING)
    assert cost.message(PRICES, MIDDLING) == pytest.approx(sum(parts.values()))
    writes = MIDDLING.writes * 0.625 / 1_000_000
    assert parts["storage units"] == pytest.approx(writes + MIDDLING.reads * 0.125 / 1_000_000)


def test_a_message_costs_more_the_longer_it_runs_and_the_more_it_stores() -> None:
    likely = cost.message(PRICES, MIDDLING)
    assert cost.message(PRICES, MIDDLING, "low") < likely < cost.message(PRICES, MIDDLING, "high")
    assert cost.message(PRICES, replace(MIDDLING, writes=MIDDLING.writes + 1)) > likely


def test_the_mix_names_only_kinds_that_were_counted() -> None:
    assert set(cost.usage()["mix"]) <= set(committed())
    assert sum(cost.usage()["mix"].values()) == 100


@pytest.mark.parametrize("library", cost.libraries(), ids=lambda library: library.name)
def test_without_the_fixed_address_a_month_is_cheaper_by_the_gateway_and_the_pushes(
    library: cost.Library,
) -> None:
    pushes = library.pushes * cost.push(PRICES)
    saved = cost.month_with_gateway(PRICES, library) - cost.month(PRICES, library)
    assert saved == pytest.approx(cost.gateway(PRICES) + pushes)


def test_a_busy_librarys_reader_costs_less() -> None:
    each = [cost.month(PRICES, one) / one.active_readers for one in cost.libraries()]
    assert each == sorted(each, reverse=True)


def test_the_page_opens_with_the_fixed_part() -> None:
    told = page()
    assert told.index("NAT gateway") < told.index("passive replies and inbox only")
    assert told.index("passive replies and inbox only") < told.index("## By use")


def test_a_meter_counts_for_the_one_around_it_too() -> None:
    outer = Meter()
    Meter(outer=outer).count("GetItem", {}, {"ConsumedCapacity": {"CapacityUnits": 0.5}})
    assert (outer.calls, outer.read_units) == (["GetItem"], 0.5)
