"""Which day and time a question is about."""

from datetime import date, timedelta

import pytest

from chalicelib.knowledge.days import AskedTime, asked_time

TODAY = date(2026, 11, 21)  # a Saturday


def _in(days: int) -> tuple[date, ...]:
    return (TODAY + timedelta(days=days),)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("今天开门吗", _in(0)),
        ("今儿几点关门", _in(0)),
        ("今晚几点关", _in(0)),
        ("明天老馆几点关", _in(1)),
        ("听日开唔开", _in(1)),
        ("后天呢", _in(2)),
        ("大后天开不开", _in(3)),
        ("周一闭馆吗", _in(2)),
        ("礼拜一去会不会扑空", _in(2)),
        ("星期六开吗", _in(0)),
        ("周1开吗", _in(2)),
        ("下周三", _in(4)),
        ("下週六開嗎", _in(7)),
        ("周末开吗", (*_in(0), *_in(1))),
        ("11月30号开吗", _in(9)),
        ("12月1日", _in(10)),
        ("1月2日", (date(2027, 1, 2),)),
        ("3号还开吗", (date(2026, 12, 3),)),
        ("25号", _in(4)),
        ("圣诞节开吗", (date(2026, 12, 25),)),
        ("open on Christmas?", (date(2026, 12, 25),)),
        ("儿童节有活动吗", (date(2027, 6, 1),)),
        ("open tomorrow?", _in(1)),
        ("are you open on Monday", _in(2)),
    ],
)
def test_a_day_is_understood(said: str, days: tuple[date, ...]) -> None:
    assert asked_time(said, TODAY).days == days


@pytest.mark.parametrize(
    "said", ["地铁2号线怎么走", "3号楼在哪", "借书证", "13月40日开吗", "", "第2号柜"]
)
def test_a_number_is_not_always_a_day(said: str) -> None:
    assert asked_time(said, TODAY).days == ()


@pytest.mark.parametrize(
    ("said", "holiday"),
    [
        ("国庆开不开", "国庆节"),
        ("十一开门吗", "国庆节"),
        ("五一放假吗", "劳动节"),
        ("春節開嗎", "春节"),
        ("过年那几天", "春节"),
        ("大年初一开吗", "正月初一"),
        ("初二开门吗", "正月初二"),
        ("除夕", "除夕"),
        ("open on National Day?", "国庆节"),
    ],
)
def test_a_holiday_is_understood(said: str, holiday: str) -> None:
    assert asked_time(said, TODAY).holiday == holiday


@pytest.mark.parametrize(
    "said", ["十一点开门吗", "51路到吗", "初二学生能办证吗", "二十一本书", "上初一了"]
)
def test_a_word_is_not_always_a_holiday(said: str) -> None:
    assert asked_time(said, TODAY).holiday == ""


@pytest.mark.parametrize(
    ("said", "minute"),
    [
        ("晚上八点还开吗", 20 * 60),
        ("下午3点半", 15 * 60 + 30),
        ("晚上9:30还开吗", 21 * 60 + 30),
        ("早上八点开吗", 8 * 60),
        ("五点关门吗", 17 * 60),
        ("周三晚上开着没", 19 * 60),
        ("中午休息吗", 12 * 60 + 30),
        ("十一点开门吗", 11 * 60),
        ("open at 8 pm?", 20 * 60),
        ("open at 12 am", 0),
        ("几点开门", None),
        ("99点开吗", None),
    ],
)
def test_a_time_of_day_is_understood(said: str, minute: int | None) -> None:
    assert asked_time(said, TODAY).minute == minute


def test_now_is_now() -> None:
    assert asked_time("现在开着吗", TODAY) == AskedTime(now=True)


def test_a_question_without_time_is_empty() -> None:
    assert asked_time("开放时间", TODAY).empty
