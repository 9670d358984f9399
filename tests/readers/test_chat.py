from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from chalicelib.dialogue import Answer, Dialogue, End, Kind, Meaning, Turn
from chalicelib.readers.chat import CardsChat
from chalicelib.readers.hearing import concerns_cards
from chalicelib.texts.words import Language
from chalicelib.wechat.inbound import Text
from chalicelib.wechat.outbound import TextReply
from tests.readers.desk import READER, Counter


@dataclass
class Chatting:
    """A reader in the chat; the dialogue goes on as it would."""

    counter: Counter = field(default_factory=Counter)
    address: str = "https://lib.example.cn"
    has_system: bool = True
    dialogue: Dialogue | None = None

    def hears(self, said: str, language: Language = Language.SIMPLIFIED) -> Answer | None:
        now = self.counter.now
        message = Text("m1", READER, "gh", now, said, "")
        meaning = Meaning(Kind.OUT_OF_SCOPE)
        turn = Turn(message, said.strip(), meaning, language, now, self.dialogue)
        chat = CardsChat(self.counter.desk, lambda: self.address, self.has_system)
        answer = chat.answer(turn) if concerns_cards(turn) else None
        self.dialogue = answer.dialogue if answer else self.dialogue
        return answer

    def says(self, said: str, language: Language = Language.SIMPLIFIED) -> str:
        answer = self.hears(said, language)
        assert answer is not None
        assert isinstance(answer.reply, TextReply)
        return answer.reply.content


@pytest.fixture
def chat() -> Chatting:
    return Chatting()


@pytest.fixture
def family(chat: Chatting) -> Chatting:
    chat.counter.binds()
    chat.counter.binds(card="A1002", name="妈妈的证")
    return chat


@pytest.mark.parametrize("word", ["绑定", "绑定读者证", "綁定", "bind", "Bind"])
def test_asked_to_bind_the_chat_hands_out_a_link(chat: Chatting, word: str) -> None:
    assert 'href="https://lib.example.cn/r/bind/' in chat.says(word)


def test_a_question_about_binding_is_not_a_command(chat: Chatting) -> None:
    assert chat.hears("绑定以后能干什么") is None


def test_the_code_from_the_page_binds_the_card(chat: Chatting) -> None:
    code = chat.counter.fills_in(chat.counter.invites())
    assert "尾号 01" in chat.says(code)
    assert chat.counter.cards() == ["A1001"]


def test_a_wrong_code_says_how_many_tries_are_left(chat: Chatting) -> None:
    chat.counter.fills_in(chat.counter.invites())
    assert "4 次" in chat.says("000001")


def test_the_last_wrong_code_says_what_to_do(chat: Chatting) -> None:
    chat.counter.fills_in(chat.counter.invites())
    said = [chat.says(f"00000{n}") for n in range(5)]
    assert "重新发“绑定”" in said[-1]


def test_six_digits_that_nobody_awaits_are_explained(chat: Chatting) -> None:
    assert "别人转给您的链接" in chat.says("345678")


def test_a_library_without_a_system_says_so(chat: Chatting) -> None:
    chat.has_system = False
    answer = chat.hears("绑定")
    assert answer is not None
    assert answer.end is End.REFUSED


def test_without_a_known_address_the_reader_is_asked_back(chat: Chatting) -> None:
    chat.address = ""
    assert "过几分钟" in chat.says("绑定")


def test_with_one_card_no_second_one_is_spoken_of(chat: Chatting) -> None:
    chat.counter.binds()
    said = chat.says("我的证")
    assert "尾号 01）" in said
    assert "用证 2" not in said


def test_my_cards_are_listed_by_name_and_last_digits(family: Chatting) -> None:
    said = family.says("我的证")
    assert "1. 读者证（尾号 01）" in said
    assert "2. 妈妈的证（尾号 02）" in said
    assert "A1001" not in said


def test_without_a_card_the_list_says_how_to_bind(chat: Chatting) -> None:
    assert "发“绑定”" in chat.says("我的证")


def test_one_card_is_unbound_in_one_message(chat: Chatting) -> None:
    chat.counter.binds()
    assert "已解除绑定" in chat.says("解绑")
    assert chat.counter.cards() == []


def test_of_several_the_reader_is_asked_which(family: Chatting) -> None:
    assert "要解除哪一张" in family.says("解绑")
    assert "妈妈的证" in family.says("2")
    assert family.counter.cards() == ["A1001"]


def test_of_several_one_can_be_named_at_once(family: Chatting) -> None:
    family.says("解绑 1")
    assert family.counter.cards() == ["A1002"]


def test_a_number_too_high_changes_nothing(family: Chatting) -> None:
    assert "没有第 3 张证" in family.says("解绑 3")
    assert len(family.counter.cards()) == 2


def test_another_card_is_chosen(family: Chatting) -> None:
    family.says("用证2")
    assert family.counter.cards() == ["A1002", "A1001"]


def test_a_card_is_renamed(family: Chatting) -> None:
    assert "孩子的证" in family.says("改名 1 孩子的证")


@pytest.mark.parametrize("said", ["改名", "改名字怎么办", "用证件照可以吗", "解绑后书还在吗"])
def test_words_that_only_begin_alike_go_the_usual_way(family: Chatting, said: str) -> None:
    assert family.hears(said) is None or "读者证" in family.says(said)


def test_a_dialogue_that_ran_out_no_longer_takes_numbers(family: Chatting) -> None:
    family.says("解绑")
    assert family.dialogue is not None
    assert family.dialogue.until - family.counter.now == timedelta(minutes=5)
    other = replace(family.dialogue, chat="catalogue")
    family.dialogue = other
    assert family.hears("2") is None


@pytest.mark.parametrize("language", list(Language))
def test_every_language_is_spoken(chat: Chatting, language: Language) -> None:
    assert "{" not in chat.says("绑定", language)


@pytest.mark.parametrize("said", ["20231234567", "20231234567 1234", "LJ1001", "8866", "1234567"])
def test_numbers_typed_behind_the_link_are_sent_to_the_page(chat: Chatting, said: str) -> None:
    chat.says("绑定")
    assert "填到绑定页面上" in chat.says(said)
    assert "填到绑定页面上" in chat.says(said)


@pytest.mark.parametrize("said", ["1", "9787506365437", "三体", "几点开门"])
def test_behind_the_link_other_messages_go_the_usual_way(chat: Chatting, said: str) -> None:
    chat.says("绑定")
    assert chat.hears(said) is None


def test_a_hidden_card_number_alone_is_told_where_the_page_is(chat: Chatting) -> None:
    assert "请发“绑定”" in chat.says("我的证号是〔证号已隐去〕 密码〔已隐去〕")


def test_a_question_with_a_hidden_card_number_is_still_answered(chat: Chatting) -> None:
    assert chat.hears("证号〔证号已隐去〕怎么续借") is None
