"""The inbox as staff see and use it."""

import json
from datetime import timedelta

import pytest

from chalicelib.feedback.model import Author, Case, CaseKind, CaseState, Entry
from chalicelib.files.ports import StoredFile
from chalicelib.staff.model import Role
from chalicelib.texts.words import Language
from tests.factories_staff import NOON, Browser, Desk, seen, text

ONCE = "0123456789abcdef"
NUMBER = "1121-4827"


def a_case(said: str = "三楼空调太冷了", **changed: object) -> Case:
    facts: dict[str, object] = {
        "number": NUMBER,
        "origin": "m1",
        "kind": CaseKind.COMPLAINT,
        "state": CaseState.NEW,
        "reader": "o-secret-openid",
        "language": Language.SIMPLIFIED,
        "opened": NOON,
        "due": NOON + timedelta(hours=4),
        "entries": (Entry("m1", Author.READER, NOON, said),),
    }
    return Case(**{**facts, **changed})  # type: ignore[arg-type]


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.cases.rows[NUMBER] = a_case()
    return desk


@pytest.fixture
def librarian(desk: Desk) -> Browser:
    return desk.signed_in(Role.DESK)


def test_the_inbox_lists_what_waits(librarian: Browser) -> None:
    page = seen(librarian.get("/staff/cases"))
    assert "投诉 三楼空调太冷了" in page
    assert "2026-11-21 16:00 前答复" in page


def test_what_is_late_stands_out(desk: Desk, librarian: Browser) -> None:
    desk.cases.rows[NUMBER] = a_case(due=NOON - timedelta(hours=1))
    assert "已超时" in seen(librarian.get("/staff/cases"))


def test_a_case_is_found_by_the_number_a_reader_reads_out(librarian: Browser) -> None:
    answer = librarian.get(f"/staff/cases?number={NUMBER}")
    assert answer.headers["Location"] == f"/staff/cases/{NUMBER}"
    assert librarian.get("/staff/cases?number=0000-0000").status_code == 404


def test_what_a_reader_wrote_cannot_run_in_our_page(desk: Desk, librarian: Browser) -> None:
    desk.cases.rows[NUMBER] = a_case("<script>alert(1)</script><img src=x onerror=alert(2)>")
    page = text(librarian.get(f"/staff/cases/{NUMBER}"))
    listed = text(librarian.get("/staff/cases"))
    assert "<script>alert" not in page + listed
    assert "<img src=x" not in page + listed
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_no_page_names_the_reader(librarian: Browser) -> None:
    page = text(librarian.get(f"/staff/cases/{NUMBER}"))
    plain = text(librarian.get(f"/staff/api/cases/{NUMBER}"))
    assert "o-secret-openid" not in page + plain


def test_an_answer_is_kept_and_the_case_is_answered(desk: Desk, librarian: Browser) -> None:
    sent = {"text": "已请物业调高温度。", "once": ONCE}
    answer = librarian.post(f"/staff/cases/{NUMBER}/answer", sent)
    assert answer.headers["Location"] == f"/staff/cases/{NUMBER}?done=answered"
    held = desk.cases.rows[NUMBER]
    assert held.state is CaseState.ANSWERED
    assert held.entries[-1].text == "已请物业调高温度。"
    assert held.entries[-1].by == "lin"


def test_the_same_form_sent_twice_answers_once(desk: Desk, librarian: Browser) -> None:
    sent = {"text": "已处理", "once": ONCE}
    librarian.post(f"/staff/cases/{NUMBER}/answer", sent)
    librarian.post(f"/staff/cases/{NUMBER}/answer", sent)
    assert len(desk.cases.rows[NUMBER].entries) == 2


def test_an_empty_answer_is_refused(librarian: Browser) -> None:
    answer = librarian.post(f"/staff/cases/{NUMBER}/answer", {"text": "", "once": ONCE})
    assert answer.status_code == 400
    assert "请填写内容" in seen(answer)


def test_a_refused_answer_loses_no_word(librarian: Browser) -> None:
    long = "很长" * 400
    answer = librarian.post(f"/staff/cases/{NUMBER}/answer", {"text": long, "once": ONCE})
    assert answer.status_code == 400
    assert "最多 600 个字" in seen(answer)
    assert long in text(answer)


