import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.copies.rows import Sum, from_line, to_line

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str)
FLAT = st.one_of(
    st.text().map(lambda value: {"S": value}),
    NUMBERS.map(lambda value: {"N": value}),
    st.binary().map(lambda value: {"B": value}),
    st.booleans().map(lambda value: {"BOOL": value}),
    st.just({"NULL": True}),
    st.sets(st.text(min_size=1), min_size=1).map(lambda value: {"SS": sorted(value)}),
    st.sets(NUMBERS, min_size=1).map(lambda value: {"NS": sorted(value)}),
    st.lists(st.binary(min_size=1), min_size=1, unique=True).map(
        lambda value: {"BS": sorted(value)}
    ),
)
VALUES = st.recursive(
    FLAT,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda value: {"L": value}),
        st.dictionaries(st.text(), inner, max_size=4).map(lambda value: {"M": value}),
    ),
    max_leaves=8,
)


def exact(value: object) -> object:
    """Members of a set have no order: base64 sorts them differently from the bytes."""
    if isinstance(value, dict):
        return {name: sorted(held) if name == "BS" else exact(held) for name, held in value.items()}
    return [exact(one) for one in value] if isinstance(value, list) else value


@given(row=st.dictionaries(st.text(min_size=1), VALUES, max_size=5))
def test_every_type_comes_back_exactly(row: dict[str, dict[str, object]]) -> None:
    line = to_line(row)
    assert line.count(b"\n") == 1
    assert exact(from_line(line)) == exact(row)
    assert to_line(from_line(line)) == line


@pytest.mark.parametrize("number", ["0", "-1.50", "12345678901234567890123456789012345678"])
def test_a_number_stays_the_text_it_is(number: str) -> None:
    assert from_line(to_line({"n": {"N": number}})) == {"n": {"N": number}}


def test_the_order_of_lines_does_not_matter_and_how_often_does() -> None:
    def summed(*lines: bytes) -> tuple[int, str]:
        made = Sum()
        for line in lines:
            made.add(line)
        return made.lines, made.hash

    assert summed(b"a", b"b") == summed(b"b", b"a")
    assert summed(b"a", b"a") != summed(b"a")
    assert summed(b"a", b"a")[1] != summed(b"b", b"b")[1]
