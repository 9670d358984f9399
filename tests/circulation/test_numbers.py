import pytest

from chalicelib.circulation.numbers import numbers_in


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("2", [2]),
        ("２", [2]),
        ("第二本", [2]),
        ("第2本", [2]),
        ("二", [2]),
        ("2号", [2]),
        ("要第两本吧", [2]),
        ("第一本和第三本", [1, 3]),
        ("1、3", [1, 3]),
        ("第十二本", [12]),
        ("第二十本", [20]),
        ("十", [10]),
    ],
)
def test_numbers_are_read_as_people_write_them(said: str, numbers: list[int]) -> None:
    assert numbers_in(said) == numbers


@pytest.mark.parametrize("said", ["两本", "一本", "2本书", "第二性", "三体", "", "一二三", "二楼"])
def test_how_many_and_titles_are_no_numbers(said: str) -> None:
    assert numbers_in(said) == []
