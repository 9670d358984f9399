"""What an account had: read whole, shown to people, offered as drafts."""

from datetime import UTC, datetime

import pytest

from chalicelib.takeover.drafts import drafts
from chalicelib.takeover.model import Before, Keyword, Rule, Said, before_from
from chalicelib.takeover.way_back import shown, way_back
from tests.takeover.factories import MENU, REPLIES

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
BEFORE = Before({"is_menu_open": 1, "selfmenu_info": {"button": MENU}}, REPLIES, NOON)
NOTHING = Before({"is_menu_open": 0}, {}, NOON)


def test_it_survives_being_written_down() -> None:
    assert before_from(BEFORE.written()) == BEFORE


def test_people_can_read_it() -> None:
    assert shown(BEFORE) == [
        "Menu (in force):",
        "  官网 -> view https://lib.example/",
        "  服务",
        "    新书 -> news news-1",
        "    电话 -> text 0571-12345678",
        "On following (in force): 欢迎！",
        "To any message (in force): (img)",
        "To keywords:",
        "  hours: =开馆时间, ~几点开门 -> (img) | 周二至周日 9:00-17:00",
        "  map: ~地图 -> (img)",
    ]


def test_an_account_that_had_nothing_is_shown_as_such() -> None:
    assert shown(NOTHING)[:2] == ["Menu (not in force):", "  none"]
    assert shown(NOTHING)[-1] == "  none"
    assert way_back(NOTHING).menu == {"button": []}


def test_keyword_replies_become_drafts_and_the_rest_is_named() -> None:
    found = drafts(BEFORE.rules())
    (entry,) = found.entries
    assert (entry.question, entry.similar) == ("开馆时间", ("几点开门",))
    assert entry.answer == "周二至周日 9:00-17:00"
    assert found.left == ("map",)


@pytest.mark.parametrize("answer", ["x" * 601, "see {hours}", "  "])
def test_what_cannot_be_an_answer_is_no_draft(answer: str) -> None:
    rule = Rule("r", (Keyword("w", True),), (Said("text", answer),))
    assert drafts([rule]).left == ("r",)


@pytest.mark.parametrize(
    "button",
    [
        {"name": "a", "type": "view"},
        {"name": "a", "type": "img", "value": "m"},
        {"name": "a", "type": "dance", "key": "k"},
        {"name": "top", "sub_button": {"list": [{"name": "a", "type": "text", "value": "t"}]}},
    ],
)
def test_a_button_the_interface_cannot_make_is_named(button: dict[str, object]) -> None:
    back = way_back(Before({"selfmenu_info": {"button": [button]}}, {}, NOON))
    assert (back.menu["button"], back.lost) == ([], ("a",))
