"""Questions and answers as staff keep them."""

import json
import re

import pytest

from chalicelib.staff.model import Role
from chalicelib.texts.words import Language
from tests.factories_staff import NOON, Browser, Desk, seen, text
from tests.knowledge.factories import an_entry

ONE = {"id": "wifi", "version": 0, "category": "设施", "question": "无线网怎么连？"}
WIFI = {**ONE, "answer": "请到服务台。", "similar": "wifi密码\n怎么上网", "keywords": "无线网"}


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def editor(desk: Desk) -> Browser:
    return desk.signed_in(Role.EDITOR)


def test_a_new_entry_is_saved_and_found_again(desk: Desk, editor: Browser) -> None:
    answer = editor.post("/staff/faq/new", WIFI)
    assert answer.headers["Location"] == "/staff/faq/entries/wifi?done=faq-saved"
    assert desk.mind.behind.entries.held["wifi"].similar == ("wifi密码", "怎么上网")
    assert "无线网怎么连？" in seen(editor.get("/staff/faq?q=WIFI"))
    assert "没有找到" in seen(editor.get("/staff/faq?q=%E5%81%9C%E8%BD%A6"))


def test_an_entry_that_names_an_unknown_fact_is_refused_and_loses_no_word(editor: Browser) -> None:
    answer = editor.post("/staff/faq/new", {**WIFI, "answer": "见 {no.such.fact}"})
    assert answer.status_code == 400
    assert "no.such.fact" in seen(answer)
    assert "怎么上网" in text(answer)
    assert 'value="wifi"' in text(answer)


def test_an_entry_is_edited(desk: Desk, editor: Browser) -> None:
    editor.post("/staff/faq/new", WIFI)
    changed = {**WIFI, "version": 1, "answer": "不用密码。", "valid_to": "2026-12-31"}
    assert editor.post("/staff/faq/entries/wifi", changed).status_code == 303
    held = desk.mind.behind.entries.held["wifi"]
    assert held.answer == "不用密码。"
    assert held.updated_by == "lin"
    assert 'value="2026-12-31"' in text(editor.get("/staff/faq/entries/wifi"))


def test_two_editors_do_not_overwrite_each_other(editor: Browser) -> None:
    editor.post("/staff/faq/new", WIFI)
    editor.post("/staff/faq/entries/wifi", {**WIFI, "version": 1})
    answer = editor.post("/staff/faq/entries/wifi", {**WIFI, "version": 1, "answer": "甲乙丙"})
    assert answer.status_code == 409
    assert "甲乙丙" in text(answer)


def test_an_entry_is_deleted(desk: Desk, editor: Browser) -> None:
    editor.post("/staff/faq/new", WIFI)
    editor.post("/staff/faq/entries/wifi/delete", {"version": 1})
    assert desk.mind.behind.entries.held == {}


def test_the_desk_reads_answers_but_does_not_change_them(desk: Desk) -> None:
    desk.mind.behind.entries.put(an_entry(), NOON)
    librarian = desk.signed_in(Role.DESK)
    assert "保存" not in seen(librarian.get("/staff/faq/entries/wifi"))
    assert librarian.post("/staff/faq/entries/wifi", WIFI).status_code == 403


def test_what_is_edited_is_answered_once_it_is_published(editor: Browser) -> None:
    editor.post("/staff/faq/new", WIFI)
    assert "有修改还没有发布" in seen(editor.get("/staff/faq"))
    assert editor.post("/staff/faq/publish", {}).status_code == 303
    page = seen(editor.get("/staff/faq"))
    assert "1 条问答都已发布" in page
    tried = seen(editor.get("/staff/faq/try?q=%E6%97%A0%E7%BA%BF%E7%BD%91"))
    assert "把握 100%" in tried
    assert "请到服务台。" in tried


def test_a_question_is_tried_on_what_is_not_published_yet(editor: Browser) -> None:
    editor.post("/staff/faq/new", WIFI)
    editor.post("/staff/faq/publish", {})
    editor.post("/staff/faq/new", {**WIFI, "id": "print", "keywords": "打印", "question": "打印"})
    tried = editor.post_json("/staff/api/faq/try", '{"text":"打印","draft":true}'.encode())
    assert tried.json_body["topics"] == ["print"]


