"""What a reader may say to the catalogue, and what comes back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.catalogue.chat import CatalogueChat
from chalicelib.catalogue.model import Copy, Record, Shelf
from chalicelib.catalogue.service import Found, Hit, How
from chalicelib.dialogue import Answer, Dialogue, Kind, Meaning, Turn
from chalicelib.errors import NotFound
from chalicelib.texts.words import Language
from chalicelib.wechat.inbound import Picture, Text
from chalicelib.wechat.outbound import TextReply
from tests.catalogue.factories import NOW, a_record

BOOKS = [a_record(f"书{n}", year=2000 + n, authors=("某人",)) for n in range(1, 8)]


class FakeSearch:
    """Finds all books for any words, five a page, or what it was told to find."""

    def __init__(
        self,
        how: How = How.EXACT,
        books: list[Record] | None = None,
        named: bool = False,
        copied: datetime | None = None,
    ) -> None:
        self._copied = copied
        self._named = named
        self.asked: list[tuple[str, int, str]] = []
        self._how = how
        self._books = BOOKS if books is None else books

    def find(self, said: str, page: int, now: datetime, branch: str = "") -> Found:
        self.asked.append((said, page, branch))
        hits = [Hit(n, book) for n, book in enumerate(self._books)]
        shown = tuple(hits[page * 5 : page * 5 + 5])
        found = Found(said, len(hits), page, shown, self._how, "百年孤独", named=self._named)
        return replace(found, copied=self._copied)

    def title(self, number: int) -> Record:
        if number >= len(self._books):
            raise NotFound("gone")
        return self._books[number]


def a_chat(search: FakeSearch) -> CatalogueChat:
    called = {"main": "总馆"}
    return CatalogueChat(search, lambda branch: called.get(branch, branch), "Asia/Shanghai")


def a_turn(said: str, dialogue: Dialogue | None = None, **other: Any) -> Turn:
    message = Text("1", "o1", "gh", NOW, content=said)
    language = other.pop("language", Language.SIMPLIFIED)
    kind = other.pop("kind", Kind.OUT_OF_SCOPE)
    return Turn(message, said, Meaning(kind, slots=other), language, NOW, dialogue)


def a_search(said: str, **slots: str) -> Turn:
    return a_turn(said, kind=Kind.CATALOG_SEARCH, query=said, **slots)


def answered(chat: CatalogueChat, turn: Turn) -> Answer:
    answer = chat.answer(turn)
    assert answer is not None
    return answer


def words(answer: Answer) -> str:
    assert isinstance(answer.reply, TextReply)
    return answer.reply.content


def listed(chat: CatalogueChat) -> Dialogue:
    dialogue = answered(chat, a_search("书名")).dialogue
    assert dialogue is not None
    return dialogue


def test_a_title_sent_without_any_word_around_it_is_looked_up() -> None:
    answer = a_chat(FakeSearch(named=True)).answer(a_turn("东野圭吾"))
    assert answer is not None
    assert answer.kind is Kind.CATALOG_SEARCH


def test_sure_small_talk_is_not_looked_up() -> None:
    search = FakeSearch(named=True)
    turn = a_turn("谢谢")
    meaning = Meaning(Kind.CHITCHAT, sure=0.9)
    assert (a_chat(search).answer(replace(turn, meaning=meaning)), search.asked) == (None, [])


def test_other_questions_are_left_to_other_chats() -> None:
    assert a_chat(FakeSearch()).answer(a_turn("你好")) is None


def test_a_picture_is_left_to_other_chats() -> None:
    turn = replace(a_search("书名"), message=Picture("1", "o1", "gh", NOW))
    assert a_chat(FakeSearch()).answer(turn) is None


def test_a_search_lists_five_titles_and_the_next_step() -> None:
    text = words(answered(a_chat(FakeSearch()), a_search("书名")))
    assert text.split("\n") == [
        "“书名”找到 7 种，第 1/2 页：",
        "1. 书1（某人 2001）",
        "2. 书2（某人 2002）",
        "3. 书3（某人 2003）",
        "4. 书4（某人 2004）",
        "5. 书5（某人 2005）",
        "发序号（如 1）看在哪个馆、哪层哪架。发“下一页”看更多。",
    ]


@pytest.mark.parametrize("said", ["下一页", "更多", "下一頁", "n", "N", "next"])
def test_the_next_page_follows(said: str) -> None:
    search = FakeSearch()
    chat = a_chat(search)
    answered(chat, a_turn(said, listed(chat)))
    assert search.asked[-1] == ("书名", 1, "")


def test_the_page_before_comes_back() -> None:
    search = FakeSearch()
    chat = a_chat(search)
    second = answered(chat, a_turn("下一页", listed(chat))).dialogue
    answered(chat, a_turn("上一页", second))
    assert search.asked[-1] == ("书名", 0, "")


def test_behind_the_last_page_the_list_stays_open() -> None:
    chat = a_chat(FakeSearch())
    second = answered(chat, a_turn("下一页", listed(chat))).dialogue
    end = answered(chat, a_turn("下一页", second))
    assert words(end).startswith("已经是最后一页了")
    assert end.dialogue is not None
    assert end.dialogue.facts == (second.facts if second else {})


def test_before_the_first_page_is_said_so() -> None:
    chat = a_chat(FakeSearch())
    assert words(answered(chat, a_turn("上一页", listed(chat)))).startswith("已经是第一页了")


@pytest.mark.parametrize(
    "said", ["2", "「2」", "第2本", "第二本", "二", "2.", "（2）", "第二个", "2号"]
)
def test_a_number_opens_its_title(said: str) -> None:
    chat = a_chat(FakeSearch())
    assert words(answered(chat, a_turn(said, listed(chat)))).startswith("《书2》")


def test_a_number_inside_a_sentence_opens_its_title() -> None:
    chat = a_chat(FakeSearch())
    turn = a_turn("我想看看第二本在哪", listed(chat), kind=Kind.CATALOG_SEARCH, index="2")
    assert words(answered(chat, turn)).startswith("《书2》")


def test_a_number_that_was_not_shown_is_said_so() -> None:
    chat = a_chat(FakeSearch())
    text = words(answered(chat, a_turn("8", listed(chat))))
    assert text == "这一页只有 5 种，请发 1 到 5 的序号。"


def test_a_title_that_has_gone_asks_to_search_again() -> None:
    chat = a_chat(FakeSearch())
    gone = Dialogue("catalogue", "list", NOW, dict(listed(chat).facts) | {"shown": "99"})
    assert words(answered(chat, a_turn("1", gone))).startswith("书目刚刚更新过")


def test_other_words_leave_the_list() -> None:
    chat = a_chat(FakeSearch())
    assert chat.answer(a_turn("今天开门吗", listed(chat), kind=Kind.FAQ)) is None


def test_a_new_search_leaves_the_old_list() -> None:
    search = FakeSearch()
    chat = a_chat(search)
    turn = replace(a_search("三体"), dialogue=listed(chat))
    answered(chat, turn)
    assert search.asked[-1] == ("三体", 0, "")


def test_a_wish_without_a_title_is_asked_for_one() -> None:
    search = FakeSearch()
    chat = a_chat(search)
    asked = answered(chat, a_search("查书"))
    answered(chat, a_turn("活着", asked.dialogue))
    assert (words(asked)[:4], search.asked) == ("请发书名", [("活着", 0, "")])


def test_somebody_asked_for_a_title_may_ask_something_else() -> None:
    chat = a_chat(FakeSearch())
    asked = answered(chat, a_turn("查书", kind=Kind.CATALOG_SEARCH))
    assert chat.answer(a_turn("算了", asked.dialogue, kind=Kind.CANCEL)) is None


def test_a_corrected_question_says_what_it_took_it_for() -> None:
    answer = answered(a_chat(FakeSearch(How.TYPO)), a_search("百年孤毒"))
    assert words(answer).startswith("没有找到“百年孤毒”，您找的是不是“百年孤独”？共 7 种：")
    assert answer.slots == {"query": "百年孤独"}


def test_nothing_found_offers_the_purchase_suggestion() -> None:
    answer = answered(a_chat(FakeSearch(How.NONE, [])), a_search("量子猫"))
    assert words(answer).endswith("想请图书馆买这本书（荐购），发：建议 荐购《量子猫》")
    assert answer.dialogue is None


def test_near_titles_come_with_the_purchase_suggestion() -> None:
    text = words(answered(a_chat(FakeSearch(How.NEAR)), a_search("量子猫")))
    assert ("相近的有：" in text, "荐购《量子猫》" in text) == (True, True)


def test_a_branch_is_named_and_kept_over_pages() -> None:
    search = FakeSearch()
    chat = a_chat(search)
    first = answered(chat, a_search("书名", branch="main"))
    answered(chat, a_turn("下一页", first.dialogue))
    assert words(first).startswith("总馆的“书名”有 7 种，第 1/2 页：")
    assert search.asked[-1] == ("书名", 1, "main")


COPIES = (
    Copy("main", "2", "I-03 架", "I246/1"),
    Copy("main", "2", "I-03 架", "I246/1", "b2"),
    Copy("main", "2", "I-03 架", "I246/1", "b3", Shelf.ON_LOAN, date(2026, 12, 8)),
    Copy("main", "2", "I-03 架", "I246/1", "b4", Shelf.ON_LOAN, date(2026, 12, 1)),
)
HOME = a_record("家", authors=("巴金",), call_number="I246/1", copies=COPIES)


def test_a_single_title_is_opened_at_once_with_its_places() -> None:
    text = words(answered(a_chat(FakeSearch(books=[HOME])), a_search("家")))
    assert text.split("\n") == [
        "“家”找到 1 种：",
        "《家》",
        "作者：巴金",
        "索书号：I246/1",
        "在哪里：",
        "· 总馆 2楼 I-03 架：可借 2 册",
        "· 总馆 2楼 I-03 架：已借出 2 册，最早 12月1日应还",
    ]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((1, 8), "已借出 2 册，最早 12月1日应还"),
        ((0, 8), "已借出 2 册，最早 12月8日应还"),
        ((0, 0), "已借出 2 册，已过应还日期"),
    ],
)
def test_a_day_gone_by_is_not_promised(days: tuple[int, int], said: str) -> None:
    """On the first of December, by the library's clock: in UTC it is still the day before."""
    dues = [date(2026, 12, day) if day else date(2026, 11, 30) for day in days]
    lent = tuple(replace(copy, due=due) for copy, due in zip(COPIES[2:], dues, strict=True))
    asked = replace(a_search("家"), now=datetime(2026, 11, 30, 17, 0, tzinfo=UTC))
    text = words(answered(a_chat(FakeSearch(books=[replace(HOME, copies=lent)])), asked))
    assert said in text


