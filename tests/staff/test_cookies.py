"""What a browser, or whoever poses as one, sends as cookies."""

import pytest

from chalicelib.staff.auth import cookies_in


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", {}),
        ("weiguan=abc", {"weiguan": "abc"}),
        ("a=1; weiguan=abc ;b=2", {"a": "1", "weiguan": "abc", "b": "2"}),
        ("weiguan=first; weiguan=second", {"weiguan": "first"}),
        ("weiguan=not ours; b=2", {"b": "2"}),
        ('weiguan="quoted"', {}),
        (f"weiguan={'x' * 129}", {}),
        ("weiguan", {}),
        ("x=weiguan=abc", {}),
    ],
)
def test_the_first_whole_value_of_a_name_counts(header: str, found: dict[str, str]) -> None:
    assert cookies_in(header) == found


def test_a_long_header_of_no_cookie_is_read_at_once() -> None:
    """A pattern that begins anew at each letter would not end here."""
    assert cookies_in("a" * 1_000_000) == {}