def a_gap(desk: Desk, said: str = "能带狗进馆吗") -> str:
    desk.mind.gaps.count("k" * 32, said, Language.SIMPLIFIED, NOON)
    return "k" * 32


def test_an_unanswered_question_becomes_an_entry(desk: Desk, editor: Browser) -> None:
    key = a_gap(desk)
    listed = editor.get("/staff/gaps")
    link = re.search(r'href="(/staff/faq/new\?gap=\w+)"', text(listed))
    assert link is not None
    assert 'value="能带狗进馆吗"' in text(editor.get(link[1]))
    editor.post("/staff/faq/new", {**WIFI, "id": "pets", "question": "可以带宠物吗？", "gap": key})
    assert "能带狗进馆吗" in desk.mind.behind.entries.held["pets"].similar
    assert "没有未答的问题" in seen(editor.get("/staff/gaps"))


def test_an_unanswered_question_teaches_an_entry_there_is(desk: Desk, editor: Browser) -> None:
    editor.post("/staff/faq/new", WIFI)
    key = a_gap(desk)
    assert editor.post(f"/staff/gaps/{key}/known", {"entry": "wifi"}).status_code == 303
    assert [(one.topic, one.text) for one in desk.mind.behind.teaching.phrasings()] == [
        ("wifi", "能带狗进馆吗")
    ]


def test_an_entry_there_is_not_cannot_be_taught(desk: Desk, editor: Browser) -> None:
    answer = editor.post(f"/staff/gaps/{a_gap(desk)}/known", {"entry": "nope"})
    assert answer.status_code == 404
    assert desk.mind.gaps.held


def test_a_question_for_somebody_else_is_learnt_as_such(desk: Desk, editor: Browser) -> None:
    editor.post(f"/staff/gaps/{a_gap(desk)}/nothing", {})
    assert desk.mind.behind.teaching.phrasings()[0].topic == ""


def test_a_question_can_be_dropped(desk: Desk, editor: Browser) -> None:
    editor.post(f"/staff/gaps/{a_gap(desk)}/dismiss", {})
    assert desk.mind.gaps.held == {}


def test_what_readers_asked_cannot_run_in_our_page_and_reading_it_is_on_record(
    desk: Desk, editor: Browser
) -> None:
    a_gap(desk, '"><script>alert(1)</script>')
    assert "<script>alert" not in text(editor.get("/staff/gaps"))
    assert desk.audit.told()[-1] == ("lin", "gap.list", "", "done")


FILE = """
- {id: wifi, category: 设施, question: 无线网怎么连？, answer: 不用密码。, similar: [怎么上网]}
- {id: print, category: 设施, question: 能打印吗？, answer: 一楼可以。}
"""


def test_a_file_is_looked_at_before_it_is_taken_in(desk: Desk, editor: Browser) -> None:
    editor.post("/staff/faq/new", WIFI)
    looked = editor.upload("/staff/faq/import", "faq.yaml", FILE.encode(), {"others": "keep"})
    assert "新增 1 条，修改 1 条，删除 0 条" in seen(looked)
    assert "print" not in desk.mind.behind.entries.held
    hidden = dict(re.findall(r'name="(token|mark|others)" value="([^"]*)"', text(looked)))
    assert editor.post("/staff/faq/import/apply", hidden).status_code == 303
    assert desk.mind.behind.entries.held["wifi"].answer == "不用密码。"
    assert "print" in desk.mind.behind.entries.held
    assert desk.files.rows == {}


def test_a_file_with_errors_names_each_and_nothing_is_taken_in(desk: Desk, editor: Browser) -> None:
    broken = "- {id: wifi}\n- {id: print, category: 设施, question: 能打印吗？}\n"
    answer = editor.upload("/staff/faq/import", "faq.yaml", broken.encode())
    assert answer.status_code == 400
    assert "第 1 条（wifi）" in seen(answer)
    assert "第 2 条（print）" in seen(answer)
    assert desk.mind.behind.entries.held == {}


