"""What a day's messages cost, as staff see it."""

import pytest

from chalicelib.conversation.cost import day_cost


def test_a_day_costs_what_its_messages_cost() -> None:
    cost = day_cost("us-east-1", 1000, {"faq": 1000}, 250)
    assert cost.currency == "USD"
    assert 0.005 < cost.total < 0.1
    assert cost.each == pytest.approx(cost.total / 250)


def test_a_search_costs_more_than_a_greeting() -> None:
    searches = day_cost("us-east-1", 10, {"catalog_search": 10}, 1)
    assert searches.total > day_cost("us-east-1", 10, {"greeting": 10}, 1).total


def test_in_china_it_is_counted_in_yuan() -> None:
    assert day_cost("cn-north-1", 10, {}, 1).currency == "CNY"


def test_a_region_without_a_list_is_counted_by_the_first() -> None:
    assert day_cost("eu-west-1", 10, {}, 2) == day_cost("us-east-1", 10, {}, 2)


def test_a_day_without_readers_costs_nothing() -> None:
    assert day_cost("us-east-1", 0, {}, 0).total == day_cost("us-east-1", 0, {}, 0).each == 0
