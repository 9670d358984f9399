"""A reader complains, asks a person, and hears back."""

import re

import pytest

from chalicelib.feedback.model import Author, CaseKind, CaseState, Entry
from chalicelib.texts import conversation as conversation_texts
from chalicelib.wiring import Services
from tests.scenarios.front import BoxClock, FrontDoor

pytestmark = pytest.mark.engine


def number_in(said: str) -> str:
    found = re.search(r"\d{4}-\d{4}", said)
    assert found, said
    return found.group()


def test_a_complaint_in_one_line_gets_a_number_and_reaches_staff(
    front: FrontDoor, services: Services
) -> None:
    said = front.reader().says("投诉 三楼空调太冷了")
    case = services.feedback.get(number_in(said))
    assert case.kind is CaseKind.COMPLAINT
    assert case.entries[0].text == "三楼空调太冷了"
    assert services.feedback.in_state(CaseState.NEW).cases == (case,)


def test_a_complaint_by_dialogue(front: FrontDoor, services: Services) -> None:
    reader = front.reader()
    asked = reader.says("投诉")
    case = services.feedback.get(number_in(reader.says("二楼厕所水龙头坏了")))
    assert "请" in asked
    assert case.entries[0].text == "二楼厕所水龙头坏了"


def test_a_repeated_complaint_is_one_case_and_the_same_words(
    front: FrontDoor, services: Services
) -> None:
    reader = front.reader()
    first = reader.says("建议 多买点绘本")
    assert reader.repeats() == first
    assert len(services.feedback.in_state(CaseState.NEW).cases) == 1


def test_asking_for_a_person_opens_a_question_with_a_promised_time(
    front: FrontDoor, services: Services
) -> None:
    reader = front.reader()
    number = number_in(reader.says("人工"))
    reader.says("我的书找不到了")
    case = services.feedback.get(number)
    assert case.kind is CaseKind.QUESTION
    assert [e.text for e in case.entries] == ["我的书找不到了"]


def test_the_answer_rides_on_the_readers_next_message(
    front: FrontDoor, services: Services, clock: BoxClock
) -> None:
    reader = front.reader()
    number = number_in(reader.says("投诉 太吵"))
    answer = Entry("s1", Author.STAFF, clock(), "已加强巡视", by="admin")
    services.feedback.answer(number, answer, clock())
    assert "已加强巡视" in reader.says("繁体")
    assert "已加强巡视" not in reader.says("简体")


def test_my_feedback_shows_where_it_stands(
    front: FrontDoor, services: Services, clock: BoxClock
) -> None:
    reader = front.reader()
    number = number_in(reader.says("表扬 老城分馆的馆员很热心"))
    services.feedback.move(number, CaseState.IN_HAND, "admin")
    said = reader.says("我的反馈")
    assert number in said
    assert "正在处理" in said


def test_another_reader_does_not_see_it(front: FrontDoor) -> None:
    number = number_in(front.reader("one").says("投诉 太吵"))
    assert number not in front.reader("two").says("我的反馈")


def test_a_password_typed_into_a_complaint_is_never_stored(
    front: FrontDoor, services: Services
) -> None:
    said = front.reader().says("投诉 我的密码是abc12345登不上")
    case = services.feedback.get(number_in(said))
    assert "abc12345" not in case.entries[0].text
    assert said.startswith("⚠️")


def test_a_voice_message_is_answered_with_what_to_do_instead(front: FrontDoor) -> None:
    heard = front.reader().sends("voice", MediaId="media", Format="amr")
    assert heard.text == conversation_texts.VOICE.hans


def test_who_unfollows_is_forgotten_and_the_case_stays(
    front: FrontDoor, services: Services, clock: BoxClock
) -> None:
    reader = front.reader()
    number = number_in(reader.says("投诉 太吵"))
    reader.unfollows()
    assert services.conversations.row(reader.openid) is None
    clock.pass_(minutes=2)
    services.sweep()
    assert services.feedback.get(number).reader == ""


def test_a_chosen_language_is_kept(front: FrontDoor) -> None:
    reader = front.reader()
    reader.says("English")
    assert "number" in reader.says("投诉 too noisy")


def test_a_new_question_after_a_complaint_is_not_added_to_it(
    front: FrontDoor, services: Services
) -> None:
    reader = front.reader()
    number = number_in(reader.says("投诉 三楼太冷"))
    reader.says("高铁票怎么退")
    assert len(services.feedback.get(number).entries) == 1


def test_asking_for_a_person_after_a_complaint_opens_a_case_of_its_own(front: FrontDoor) -> None:
    reader = front.reader()
    first = number_in(reader.says("投诉 三楼太冷"))
    assert number_in(reader.says("人工 我的书找不到了")) != first


def test_what_goes_on_telling_is_added_to_the_case(front: FrontDoor, services: Services) -> None:
    reader = front.reader()
    number = number_in(reader.says("投诉 三楼太冷"))
    reader.says("靠窗那一排特别冷")
    assert [e.text for e in services.feedback.get(number).entries][1:] == ["靠窗那一排特别冷"]