def test_a_file_is_not_taken_in_over_a_change_nobody_saw(editor: Browser) -> None:
    looked = editor.upload("/staff/faq/import", "faq.yaml", FILE.encode())
    hidden = dict(re.findall(r'name="(token|mark|others)" value="([^"]*)"', text(looked)))
    editor.post("/staff/faq/new", WIFI)
    answer = editor.post("/staff/faq/import/apply", hidden)
    assert answer.status_code == 409
    assert "请重新上传" in seen(answer)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"not: [yaml", b"- 7"])
def test_what_is_no_file_of_entries_is_refused(editor: Browser, content: bytes) -> None:
    assert editor.upload("/staff/faq/import", "x", content).status_code == 400


def test_entries_go_out_and_come_in_again_as_a_sheet(desk: Desk, editor: Browser) -> None:
    editor.post("/staff/faq/new", WIFI)
    sheet = editor.get("/staff/faq/export?format=xlsx", Accept="*/*").body
    looked = editor.upload("/staff/faq/import", "faq.xlsx", sheet)
    assert "和现在的内容一样" in seen(looked)
    yaml = editor.get("/staff/faq/export", Accept="*/*").body.decode()
    assert "无线网怎么连" in yaml


def test_synonyms_are_edited_and_checked(desk: Desk, editor: Browser) -> None:
    good = {"body": "- {words: [读者证, 借书证]}", "version": 0}
    assert editor.post("/staff/faq/synonyms", good).status_code == 303
    answer = editor.post("/staff/faq/synonyms", {"body": "- {words: [一个]}", "version": 1})
    assert answer.status_code == 400
    assert "[一个]" in text(answer)


def test_the_api_does_what_the_pages_do(desk: Desk, editor: Browser) -> None:
    body = {"id": "wifi", "category": "设施", "question": "无线网？", "answer": "有。"}
    saved = editor.post_json("/staff/api/faq", json.dumps(body).encode()).json_body
    listed = editor.get("/staff/api/faq").json_body["items"]
    one = editor.get("/staff/api/faq/entries/wifi").json_body
    published = editor.post_json("/staff/api/faq/publication", b"{}").json_body
    gone = editor.post_json("/staff/api/faq/entries/wifi/delete", b'{"version": 1}')
    assert saved["version"] == 1
    assert [entry["id"] for entry in listed] == ["wifi"]
    assert one["answer"] == "有。"
    assert published["changed"] is False
    assert gone.status_code == 200
    assert editor.get("/staff/api/faq/publication").json_body["changed"] is True


def test_the_api_works_off_unanswered_questions(desk: Desk, editor: Browser) -> None:
    key = a_gap(desk)
    listed = editor.get("/staff/api/gaps").json_body["items"]
    body = {"id": "pets", "category": "入馆", "question": "能带宠物吗？", "answer": "导盲犬可以。"}
    made = editor.post_json(f"/staff/api/gaps/{key}/entry", json.dumps(body).encode())
    again = editor.post_json(f"/staff/api/gaps/{key}/nothing", b"{}")
    assert listed[0]["text"] == "能带狗进馆吗"
    assert made.status_code == 200
    assert again.status_code == 404


def test_the_api_imports_in_two_steps(editor: Browser) -> None:
    body = {"entries": [{"id": "a", "category": "c", "question": "q", "answer": "a"}]}
    looked = editor.post_json("/staff/api/faq/import", json.dumps(body).encode()).json_body
    assert looked["added"] == ["a"]
    second = json.dumps({**body, "mark": looked["mark"]}).encode()
    assert editor.post_json("/staff/api/faq/import", second).status_code == 200
    assert len(editor.get("/staff/api/faq").json_body["items"]) == 1


def test_a_library_begins_with_answers_filled_from_its_facts(desk: Desk, editor: Browser) -> None:
    assert "怎么办理读者证？" in seen(editor.get("/staff/faq/starter"))
    answer = editor.post("/staff/faq/starter", {})
    assert answer.headers["Location"] == "/staff/faq?done=faq-imported"
    assert len(desk.mind.behind.entries.held) == 76
    assert "没有了" in seen(editor.get("/staff/faq/starter"))


def test_starter_answers_leave_the_librarys_own_alone(desk: Desk, editor: Browser) -> None:
    editor.post("/staff/faq/new", WIFI)
    editor.post("/staff/faq/starter", {})
    assert desk.mind.behind.entries.held["wifi"].answer == "请到服务台。"
