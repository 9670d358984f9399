"""What readers say to the feedback chat, and what it makes of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.dialogue import Answer, Dialogue, End, Kind, Later, Meaning, Turn
from chalicelib.errors import Conflict
from chalicelib.feedback.chat import FeedbackChat
from chalicelib.feedback.media import CopyMedia, Media
from chalicelib.feedback.model import Author, Case, CaseKind, CaseState, Entry
from chalicelib.feedback.service import Feedback
from chalicelib.texts import feedback as texts
from chalicelib.texts.words import Language
from chalicelib.wechat.inbound import Inbound, Picture, Text, Voice
from chalicelib.wechat.outbound import TextReply
from tests.fakes_staff import FakeFiles
from tests.feedback.fakes import FakeCases, OneDay, a_jpeg

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
HEAD = ("reader", "account", NOW)


class Downloads:
    def download(self, media_id: str, max_bytes: int, deadline: datetime) -> Media:
        return Media(a_jpeg(), "image/jpeg")


class Setting:
    """A reader and the chat; the dialogue goes on from message to message."""

    def __init__(self) -> None:
        self.cases = FakeCases()
        self.desk = Feedback(self.cases, OneDay(), "Asia/Shanghai")
        self.chat = FeedbackChat(self.desk, "Asia/Shanghai")
        self.files = FakeFiles()
        self.job = CopyMedia(Downloads(), self.files, self.desk)
        self.dialogue: Dialogue | None = None
        self.sent = 0

    def says(self, said: str, kind: Kind = Kind.OUT_OF_SCOPE, button: str = "") -> Answer | None:
        self.sent += 1
        return self.hears(Text(f"m{self.sent}", *HEAD, said, button), said, kind)

    def sends_a_picture(self) -> Answer | None:
        self.sent += 1
        return self.hears(Picture(f"m{self.sent}", *HEAD, media_id=f"photo{self.sent}"))

    def sends_a_voice(self) -> Answer | None:
        self.sent += 1
        return self.hears(Voice(f"m{self.sent}", *HEAD, media_id=f"voice{self.sent}"))

    def hears(self, message: Inbound, said: str = "", kind: Kind = Kind.CHITCHAT) -> Answer | None:
        turn = Turn(message, said, Meaning(kind), Language.SIMPLIFIED, NOW, self.dialogue)
        answer = self._worked(self.chat.answer(turn))
        self.dialogue = answer.dialogue if answer else None
        return answer

    def _worked(self, found: Answer | Later | None) -> Answer | None:
        if not isinstance(found, Later):
            return found
        done = self.job.run("reader", found.facts, NOW + timedelta(seconds=2))
        return done or found.holding

    def fills_the_case(self) -> None:
        case = self.case()
        entries = [Entry(f"long{n}", Author.READER, NOW, "长" * 2000) for n in range(41)]
        self.cases.kept[case.number] = replace(case, entries=tuple(entries))

    def case(self) -> Case:
        (case,) = self.cases.kept.values()
        return case


def words(answer: Answer | None) -> str:
    assert answer is not None
    assert isinstance(answer.reply, TextReply)
    return answer.reply.content


def test_a_voice_sent_before_asking_for_a_person_goes_to_the_person() -> None:
    setting = Setting()
    setting.sends_a_voice()
    answer = setting.says("人工")
    assert answer is not None
    assert answer.end is End.PROMISED
    assert "一起交给馆员" in words(answer)
    assert [e.pictures for e in setting.case().entries] == [
        (f"cases/{setting.case().number}/m1.jpg",)
    ]


def test_pictures_sent_before_a_complaint_go_with_it() -> None:
    setting = Setting()
    setting.sends_a_picture()
    setting.sends_a_picture()
    setting.says("投诉")
    setting.says("三楼空调太冷")
    assert [e.text for e in setting.case().entries] == ["三楼空调太冷", "", ""]
    assert len(setting.files.rows) == 2


def test_a_picture_instead_of_words_opens_the_complaint() -> None:
    setting = Setting()
    setting.says("投诉")
    setting.sends_a_picture()
    setting.says("这里漏水")
    assert setting.case().kind is CaseKind.COMPLAINT
    assert [(e.text, len(e.pictures)) for e in setting.case().entries] == [("", 1), ("这里漏水", 0)]


def test_a_question_after_a_picture_to_a_person_is_still_the_question() -> None:
    setting = Setting()
    setting.says("人工")
    setting.sends_a_picture()
    setting.says("这本书还能借吗", Kind.FAQ)
    assert [e.text for e in setting.case().entries] == ["", "这本书还能借吗"]


@pytest.mark.parametrize("said", ["人工", "我的反馈", "投诉"])
def test_a_command_is_not_the_text_of_a_complaint(said: str) -> None:
    setting = Setting()
    setting.says("建议")
    setting.says(said)
    assert said not in [e.text for case in setting.cases.kept.values() for e in case.entries]


def test_a_tapped_menu_is_not_the_text_of_a_complaint() -> None:
    setting = Setting()
    setting.says("投诉")
    assert setting.says("今天各馆开放时间", Kind.FAQ, button="cmd:今天各馆开放时间") is None
    assert setting.cases.kept == {}


def test_a_question_after_a_picture_goes_the_usual_way() -> None:
    setting = Setting()
    setting.sends_a_picture()
    assert setting.says("今天开门吗", Kind.FAQ) is None


def test_the_newest_answer_is_shown_in_full() -> None:
    setting = Setting()
    setting.says("投诉 太吵")
    setting.cases.answer_all("答" * 500)
    assert "答" * 500 in words(setting.says("我的反馈"))


def test_words_added_while_staff_change_the_case_are_not_lost() -> None:
    setting = Setting()
    setting.says("人工")
    setting.cases.fail_once(Conflict("changed"))
    setting.says("我的书不见了")
    assert [e.text for e in setting.case().entries] == ["我的书不见了"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("feedback: the lift is broken", CaseKind.SUGGESTION),
        ("complaint too loud", CaseKind.COMPLAINT),
        ("Librarian where is my book", CaseKind.QUESTION),
        ("我要投訴 太吵", CaseKind.COMPLAINT),
    ],
)
def test_the_words_our_replies_name_open_a_case(said: str, kind: CaseKind) -> None:
    setting = Setting()
    setting.says(said)
    assert setting.case().kind is kind


def test_words_for_a_full_case_are_refused_kindly_with_the_way_on() -> None:
    setting = Setting()
    setting.says("投诉 太吵")
    setting.fills_the_case()
    before = setting.case().entries
    assert words(setting.says("还有一件事")) == texts.FULL.hans.format(number=setting.case().number)
    assert setting.case().entries == before
    assert setting.dialogue is None


def test_a_picture_for_a_full_case_is_refused_kindly_and_not_kept() -> None:
    setting = Setting()
    setting.says("投诉 太吵")
    setting.fills_the_case()
    assert words(setting.sends_a_picture()) == texts.FULL.hans.format(number=setting.case().number)
    assert list(setting.files.keys("")) == []


def test_staff_can_answer_a_case_its_reader_has_filled() -> None:
    setting = Setting()
    setting.says("投诉 太吵")
    setting.fills_the_case()
    answer = Entry("s1", Author.STAFF, NOW, "已处理", by="lin")
    setting.desk.answer(setting.case().number, answer, NOW)
    assert setting.case().state is CaseState.ANSWERED
