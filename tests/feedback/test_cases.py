"""Cases on a real engine: one number a message, no answer lost, no change overwritten."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.conversation.model import Door, OpenMessage
from chalicelib.conversation.store import ConversationStore
from chalicelib.errors import BadRequest, Conflict, NotFound
from chalicelib.feedback.model import Author, Case, CaseKind, CaseState, Entry, case_number
from chalicelib.feedback.service import Feedback
from chalicelib.feedback.store import CaseStore
from chalicelib.tables.cases import CaseRow
from chalicelib.tables.connect import Wire
from chalicelib.texts import privacy as texts
from chalicelib.texts.words import Language

pytestmark = pytest.mark.engine
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


class NextDay:
    def due(self, kind: CaseKind, now: datetime) -> datetime:
        return now + timedelta(days=1)


@pytest.fixture
def cases(storage: Wire) -> CaseStore:
    return CaseStore(storage)


@pytest.fixture
def feedback(cases: CaseStore) -> Feedback:
    return Feedback(cases, NextDay(), "Asia/Shanghai")


def opened(feedback: Feedback, origin: str = "m1", at: datetime = NOW) -> Case:
    kind = CaseKind.COMPLAINT
    return feedback.open(kind, "reader", origin, "三楼太冷", Language.SIMPLIFIED, at)


def an_answer(id: str = "s1", text: str = "已调高") -> Entry:
    return Entry(id, Author.STAFF, NOW, text, by="admin")


def test_a_case_gets_a_short_number_and_a_promised_time(feedback: Feedback) -> None:
    case = opened(feedback)
    assert case.number.startswith("1121-")
    assert case.due == NOW + timedelta(days=1)


def test_the_same_message_again_is_the_same_case(feedback: Feedback) -> None:
    assert opened(feedback).number == opened(feedback).number


def test_two_messages_that_meet_on_a_number_get_two_cases(
    feedback: Feedback, cases: CaseStore
) -> None:
    number = case_number(NOW.date(), "m1", 0)
    other = replace(opened(feedback, "other"), number=number, version=1)
    assert cases._put_new(other)
    case = opened(feedback, "m1")
    assert case.number != number
    assert case.origin == "m1"


def test_an_unknown_number_is_not_found(feedback: Feedback) -> None:
    with pytest.raises(NotFound):
        feedback.get("0000-0000")


def test_a_readers_further_words_are_added_once(feedback: Feedback) -> None:
    case = opened(feedback)
    more = Entry("m2", Author.READER, NOW, "还有四楼")
    feedback.add(case.number, more)
    assert len(feedback.add(case.number, more).entries) == 2


def test_an_answer_changes_the_state_and_is_written_once(feedback: Feedback) -> None:
    case = opened(feedback)
    feedback.answer(case.number, an_answer(), NOW)
    answered = feedback.answer(case.number, an_answer(), NOW)
    assert answered.state is CaseState.ANSWERED
    assert len(answered.entries) == 2


def test_an_answer_leaves_the_reader_a_notice(feedback: Feedback, storage: Wire) -> None:
    conversations = ConversationStore(storage)
    message = OpenMessage("m1", "a", NOW, NOW)
    conversations.claim("reader", message, "salt", Door.MESSAGE)
    case = opened(feedback)
    feedback.answer(case.number, an_answer(), NOW)
    row = conversations.row("reader")
    assert row is not None
    assert [n.id for n in row.notices] == [f"case-{case.number}-s1"]


def test_a_reader_who_left_is_not_told_but_the_answer_stays(feedback: Feedback) -> None:
    case = opened(feedback)
    feedback.answer(case.number, an_answer(), NOW)
    assert feedback.get(case.number).last_answer() == an_answer()


def test_an_empty_answer_is_refused(feedback: Feedback) -> None:
    case = opened(feedback)
    with pytest.raises(BadRequest):
        feedback.answer(case.number, an_answer(text=" "), NOW)


def test_a_closed_case_cannot_be_answered(feedback: Feedback) -> None:
    case = opened(feedback)
    feedback.move(case.number, CaseState.CLOSED, "admin")
    with pytest.raises(Conflict):
        feedback.answer(case.number, an_answer(), NOW)


def test_the_readers_word_opens_an_answered_case_again(feedback: Feedback) -> None:
    case = opened(feedback)
    feedback.answer(case.number, an_answer(), NOW)
    again = feedback.add(case.number, Entry("m3", Author.READER, NOW, "没有好转"))
    assert again.state is CaseState.IN_HAND


def test_saving_over_somebody_elses_change_is_refused(feedback: Feedback, cases: CaseStore) -> None:
    case = opened(feedback)
    feedback.move(case.number, CaseState.IN_HAND, "admin")
    with pytest.raises(Conflict):
        cases.save(case)


def test_a_readers_cases_come_newest_first_and_paged(feedback: Feedback) -> None:
    numbers = [opened(feedback, f"m{i}", NOW + timedelta(minutes=i)).number for i in range(3)]
    first = feedback.of_reader("reader", limit=2)
    second = feedback.of_reader("reader", first.after, limit=2)
    assert [c.number for c in (*first.cases, *second.cases)] == numbers[::-1]
    assert second.after == ""


def test_a_page_mark_that_is_none_is_refused(feedback: Feedback) -> None:
    with pytest.raises(BadRequest):
        feedback.of_reader("reader", "bm9uc2Vuc2U=")


def test_a_page_mark_of_another_list_is_refused(feedback: Feedback) -> None:
    with pytest.raises(BadRequest):
        feedback.of_reader("reader", "eyJhIjogeyJTIjogIngifX0=")


def test_forgetting_a_reader_keeps_the_cases_without_the_reader(
    feedback: Feedback, cases: CaseStore
) -> None:
    case = opened(feedback)
    dropped: list[str] = []
    assert list(cases.redact("reader", NOW, dropped.append)) == [case.number]
    left = feedback.get(case.number)
    assert (left.reader, left.entries[0].text) == ("", texts.REDACTED)
    assert feedback.of_reader("reader").cases == ()
    assert set(dropped) == {case.number}


def test_a_case_the_reader_opened_after_the_wish_is_not_touched(
    feedback: Feedback, cases: CaseStore
) -> None:
    case = opened(feedback, at=NOW + timedelta(seconds=1))
    assert list(cases.redact("reader", NOW, str)) == []
    assert feedback.get(case.number).reader == "reader"


def test_what_staff_wrote_survives_the_reader(feedback: Feedback, cases: CaseStore) -> None:
    case = opened(feedback)
    feedback.answer(case.number, an_answer(text="已调高"), NOW)
    list(cases.redact("reader", NOW, str))
    assert [e.text for e in feedback.get(case.number).entries] == [texts.REDACTED, "已调高"]


def test_a_case_goes_by_itself_400_days_after_its_last_word(
    feedback: Feedback, cases: CaseStore
) -> None:
    case = opened(feedback)
    later = replace(an_answer(), at=NOW + timedelta(days=3))
    feedback.answer(case.number, later, NOW)
    row = CaseRow.get(case.number)
    assert row.gone_after == NOW + timedelta(days=403)
