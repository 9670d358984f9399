"""Book numbers in every spelling."""

import pytest

from chalicelib.folding.isbn import book_number, normal_isbn


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("9787020002207", "9787020002207"),
        ("978-7-02-000220-7", "9787020002207"),
        ("7-02-000220-X", "9787020002207"),
        ("702000220x", "9787020002207"),
        ("７０２０００２２０Ｘ", "9787020002207"),
        ("0471383147 (paper/cd-rom : alk. paper)", "9780471383147"),
        ("9787020002208", ""),
        ("7020002201", ""),
        ("12345", ""),
        ("", ""),
    ],
)
def test_an_isbn_is_thirteen_right_digits(said: str, number: str) -> None:
    assert normal_isbn(said) == number


@pytest.mark.parametrize("said", ["10019·3456", "10019.3456", "统一书号 10019 · 3456"])
def test_an_old_unified_number_stays_as_it_is(said: str) -> None:
    assert book_number(said) == "10019.3456"
