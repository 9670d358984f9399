from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.limits.model import Allowance, Pace, network_of, row_key

NOW = datetime(2026, 11, 21, 1, 0, 30, tzinfo=UTC)


def test_a_window_ends_on_its_own_mark() -> None:
    assert Allowance(5).ends(NOW) == NOW + timedelta(seconds=30)


def test_a_new_window_is_a_new_row() -> None:
    later = NOW + timedelta(seconds=30)
    assert row_key("a", Allowance(5), NOW) != row_key("a", Allowance(5), later)


def test_a_row_does_not_name_the_address() -> None:
    assert "192.0.2.7" not in row_key("address#192.0.2.7", Allowance(5), NOW)


def test_what_many_share_is_split_over_its_rows() -> None:
    assert Allowance(120, shards=4).per_shard == 30


def test_a_reader_may_send_as_many_as_the_pace_says_and_no_more() -> None:
    pace = Pace(3)
    assert not pace.is_exceeded([NOW] * 3, NOW)
    assert pace.is_exceeded([NOW] * 4, NOW)


def test_older_messages_do_not_count() -> None:
    assert not Pace(3).is_exceeded([NOW - timedelta(minutes=1)] * 9, NOW)


def test_no_pace_is_no_limit() -> None:
    assert not Pace(0).is_exceeded([NOW] * 1000, NOW)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("not an address", "not an address"),
    ],
)
def test_one_subscriber_is_counted_once(address: str, network: str) -> None:
    assert network_of(address) == network


@given(st.text())
def test_any_address_has_a_network_and_a_row(address: str) -> None:
    assert row_key(network_of(address), Allowance(1), NOW)
