"""What the knowledge chat says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.dialogue import Answer, Dialogue, End, Kind, Meaning, Turn
from chalicelib.knowledge.chat import KnowledgeChat
from chalicelib.knowledge.tap_chat import TapChat
from chalicelib.knowledge.words import MAX_REPLY, chosen_number
from chalicelib.library.snapshot import CANNED, WELCOME
from chalicelib.texts import privacy as privacy_texts
from chalicelib.texts.words import Language
from chalicelib.wechat.inbound import Followed, Inbound, Location, Picture, Scanned, Tapped, Text
from chalicelib.wechat.outbound import TextReply
from tests.knowledge.desk import Desk, a_desk
from tests.knowledge.factories import an_entry

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
EN, HANT = Language.ENGLISH, Language.TRADITIONAL


@pytest.fixture
def desk() -> Desk:
    desk = a_desk()
    desk.entries.put(an_entry("wifi", question="怎么连网？", answer="连 LJ-Library。"), NOW)
    desk.entries.put(an_entry("print", question="怎么打印？", answer="在1楼。"), NOW)
    desk.entries.put(an_entry("long", question="很长吗？", answer="很长的话。" * 100), NOW)
    desk.entries.put(an_entry("opening-hours", question="几点开门？", answer="各馆平时……"), NOW)
    desk.entries.put(an_entry("old", answer="过期", valid_to=date(2026, 11, 20)), NOW)
    desk.publisher.publish("anna", NOW)
    return desk


def _chat(desk: Desk) -> KnowledgeChat:
    return KnowledgeChat(desk.published, desk.current)


def _message(kind: type[Inbound], **fields: Any) -> Inbound:
    return kind("m1", "reader", "gh_1", NOW, **fields)


def _turn(
    said: str,
    kind: Kind = Kind.OUT_OF_SCOPE,
    *topics: str,
    language: Language = Language.SIMPLIFIED,
    dialogue: Dialogue | None = None,
    slots: Mapping[str, str] | None = None,
) -> Turn:
    meaning = Meaning(kind, topics, slots or {}, 0.9)
    return Turn(_message(Text, content=said), said, meaning, language, NOW, dialogue)


def _event(message: Inbound, language: Language = Language.SIMPLIFIED) -> Turn:
    return Turn(message, "", Meaning(Kind.CHITCHAT), language, NOW)


def _answer(desk: Desk, turn: Turn) -> Answer:
    answer = _chat(desk).answer(turn)
    assert answer is not None
    return answer


def _said(answer: Answer) -> str:
    assert isinstance(answer.reply, TextReply)
    return answer.reply.content


def test_a_question_is_answered_with_the_published_words(desk: Desk) -> None:
    answer = _answer(desk, _turn("网", Kind.FAQ, "wifi"))
    assert _said(answer) == "连 LJ-Library。"
    assert (answer.kind, answer.topics, answer.end) == (Kind.FAQ, ("wifi",), End.ANSWERED)


def test_several_questions_are_answered_together(desk: Desk) -> None:
    answer = _answer(desk, _turn("网和打印", Kind.FAQ, "wifi", "print"))
    assert _said(answer) == "【怎么连网？】\n连 LJ-Library。\n\n【怎么打印？】\n在1楼。"
    assert answer.topics == ("wifi", "print")


def test_answers_too_long_for_one_reply_are_cut_and_can_be_read_by_number(desk: Desk) -> None:
    answer = _answer(desk, _turn("x", Kind.FAQ, "long", "wifi"))
    assert len(_said(answer)) <= MAX_REPLY
    assert "…（回复 1 看全文）" in _said(answer)
    rest = _answer(desk, _turn("1", dialogue=answer.dialogue))
    assert _said(rest) == "很长的话。" * 100


def test_close_questions_become_a_numbered_choice(desk: Desk) -> None:
    answer = _answer(desk, _turn("x", Kind.CHOICE, "wifi", "print"))
    assert "1. 怎么连网？\n2. 怎么打印？" in _said(answer)
    assert (answer.kind, answer.topics) == (Kind.CHOICE, ("wifi", "print"))


@pytest.mark.parametrize("said", ["2", "２", "第二个", "②", "选2", "二", "2."])
def test_a_number_answers_the_choice(desk: Desk, said: str) -> None:
    choice = _answer(desk, _turn("x", Kind.CHOICE, "wifi", "print"))
    answer = _answer(desk, _turn(said, dialogue=choice.dialogue))
    assert _said(answer) == "在1楼。"
    assert (answer.kind, answer.topics) == (Kind.FAQ, ("print",))


def test_after_one_number_another_may_follow(desk: Desk) -> None:
    choice = _answer(desk, _turn("x", Kind.CHOICE, "wifi", "print"))
    first = _answer(desk, _turn("2", dialogue=choice.dialogue))
    assert _said(_answer(desk, _turn("1", dialogue=first.dialogue))) == "连 LJ-Library。"


def test_none_of_the_choices_is_an_answer_too(desk: Desk) -> None:
    choice = _answer(desk, _turn("x", Kind.CHOICE, "wifi", "print"))
    answer = _answer(desk, _turn("都不是", dialogue=choice.dialogue))
    assert (answer.kind, answer.end) == (Kind.OUT_OF_SCOPE, End.REFUSED)


def test_a_new_question_leaves_the_choice(desk: Desk) -> None:
    choice = _answer(desk, _turn("x", Kind.CHOICE, "wifi", "print"))
    answer = _answer(desk, _turn("打印", Kind.FAQ, "print", dialogue=choice.dialogue))
    assert answer.topics == ("print",)


def test_a_choice_of_which_one_is_left_is_no_choice(desk: Desk) -> None:
    answer = _answer(desk, _turn("x", Kind.CHOICE, "wifi", "old"))
    assert (answer.kind, answer.topics) == (Kind.FAQ, ("wifi",))


def test_rules_about_opening_are_no_choice_where_a_day_is_named(desk: Desk) -> None:
    desk.entries.put(an_entry("weekly-closing", answer="周一闭馆"), NOW)
    desk.publisher.publish("anna", NOW)
    answer = _answer(desk, _turn("周日开吗", Kind.CHOICE, "weekly-closing", "opening-hours"))
    assert (answer.kind, answer.topics) == (Kind.FAQ, ("weekly-closing",))
    bare = _answer(desk, _turn("开馆", Kind.CHOICE, "weekly-closing", "opening-hours"))
    assert bare.kind is Kind.CHOICE


def test_an_entry_past_its_day_is_not_told(desk: Desk) -> None:
    answer = _answer(desk, _turn("x", Kind.FAQ, "old"))
    assert answer.kind is Kind.OUT_OF_SCOPE
    assert "过期" not in _said(answer)


def test_hours_are_computed_first_and_the_general_text_follows(desk: Desk) -> None:
    answer = _answer(desk, _turn("今天开门吗", Kind.FAQ, "opening-hours"))
    assert _said(answer).startswith("今天（11月21日 周六）各馆：")
    assert _said(answer).endswith("各馆平时……")
    assert answer.topics == ("opening-hours",)


def test_hours_of_one_branch_need_no_general_text(desk: Desk) -> None:
    answer = _answer(desk, _turn("明天老馆几点关", Kind.FAQ, "opening-hours"))
    assert _said(answer) == "老城分馆明天（11月22日 周日）8:30-18:00 开放。"


def test_a_branch_that_was_understood_counts_as_named(desk: Desk) -> None:
    turn = _turn("孩子那边明天开吗", Kind.FAQ, "opening-hours", slots={"branch": "kids"})
    assert _said(_answer(desk, turn)).startswith("少儿馆明天")


def test_a_named_branch_with_a_word_of_opening_needs_no_matcher(desk: Desk) -> None:
    answer = _answer(desk, _turn("老馆开着没"))
    assert (answer.kind, answer.topics) == (Kind.FAQ, ("opening-hours",))


@pytest.mark.parametrize("said", ["高铁馆几楼自习", "高铁站图书馆怎么坐地铁", "站前馆电话"])
def test_a_named_branch_with_a_word_of_place_needs_no_matcher(desk: Desk, said: str) -> None:
    answer = _answer(desk, _turn(said))
    assert (answer.kind, answer.topics) == (Kind.FAQ, ("branch-addresses",))
    assert "高新区站前大道6号\n今天 9:00-20:00（现在开着）\n地铁1号线" in _said(answer)
    assert "2楼 自习区" in _said(answer)


def test_a_question_about_places_is_answered_for_the_branch_named(desk: Desk) -> None:
    desk.entries.put(an_entry("transport-main", answer="到总馆坐1号线"), NOW)
    desk.publisher.publish("anna", NOW)
    answer = _answer(desk, _turn("大学城分馆坐啥车", Kind.FAQ, "transport-main"))
    assert "地铁2号线学府路站A口" in _said(answer)
    assert answer.topics == ("transport-main",)
    general = _answer(desk, _turn("坐啥车", Kind.FAQ, "transport-main"))
    assert _said(general) == "到总馆坐1号线"


def test_opening_hours_can_be_gone_on_about(desk: Desk) -> None:
    first = _answer(desk, _turn("明天老馆几点关", Kind.FAQ, "opening-hours"))
    other = _answer(desk, _turn("那少儿馆呢", dialogue=first.dialogue))
    assert _said(other).startswith("少儿馆明天（11月22日 周日）")
    later = _answer(desk, _turn("后天呢", dialogue=other.dialogue))
    assert _said(later).startswith("老城分馆后天")


def test_a_question_of_its_own_does_not_go_on_about_hours(desk: Desk) -> None:
    first = _answer(desk, _turn("明天老馆几点关", Kind.FAQ, "opening-hours"))
    answer = _answer(desk, _turn("打印", Kind.FAQ, "print", dialogue=first.dialogue))
    assert answer.topics == ("print",)


def test_what_nobody_knows_is_said_with_ways_on(desk: Desk) -> None:
    answer = _answer(desk, _turn("高铁票怎么退"))
    assert (answer.kind, answer.end, answer.topics) == (Kind.OUT_OF_SCOPE, End.REFUSED, ())
    assert "“人工”" in _said(answer)
    assert "书名" in _said(answer)
    assert "0560-5550100（周二至周日9:00-17:30，周一闭馆）" in _said(answer)


@pytest.mark.parametrize("kind", [Kind.MY_LOANS, Kind.RENEW, Kind.HOLD])
def test_what_cannot_be_done_here_is_said_with_how_to_do_it(desk: Desk, kind: Kind) -> None:
    answer = _answer(desk, _turn("x", kind, slots={"scope": "all"}))
    assert (answer.kind, answer.end, dict(answer.slots)) == (kind, End.REFUSED, {"scope": "all"})
    assert "还不能" in _said(answer)
    assert "0560-5550100" in _said(answer)
    assert "https://www.lib.linjiang.example" in _said(answer)


@pytest.mark.parametrize(
    ("said", "kind", "heard"),
    [
        ("你好", Kind.GREETING, "临江市图书馆"),
        ("谢谢啊", Kind.CHITCHAT, "不客气"),
        ("拜拜", Kind.CHITCHAT, "再见"),
        ("你是机器人吗", Kind.CHITCHAT, "自动回复"),
        ("哈哈", Kind.CHITCHAT, "图书馆的事"),
        ("算了", Kind.CANCEL, "退出"),
    ],
)
def test_small_talk_is_kind(desk: Desk, said: str, kind: Kind, heard: str) -> None:
    answer = _answer(desk, _turn(said, kind))
    assert heard in _said(answer)
    assert answer.kind is kind


@pytest.mark.parametrize("kind", [Kind.CATALOG_SEARCH, Kind.HUMAN, Kind.FEEDBACK])
def test_what_others_answer_is_left_to_them(desk: Desk, kind: Kind) -> None:
    assert _chat(desk).answer(_turn("x", kind)) is None


def test_an_english_reader_is_told_when_an_answer_is_only_chinese(desk: Desk) -> None:
    answer = _answer(desk, _turn("wifi", Kind.FAQ, "wifi", language=EN))
    assert _said(answer) == "(This answer is available in Chinese only.)\n连 LJ-Library。"


def test_a_traditional_reader_gets_traditional_words(desk: Desk) -> None:
    desk.entries.put(an_entry("phone", answer="图书馆电话"), NOW)
    desk.publisher.publish("anna", NOW)
    answer = _answer(desk, _turn("x", Kind.FAQ, "phone", language=HANT))
    assert _said(answer) == "圖書館電话"


def test_a_new_follower_is_welcomed(desk: Desk) -> None:
    assert "欢迎关注临江市图书馆" in _said(_answer(desk, _event(_message(Followed))))


def test_the_librarys_own_welcome_comes_first(desk: Desk) -> None:
    desk.save(WELCOME, "欢迎来{library.short_name}")
    said = _said(_answer(desk, _event(_message(Followed))))
    assert said == f"欢迎来临图\n\n{privacy_texts.IN_WELCOME.hans}"


def test_a_scan_is_greeted(desk: Desk) -> None:
    assert _answer(desk, _event(_message(Scanned))).kind is Kind.GREETING


def test_a_menu_tap_answers_its_entry(desk: Desk) -> None:
    answer = _answer(desk, _event(_message(Tapped, button="faq:wifi")))
    assert (answer.kind, answer.topics) == (Kind.FAQ, ("wifi",))


def test_a_menu_tap_shows_a_canned_answer(desk: Desk) -> None:
    desk.save(CANNED, "card: 请到服务台")
    assert _said(_answer(desk, _event(_message(Tapped, button="text:card")))) == "请到服务台"


@pytest.mark.parametrize("button", ["faq:moon", "text:moon", "moon", ""])
def test_an_empty_button_is_said_to_be_empty(desk: Desk, button: str) -> None:
    answer = _answer(desk, _event(_message(Tapped, button=button)))
    assert answer.end is End.REFUSED


def test_a_place_gets_the_nearest_branches(desk: Desk) -> None:
    place = _message(Location, latitude=31.3290, longitude=118.3888)
    answer = _answer(desk, _event(place))
    said = _said(answer)
    assert said.startswith("离您最近的：\n\n1. 老城分馆，约10米\n古城区鼓楼街32号\n今天 8:30-18:00")
    assert "3. 鼓楼广场24小时自助图书馆" in said
    assert "没有保存" in said
    assert answer.topics == ("branch-addresses",)


def test_a_picture_is_not_for_this_chat(desk: Desk) -> None:
    assert _chat(desk).answer(_event(_message(Picture))) is None


def test_without_facts_no_hours_are_made_up() -> None:
    answer = _answer(Desk(), _turn("老馆今天开门吗", Kind.FAQ, "opening-hours"))
    assert answer.kind is Kind.OUT_OF_SCOPE


def test_a_command_button_is_heard_as_its_words(desk: Desk) -> None:
    tap = TapChat([_chat(desk)], lambda said: Meaning(Kind.FAQ, ("wifi",)))
    answer = tap.answer(_event(_message(Tapped, button="cmd:上网")))
    assert isinstance(answer, Answer)
    assert answer.topics == ("wifi",)


def test_other_buttons_are_not_commands(desk: Desk) -> None:
    tap = TapChat([_chat(desk)], lambda said: Meaning(Kind.GREETING))
    assert tap.answer(_event(_message(Tapped, button="faq:wifi"))) is None
    assert tap.answer(_turn("cmd:上网")) is None


def test_a_choice_runs_out(desk: Desk) -> None:
    choice = _answer(desk, _turn("x", Kind.CHOICE, "wifi", "print"))
    assert choice.dialogue is not None
    assert choice.dialogue.until == NOW + timedelta(minutes=10)


def test_another_chats_dialogue_is_left_alone(desk: Desk) -> None:
    foreign = Dialogue("feedback", "text", NOW + timedelta(minutes=1))
    assert _answer(desk, replace(_turn("1"), dialogue=foreign)).kind is Kind.OUT_OF_SCOPE


@pytest.mark.parametrize("said", ["", "11", "书", "第一次办证", "十二"])
def test_words_that_are_no_number_choose_nothing(said: str) -> None:
    assert chosen_number(said) is None
