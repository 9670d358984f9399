"""Many spellings, one fold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.folding.fold import fold, squeeze


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("紅樓夢", "红楼梦"),
        ("活著", "活着"),
        ("還書箱在哪裡？", "还书箱在哪里"),
        ("ＷｉＦｉ　密碼", "wifi 密码"),
        ("有没有《三体》", "有没有 三体"),
        ("想给娃办张借书卡👶要带啥", "想给娃办张借书卡 要带啥"),
        ("ISBN 978-7-02-000220-7", "isbn 978 7 02 000220 7"),
        ("C++ Primer", "c++ primer"),
        ("C# 入门", "c# 入门"),
        ("1+1=2", "1 1 2"),
        ("Les Misérables", "les miserables"),
        ("ノルウェイの森", "ノルウェイの森"),
        ("三体Ⅱ", "三体ii"),
        ("  ", ""),
    ],
)
def test_spellings_of_one_thing_fold_alike(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_squeezing_also_ignores_the_breaks() -> None:
    assert squeeze("《三体 Ⅱ·黑暗森林》") == "三体ii黑暗森林"


@settings(max_examples=300)
@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
