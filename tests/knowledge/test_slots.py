"""What a message names besides its topic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.dialogue import Kind
from chalicelib.knowledge.slots import index_in, isbn_in, named, query_in

BRANCHES = {"main": ("总馆", "新馆"), "kids": ("少儿馆", "少图"), "oldtown": ("老城分馆", "老馆")}
SEARCH, HOLD, RENEW = Kind.CATALOG_SEARCH, Kind.HOLD, Kind.RENEW


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("呼兰河传有吗", "呼兰河传"),
        ("馆里有没有《骆驼祥子》这本书", "骆驼祥子"),
        ("帮我找一下季羡林的书", "季羡林"),
        ("老舍写的四世同堂", "四世同堂 老舍"),
        ("想看迟子建写的书", "迟子建"),
        ("有没有讲怎么养兰花的书", "兰花"),
        ("請問有三體嗎", "三体"),
        ("边城 沈从文", "边城 沈从文"),
        ("do you have Pride and Prejudice?", "Pride and Prejudice"),
        ("我们仨", "我们仨"),
        ("钢铁是怎样炼成的", "钢铁是怎样炼成的"),
        ("明朝那些事儿全套在不在", "明朝那些事儿全套"),
        ("高等数学第七版上册", "高等数学第七版上册"),
        ("预约《三体Ⅱ》", "三体Ⅱ"),
        ("查一下 978-7-02-000220-7", "9787020002207"),
    ],
)
def test_a_search_keeps_what_is_looked_for(text: str, query: str) -> None:
    assert query_in(text, BRANCHES) == query


@pytest.mark.parametrize(
    ("kind", "text", "slots"),
    [
        (SEARCH, "少图有没有《夏洛的网》", {"query": "夏洛的网", "branch": "kids"}),
        (SEARCH, "刚才第三本在哪个馆", {"index": "3"}),
        (HOLD, "帮我约一本边城，到总馆拿", {"query": "边城", "branch": "main"}),
        (HOLD, "幫我預約第一本", {"index": "1"}),
        (HOLD, "等别人还了给我留着", {}),
        (HOLD, "预约它", {}),
        (RENEW, "帮我把书都续上", {"scope": "all"}),
        (RENEW, "把快到期的续一下", {"scope": "due_soon"}),
        (RENEW, "续借第十二本", {"index": "12"}),
        (RENEW, "续 2", {"index": "2"}),
        (RENEW, "把1和3续上", {"index": "1,3"}),
        (RENEW, "手上那本边城再延一个月", {"query": "边城"}),
        (RENEW, "为我办理《资治通鉴》第三册的续借", {"query": "资治通鉴"}),
        (Kind.FEEDBACK, "老馆二楼太热了", {"branch": "oldtown"}),
        (Kind.MY_LOANS, "我借了几本", {}),
    ],
)
def test_a_kind_of_message_has_its_own_slots(kind: Kind, text: str, slots: dict[str, str]) -> None:
    assert named(kind, text, BRANCHES) == slots


@pytest.mark.parametrize(
    ("text", "number"),
    [("第二十一本", "21"), ("第十", "10"), ("the second one", "2"), ("number 4", "4"), ("书", "")],
)
def test_a_place_in_a_list_becomes_a_number(text: str, number: str) -> None:
    assert index_in(text) == number


def test_a_telephone_number_is_no_isbn() -> None:
    assert isbn_in("电话0560-5550100") == ""


@given(st.sampled_from([SEARCH, HOLD, RENEW, Kind.FAQ]), st.text(max_size=2000))
def test_any_text_has_slots_without_an_error(kind: Kind, text: str) -> None:
    assert set(named(kind, text, BRANCHES)) <= {"query", "branch", "scope", "index"}
