"""Named facts in answers."""

import pytest

from chalicelib.library.facts import all_names, fact, fill, problems_in
from chalicelib.library.fields import Unreadable
from chalicelib.library.model import Library
from chalicelib.texts.words import Language
from tests.library.factories import a_file, a_library


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("hours.main", "周二至周日9:00-21:00，周一闭馆"),
        ("branch.kids.hours", "周二至周五10:00-19:00，周六、周日9:00-18:00，周一闭馆"),
        ("branch.kids.phone", "0560-5550210"),
        ("branch.kids.aliases", "少儿馆、少图、儿童馆、童乐街馆"),
        ("branch.main.floors.1", "总服务台、报刊区、存包柜、24小时自助图书馆、咖啡角"),
        ("fees.print_bw_a4_yuan", "0.2"),
        ("fees.overdue_cap_per_item_yuan", "10"),
        ("library.phone_main", "0560-5550100"),
        ("library.phone_hours", "周二至周日9:00-17:30，周一闭馆"),
        ("reader_types.senior.loan_days", "60"),
        ("self_service_24h.0.address", "滨江区文澜路88号东门"),
        ("card.id_card_and_social_card_usable", "是"),
    ],
)
def test_a_fact_is_shown_as_people_write_it(name: str, shown: str, demo: Library) -> None:
    assert fact(demo, name, Language.SIMPLIFIED) == shown


def test_hours_speak_the_readers_language(demo: Library) -> None:
    english = fact(demo, "hours.main", Language.ENGLISH)
    assert english == "Tue–Sun 9:00–21:00, closed Mon"
    assert fact(demo, "hours.main", Language.TRADITIONAL) == "週二至週日9:00-21:00，週一閉館"


def test_all_hours_together_name_every_branch(demo: Library) -> None:
    lines = fact(demo, "hours", Language.SIMPLIFIED).split("\n")
    assert len(lines) == 6
    assert lines[2] == "老城分馆：周三至周一8:30-18:00，周二闭馆"


def test_a_template_is_filled(demo: Library) -> None:
    said = fill("请拨打 {library.phone_main}（{ library.phone_hours }）", demo)
    assert said == "请拨打 0560-5550100（周二至周日9:00-17:30，周一闭馆）"


def test_every_unknown_name_is_told(demo: Library) -> None:
    template = "{hours.moon} {fees} {library.fax} {branch.kids.phone}"
    assert problems_in(template, demo) == [
        "没有叫“hours.moon”的资料",
        "“fees”是一组资料，请写到具体一项",
        "没有叫“library.fax”的资料",
    ]
    with pytest.raises(Unreadable):
        fill(template, demo)


@pytest.mark.parametrize("template", ["每天 {hours.main", "hours.main} 见", "{{hours.main}}"])
def test_a_loose_brace_is_told(template: str, demo: Library) -> None:
    assert any("花括号" in problem for problem in problems_in(template, demo))


def test_every_name_in_the_editors_list_shows_something(demo: Library) -> None:
    names = dict(all_names(demo))
    assert names["hours.kids"].startswith("周二至周五")
    assert names["services.wifi.ssid"] == "LJ-Library"
    assert all("{" not in shown for shown in names.values())


def test_the_list_survives_odd_structures() -> None:
    library = a_library(**a_file(odd=[1, {"a": None}, [2]]))
    assert isinstance(all_names(library), list)
