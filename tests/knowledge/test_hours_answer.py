"""Opening hours in words, for the day and branch asked about."""

from datetime import datetime

import pytest

from chalicelib.knowledge.branches import distance_m, named_branches
from chalicelib.knowledge.days import asked_time
from chalicelib.knowledge.hours_answer import HoursAnswer
from chalicelib.library.holidays import ChineseCalendar
from chalicelib.library.hours import OpeningHours
from chalicelib.library.model import Library, Override
from chalicelib.texts.words import Language
from tests.library.factories import at, day

SATURDAY_EVENING = at("2026-11-21 19:30")


def _said(
    demo: Library,
    words: str,
    now: datetime = SATURDAY_EVENING,
    language: Language = Language.SIMPLIFIED,
    *overrides: Override,
) -> str:
    hours = OpeningHours(demo, ChineseCalendar(), overrides)
    answer = HoursAnswer(demo, hours, language, now)
    return answer.say(asked_time(words, answer.today), named_branches(words, demo))


def test_today_lists_every_branch_and_whether_it_is_open_now(demo: Library) -> None:
    assert _said(demo, "今天开门吗").split("\n") == [
        "今天（11月21日 周六）各馆：",
        "总馆 9:00-21:00（现在开着）",
        "少儿馆 9:00-18:00（现在没开）",
        "老城分馆 8:30-18:00（现在没开）",
        "大学城分馆 8:30-22:00（现在开着）",
        "江南分馆、高铁新城分馆 9:00-20:00（现在开着）",
    ]


def test_a_branch_and_a_day_get_one_line(demo: Library) -> None:
    assert _said(demo, "明天老馆几点关") == "老城分馆明天（11月22日 周日）8:30-18:00 开放。"


def test_an_open_branch_says_until_when(demo: Library) -> None:
    assert _said(demo, "现在新馆开着吗").endswith("开放。现在开着，21:00 关门。")


def test_a_closed_branch_says_when_it_opens_again(demo: Library) -> None:
    said = _said(demo, "新馆现在开着吗", at("2026-11-22 22:00"))
    assert "现在已经关门。下次开门：后天（11月24日 周二） 9:00。" in said


def test_before_opening_the_time_of_opening_is_told(demo: Library) -> None:
    assert "现在还没开门，今天 9:00 开。" in _said(demo, "新馆开了吗", at("2026-11-22 08:00"))


def test_the_closing_day_says_when_it_opens_again(demo: Library) -> None:
    said = _said(demo, "新馆周一开吗")
    assert said.startswith("总馆后天（11月23日 周一）闭馆。下次开门：11月24日（周二） 9:00。")


def test_while_all_is_closed_the_self_service_libraries_are_named(demo: Library) -> None:
    assert "总馆东门24小时自助图书馆" in _said(demo, "新馆周一开吗")


def test_a_time_of_day_is_answered(demo: Library) -> None:
    assert "19:00 不开。" in _said(demo, "周三晚上少儿馆开着没")
    assert "20:00 开着。" in _said(demo, "新馆明天晚上八点开吗")


def test_without_any_day_the_usual_week_is_told_too(demo: Library) -> None:
    said = _said(demo, "老馆开放时间")
    assert "老城分馆平时：周三至周一8:30-18:00，周二闭馆。" in said


def test_a_holiday_is_told_by_branches_with_the_same_hours(demo: Library) -> None:
    assert _said(demo, "国庆开不开", at("2026-09-21 10:00")).split("\n") == [
        "国庆节（10月1日至10月7日）：",
        "总馆、少儿馆、大学城分馆：每天 10:00-17:00",
        "老城分馆、江南分馆、高铁新城分馆：10月1日闭馆，10月2日至10月7日 10:00-17:00",
    ]


def test_spring_festival_closes_on_its_days(demo: Library) -> None:
    said = _said(demo, "过年新馆开吗", at("2026-01-21 10:00"))
    assert "总馆：2月15日 10:00-17:00，2月16日至2月18日闭馆，2月19日至2月23日 10:00-17:00" in said


def test_a_holiday_that_is_not_announced_is_said_so(demo: Library) -> None:
    assert "2027年国庆节的放假安排还没公布（节假日安排待公布）" in _said(demo, "国庆开不开")


def test_a_day_of_a_year_not_announced_carries_the_remark(demo: Library) -> None:
    assert "2027年节假日安排待公布" in _said(demo, "1月2日开吗")


def test_an_override_is_told_with_its_note(demo: Library) -> None:
    closed = Override(day("2026-11-22"), day("2026-11-22"), ("oldtown",), (), "电路检修")
    said = _said(demo, "明天老馆开吗", SATURDAY_EVENING, Language.SIMPLIFIED, closed)
    assert said.startswith("老城分馆明天（11月22日 周日）闭馆。（电路检修）下次开门：后天")


def test_a_holiday_names_itself_on_a_single_day(demo: Library) -> None:
    assert "（国庆节）" in _said(demo, "新馆10月2日开吗", at("2026-09-30 10:00"))


def test_english_reads_as_english(demo: Library) -> None:
    said = _said(demo, "open today?", SATURDAY_EVENING, Language.ENGLISH)
    assert said.startswith("Today (Sat Nov 21):\n总馆: 9:00–21:00 (open now)")


def test_every_day_of_a_year_has_an_answer(demo: Library) -> None:
    said = [_said(demo, "今天开门吗", at(f"2026-{month:02d}-15 12:00")) for month in range(1, 13)]
    assert all(len(one) < 300 for one in said)


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("老馆和少儿馆", ["oldtown", "kids"]),
        ("少儿馆和老馆", ["kids", "oldtown"]),
        ("临江市图书馆总馆", ["main"]),
        ("總館", ["main"]),
        ("大学城分馆大学城馆", ["campus"]),
        ("图书馆", []),
    ],
)
def test_branches_are_found_by_any_of_their_names(said: str, ids: list[str], demo: Library) -> None:
    assert [branch.id for branch in named_branches(said, demo)] == ids


def test_distance_is_measured_on_the_globe() -> None:
    assert 110_000 < distance_m((31.0, 118.0), (32.0, 118.0)) < 112_000
