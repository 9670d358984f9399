"""What readers write, in the many ways they write it, on the demo library."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.dialogue import Kind, Meaning
from chalicelib.knowledge.matcher import Guess
from chalicelib.knowledge.understanding import Understanding, decide


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("無線網路的密碼是什麼", "wifi"),
        ("ＷｉＦｉ怎么连", "wifi"),
        ("wifi 咋连不上呀", "wifi"),
        ("逾期還書要罰多少錢", "overdue-fee"),
        ("图书馆的停车唱收费吗", "parking"),
        ("怎么帮定读着证", "bind-wechat"),
        ("wangji mima le zenme ban", "password-reset"),
        ("怎么xujie", "renew-how"),
        ("您好，不好意思打扰一下，麻烦请问打印一张要多少钱呢，谢谢您", "print-copy"),
        ("储物柜 怎么用", "locker"),
        ("失物招领", "lost-found"),
    ],
)
def test_a_question_is_understood_however_it_is_spelled(
    understanding: Understanding, said: str, topic: str
) -> None:
    meaning = understanding(said)
    assert (meaning.kind, meaning.topics) == (Kind.FAQ, (topic,))


@pytest.mark.parametrize(
    "said",
    [
        "银行卡丢了怎么挂失补办",
        "医院有没有轮椅可以借",
        "酒店押金多久退",
        "医院门诊几点开门",
        "动车票能退吗",
        "外卖小哥把餐送错了",
        "明天会下雪吗",
    ],
)
def test_a_near_miss_is_not_answered(understanding: Understanding, said: str) -> None:
    assert understanding(said).kind is Kind.OUT_OF_SCOPE


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("转人工", Kind.HUMAN),
        ("您好！", Kind.GREETING),
        ("退出", Kind.CANCEL),
        ("我的借阅", Kind.MY_LOANS),
        ("全部续借", Kind.RENEW),
        ("谢谢", Kind.CHITCHAT),
        ("978-7-02-000220-7", Kind.CATALOG_SEARCH),
        ("有没有《骆驼祥子》", Kind.CATALOG_SEARCH),
        ("帮我续一下《骆驼祥子》", Kind.RENEW),
        ("帮我预约《骆驼祥子》", Kind.HOLD),
        ("厕所的灯坏了好几天没人修", Kind.FEEDBACK),
    ],
)
def test_a_request_is_told_from_a_question(
    understanding: Understanding, said: str, kind: Kind
) -> None:
    assert understanding(said).kind is kind


def test_a_title_in_a_question_does_not_make_it_a_search(understanding: Understanding) -> None:
    assert understanding("《骆驼祥子》被我弄丢了要赔多少钱").topics == ("lost-book",)


def test_two_clear_questions_get_two_answers(understanding: Understanding) -> None:
    meaning = understanding("请问停车怎么收费？还有无线网密码是多少？")
    assert (meaning.kind, set(meaning.topics)) == (Kind.FAQ, {"parking", "wifi"})


def test_the_question_inside_a_story_is_found(understanding: Understanding) -> None:
    said = "昨天陪孩子来看书，待了一下午，回家发现保温杯没带回来，应该落在你们那儿了，找谁问？"
    assert understanding(said).topics[0] == "lost-found"


def test_the_branch_is_heard(understanding: Understanding) -> None:
    assert understanding("老馆几点关门").slots["branch"] == "oldtown"


def test_a_stranger_beside_the_library_is_no_near_miss(understanding: Understanding) -> None:
    assert understanding("下班从银行过来还书，闭馆了书放哪里").topics == ("return-after-hours",)


def test_nothing_said_means_nothing(understanding: Understanding) -> None:
    assert understanding("").kind is Kind.OUT_OF_SCOPE


def test_one_entry_that_stands_out_is_the_answer() -> None:
    ranked = [Guess("wifi", 0.7), Guess("parking", 0.2), Guess("none", 0.1)]
    assert decide(ranked) == Meaning(Kind.FAQ, ("wifi",), sure=0.7)


def test_close_entries_are_a_choice_of_at_most_three() -> None:
    ranked = [Guess(topic, 0.24) for topic in ("a", "b", "c", "d")] + [Guess("none", 0.04)]
    assert decide(ranked) == Meaning(Kind.CHOICE, ("a", "b", "c"), sure=0.24)


def test_what_is_likely_for_nobody_gets_no_choice() -> None:
    ranked = [Guess("wifi", 0.4), Guess("none", 0.35), Guess("parking", 0.25)]
    assert decide(ranked).kind is Kind.OUT_OF_SCOPE


def test_nothing_is_done_on_a_faint_guess() -> None:
    ranked = [Guess("intent.renew", 0.2), Guess("none", 0.1), Guess("wifi", 0.1)]
    assert decide(ranked).kind is Kind.OUT_OF_SCOPE


def test_a_library_without_entries_still_understands_requests() -> None:
    ranked = [Guess("intent.human", 0.9), Guess("none", 0.1)]
    assert decide(ranked) == Meaning(Kind.HUMAN, sure=0.9)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    said=st.text(max_size=400)
    | st.text("续借预约第一二三十本《》97802-X？，你好wifi ", max_size=60)
)
def test_no_text_breaks_it(understanding: Understanding, said: str) -> None:
    assert isinstance(understanding(said), Meaning)


@pytest.mark.parametrize("piece", ["续借", "97", "《", "我想问一下，", "a", "第一", "有没有 "])
def test_a_very_long_message_takes_no_longer_than_a_blink(
    understanding: Understanding, piece: str
) -> None:
    said = (piece * 2000)[:2000]
    began = time.process_time()
    understanding(said)
    assert time.process_time() - began < 0.2