def test_a_list_says_what_can_be_taken_home() -> None:
    lent = replace(HOME, title="春", copies=COPIES[2:])
    text = words(answered(a_chat(FakeSearch(books=[HOME, lent])), a_search("巴金")))
    assert text.split("\n")[1:3] == ["1. 家（巴金） 可借2册", "2. 春（巴金） 暂无可借"]


WORDY = replace(
    HOME,
    title="长" * 300,
    subtitle="副" * 300,
    authors=("某" * 80,) * 20,
    translators=("译" * 80,) * 9,
    publisher="社" * 200,
    summary="述" * 1000,
    copies=tuple(Copy(f"馆{n}" * 30, "层" * 40, "架" * 40, "号" * 60) for n in range(30)),
)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("books", [[WORDY], [WORDY] * 7])
def test_no_answer_is_longer_than_a_message(language: Language, books: list[Record]) -> None:
    chat = a_chat(FakeSearch(books=books))
    turn = replace(a_search("书" * 100, branch="main"), language=language)
    assert len(words(answered(chat, turn)).encode()) <= 2048


def test_english_readers_are_answered_in_english() -> None:
    turn = replace(a_search("home"), language=Language.ENGLISH)
    text = words(answered(a_chat(FakeSearch(books=[HOME])), turn))
    assert text.split("\n")[0] == '"home": 1 found'


def test_copies_older_than_a_day_say_so() -> None:
    old = a_chat(FakeSearch(copied=NOW - timedelta(days=3, hours=1)))
    assert "3 天前" in words(answered(old, a_search("书名")))
    fresh = a_chat(FakeSearch(copied=NOW - timedelta(hours=20)))
    assert "天前" not in words(answered(fresh, a_search("书名")))
