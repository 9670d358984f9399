"""What turns the older readers' way on and off: never both, however it is said."""

import itertools

import pytest

from chalicelib.senior.hearing import asks_for_menu, digit_in, turns_off, turns_on

WAYS = (
    "长者模式",
    "长辈版",
    "老年人模式",
    "老人版",
    "大字版",
    "关怀模式",
    "长者服务模式",
    "適老化模式",
)


@pytest.mark.parametrize("way", WAYS)
def test_what_turns_it_off_never_turns_it_on(way: str) -> None:
    for please, deed, end in itertools.product(
        ("", "我想", "请帮我"), ("退出", "关闭", "不要"), ("", "了。")
    ):
        said = f"{please}{deed}{way}{end}"
        assert (turns_on(said), turns_off(said)) == (False, True), said
    for please, deed, end in itertools.product(
        ("", "我想", "请帮我"), ("", "打开", "切换到"), ("", "吧！")
    ):
        said = f"{please}{deed}{way}{end}"
        assert (turns_on(said), turns_off(said)) == (True, False), said


@pytest.mark.parametrize(
    "said", ["", "老人与海", "大字", "长者读者证怎么办", "怎么退出", "模式", "长者模式是什么"]
)
def test_what_is_no_command_is_none(said: str) -> None:
    assert [hears(said) for hears in (turns_on, turns_off, asks_for_menu)] == [False] * 3


@pytest.mark.parametrize(
    ("said", "digit"),
    [
        ("1", "1"),
        ("按1", "1"),
        ("第九项", "9"),
        ("10", "10"),
        ("十", "十"),
        ("活着", "活着"),
        ("零", "0"),
    ],
)
def test_one_digit_alone_is_heard(said: str, digit: str) -> None:
    assert digit_in(said) == digit


def test_long_nonsense_is_read_in_no_time() -> None:
    assert not turns_on("想要" * 2000)
    assert digit_in("按一下" * 2000) == "按一下" * 2000
