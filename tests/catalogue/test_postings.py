"""Posting lists survive being bytes."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.postings import pack, read_varint, unpack, varint

numbers = st.integers(0, 2**28 - 1)
places = st.integers(8, 2000).filter(lambda place: place % 8 != 7)
codes = places | st.lists(places, min_size=2, max_size=5).map(tuple)


@given(st.integers(0, 2**40))
def test_a_varint_reads_back(value: int) -> None:
    assert read_varint(varint(value), 0) == (value, len(varint(value)))


@given(st.dictionaries(numbers, codes, max_size=60))
def test_a_list_reads_back(found: dict[int, int | tuple[int, ...]]) -> None:
    assert unpack(pack(found)).by_number() == found


def test_neighbouring_titles_cost_two_bytes_each() -> None:
    assert len(pack(dict.fromkeys(range(1000, 1100), 8))) == 1 + 2 + 99 + 100
