"""The older readers' way: digits from the menu to the renewed book, everything read back."""

import pytest

from chalicelib.ils.model import Call, CardNumber, Wanted
from tests.scenarios.test_borrowing import Town, services, shelves, town

__all__ = ["services", "shelves", "town"]
pytestmark = pytest.mark.engine


@pytest.fixture
def elder(town: Town) -> Town:
    town.says("长者模式")
    return town


def test_the_menu_is_digits_and_a_telephone_number(town: Town) -> None:
    said = town.says("长者模式")
    assert "1 我借的书" in said
    assert "0560-5550100" in said
    assert all(len(line) <= 20 for line in said.splitlines())


def test_a_digit_does_what_it_says(elder: Town) -> None:
    elder.lend("t1", "活着")
    assert "《活着》" in elder.says("1")


def test_a_renewal_is_read_back_before_it_is_done(elder: Town) -> None:
    elder.lend_long_ago("t1", "活着")
    before = elder.loans()
    assert "全部续借，对吗" in elder.says("2")
    assert elder.loans() == before
    assert "续借好了" in elder.says("1")
    assert elder.loans() > before


def test_who_says_no_has_nothing_done(elder: Town) -> None:
    elder.lend_long_ago("t1", "活着")
    before = elder.loans()
    elder.says("2")
    assert "没有办" in elder.says("2")
    assert elder.loans() == before


def test_every_answer_leads_back_to_the_menu(elder: Town) -> None:
    assert elder.says("1").endswith("发 0 看菜单")
    assert "1 我借的书" in elder.says("0")


def test_a_book_is_found_and_held_by_digits_alone(shelves: Town) -> None:
    shelves.says("长者模式")
    shelves.says("3")
    shown = shelves.says("三体")
    assert "三体" in shown
    assert "发 7" in shelves.says("1")
    assert "想在哪里取" in shelves.says("7")
    asked = shelves.says("1")
    assert "对吗" in asked
    assert "预约" in shelves.says("1")


def test_a_hold_is_cancelled_by_digits_alone(elder: Town) -> None:
    wanted = Wanted("t1", "活着", (elder.lend("t1", "活着", card="R2"),))
    elder.system.place_hold(CardNumber("R1"), wanted, "main", "k", Call(elder.clock()))
    assert "发 7" in elder.says("6")
    assert "对吗" in elder.says("7")
    assert "已取消预约" in elder.says("1")


def test_pages_of_books_are_turned_by_digits(shelves: Town) -> None:
    shelves.says("长者模式")
    shelves.says("3")
    first = shelves.says("历史")
    assert "发 8" in first
    second = shelves.says("8")
    assert "第 2/" in second
    assert "发 9" in shelves.says("1")
    assert shelves.says("9") == second


def asks_for_words(said: str) -> bool:
    return "发“" in said or "发送“" in said


def test_hints_ask_for_digits_alone(shelves: Town) -> None:
    shelves.says("长者模式")
    said = [shelves.says(text) for text in ("1", "6", "3", "三体", "1", "没有这样一本书呀", "0")]
    shelves.lend_long_ago("t1", "活着")
    shelves.lend_long_ago("t2", "平凡的世界")
    said += [shelves.says(text) for text in ("1", "续借", "9", "预约", "取消预约 5")]
    assert [one for one in said if asks_for_words(one)] == []


def test_a_wish_to_collect_elsewhere_is_left_by_the_menus_digit(shelves: Town) -> None:
    shelves.says("长者模式")
    shelves.says("三体")
    shelves.says("1")
    shelves.says("7")
    assert "发 0" in shelves.says("99")
    assert "1 我借的书" in shelves.says("0")


def test_the_menu_is_gone_when_it_is_left(elder: Town) -> None:
    said = elder.says("退出长者模式")
    assert "已退出" in said
    assert "看菜单" not in said
    assert "看菜单" not in elder.says("你好")