def test_a_note_stays_among_staff(desk: Desk, librarian: Browser) -> None:
    librarian.post(f"/staff/cases/{NUMBER}/note", {"text": "找过物业", "once": ONCE})
    assert desk.cases.rows[NUMBER].entries[-1].author is Author.NOTE
    assert desk.cases.rows[NUMBER].state is CaseState.NEW


def test_taking_a_case_on_makes_it_mine(desk: Desk, librarian: Browser) -> None:
    librarian.post(f"/staff/cases/{NUMBER}/move", {"state": "in_hand"})
    assert desk.cases.rows[NUMBER].assigned == "lin"
    assert "lin 负责" in seen(librarian.get("/staff/cases?state=in_hand"))


def test_a_move_that_is_not_allowed_is_refused(desk: Desk, librarian: Browser) -> None:
    desk.cases.rows[NUMBER] = a_case(state=CaseState.CLOSED)
    answer = librarian.post(f"/staff/cases/{NUMBER}/move", {"state": "new"})
    assert answer.status_code == 409


def test_who_only_reads_may_not_answer(desk: Desk) -> None:
    director = desk.signed_in(Role.DIRECTOR)
    assert "发送答复" not in seen(director.get(f"/staff/cases/{NUMBER}"))
    answer = director.post(f"/staff/cases/{NUMBER}/answer", {"text": "x", "once": ONCE})
    assert answer.status_code == 403


def test_every_look_and_every_change_is_on_record(desk: Desk, librarian: Browser) -> None:
    librarian.get("/staff/cases")
    librarian.get(f"/staff/cases/{NUMBER}")
    librarian.post(f"/staff/cases/{NUMBER}/move", {"state": "in_hand"})
    assert desk.audit.told()[1:] == [
        ("lin", "case.list", "", "done"),
        ("lin", "case.read", NUMBER, "done"),
        ("lin", "case.move", NUMBER, "done"),
    ]


@pytest.fixture
def with_files(desk: Desk) -> Desk:
    keys = (f"cases/{NUMBER}/a.jpg", f"cases/{NUMBER}/b.amr", f"cases/{NUMBER}/c.html")
    entry = Entry("m2", Author.READER, NOON, "", pictures=keys)
    desk.cases.rows[NUMBER] = a_case(entries=(entry,))
    desk.files.rows = {
        keys[0]: StoredFile(b"\xff\xd8jpeg", "image/jpeg"),
        keys[1]: StoredFile(b"#!AMR", "audio/amr"),
        keys[2]: StoredFile(b"<script>", "text/html"),
    }
    return desk


def test_a_picture_is_shown(with_files: Desk) -> None:
    answer = with_files.signed_in(Role.DESK).get(
        f"/staff/cases/{NUMBER}/files/0/0", Accept="image/*,*/*"
    )
    assert answer.body == b"\xff\xd8jpeg"
    assert answer.headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("place", [1, 2])
def test_what_is_no_picture_is_only_saved(with_files: Desk, place: int) -> None:
    answer = with_files.signed_in(Role.DESK).get(
        f"/staff/cases/{NUMBER}/files/0/{place}", Accept="*/*"
    )
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["0/9", "9/0", "x/0", "0/-9"])
def test_a_file_the_case_does_not_have_is_not_found(with_files: Desk, path: str) -> None:
    librarian = with_files.signed_in(Role.DESK)
    assert librarian.get(f"/staff/cases/{NUMBER}/files/{path}").status_code == 404


def test_the_api_does_what_the_pages_do(librarian: Browser) -> None:
    listed = librarian.get("/staff/api/cases?state=new").json_body["items"]
    body = json.dumps({"text": "已处理", "id": "phone-00017"}).encode()
    answered = librarian.post_json(f"/staff/api/cases/{NUMBER}/answers", body).json_body
    noted = librarian.post_json(
        f"/staff/api/cases/{NUMBER}/notes", b'{"text": "ok", "id": "note-00017"}'
    ).json_body
    moved = librarian.post_json(f"/staff/api/cases/{NUMBER}/moves", b'{"state": "closed"}')
    assert listed[0]["number"] == NUMBER
    assert answered["state"] == "answered"
    assert noted["entries"][-1]["author"] == "note"
    assert moved.json_body["state"] == "closed"