def test_the_way_stays_over_days(elder: Town) -> None:
    elder.passes(days=5)
    assert "看菜单" in elder.says("你好")


@pytest.mark.parametrize("yes", ["是的", "对的", "好的", "１", "1。", "嗯", "对！"])
def test_yes_is_understood_as_people_say_it(elder: Town, yes: str) -> None:
    elder.lend_long_ago("t1", "活着")
    elder.says("2")
    assert "续借好了" in elder.says(yes)


def test_the_menu_knows_digits_of_any_width(elder: Town) -> None:
    elder.lend("t1", "活着")
    assert "《活着》" in elder.says("１")


@pytest.mark.parametrize(
    "said", ["一", "按1", "按一下1", "第一个", "1号", "选一吧", "我要1", "我选第一项", "發1。"]
)
def test_a_digit_is_understood_as_people_say_it(elder: Town, said: str) -> None:
    elder.lend("t1", "活着")
    assert "《活着》" in elder.says(said)


def test_spoken_digits_are_digits_in_every_list(shelves: Town) -> None:
    shelves.says("长者模式")
    shelves.lend_long_ago("t1", "活着")
    shelves.says("按一")
    assert "全部续借，对吗" in shelves.says("第二个")
    assert "续借好了" in shelves.says("一")
    shelves.says("三")
    assert "发 8" in shelves.says("历史")
    assert "第 2/" in shelves.says("按八")
    assert "发 7" in shelves.says("选1")
    assert "想在哪里取" in shelves.says("七")
    assert "对吗" in shelves.says("按2")


@pytest.mark.parametrize("said", ["菜单。", "看菜单", "返回菜单", "零", "按0"])
def test_the_menu_is_called_as_people_say_it(elder: Town, said: str) -> None:
    shown = elder.says(said)
    assert "1 我借的书" in shown
    assert "看菜单" not in shown


@pytest.mark.parametrize(
    "said",
    [
        *(
            "打开老人版",
            "开启老年模式",
            "请帮我打开长者模式",
            "我想要大字版",
            "老年人模式。",
            "关怀模式吧",
        ),
        *("進入長輩模式", "适老版", "切换到长者模式", "turn on senior mode"),
    ],
)
def test_the_way_is_turned_on_as_people_ask_for_it(town: Town, said: str) -> None:
    town.says(said)
    assert town.says("0").startswith(("请发一个数字", "請發一個數字", "Send one digit"))


@pytest.mark.parametrize(
    "said",
    [
        *("我要退出长者模式", "关掉老人模式", "不要长者模式了", "请帮我关闭老年版", "取消大字版吧"),
        *("普通模式。", "标准模式", "turn off senior mode"),
    ],
)
def test_the_way_is_left_as_people_ask_for_it(elder: Town, said: str) -> None:
    elder.says(said)
    assert "看菜单" not in elder.says("你好")


@pytest.mark.parametrize("said", ["老人与海", "长者卡怎么办", "大字本有吗", "老年大学"])
def test_words_beside_it_turn_nothing_on(town: Town, said: str) -> None:
    assert "长者模式" not in town.says(said)
    assert "看菜单" not in town.says("你好")


def test_what_is_told_to_a_librarian_stays_as_it_was_said(elder: Town) -> None:
    elder.says("5")
    elder.says("三号")
    assert "您：三号" in elder.says("我的数据")


@pytest.mark.parametrize("said", ["普通版", "标准版", "要不要长者模式"])
def test_who_never_turned_it_on_leaves_nothing(town: Town, said: str) -> None:
    assert "退出长者模式" not in town.says(said)


def test_which_book_is_read_back_by_its_number(elder: Town) -> None:
    elder.lend_long_ago("t1", "活着")
    elder.lend_long_ago("t2", "平凡的世界")
    elder.says("1")
    assert "续借第 2 本，对吗" in elder.says("续借第二本")
    assert "续借《活着》，对吗" in elder.says("续借《活着》")
