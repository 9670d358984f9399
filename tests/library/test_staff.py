"""The library's settings as staff change them."""

import json
import re

import pytest

from chalicelib.errors import GiveUp
from chalicelib.library.documents import Document
from chalicelib.library.menu import Button
from chalicelib.staff.model import Role
from tests.factories_staff import NOON, Browser, Desk, seen, text
from tests.library.factories import DEMO as DEMO_FOLDER

DEMO = DEMO_FOLDER / "library.yaml"
MENU = "buttons:\n- {name: 找书, key: 'cmd:找书'}\n"


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.documents.save(Document("facts", DEMO.read_text("utf-8"), saved_by="demo"), NOON)
    return desk


@pytest.fixture
def editor(desk: Desk) -> Browser:
    return desk.signed_in(Role.EDITOR)


def test_the_overview_says_what_is_filled_in_and_what_the_calendar_lacks(editor: Browser) -> None:
    page = seen(editor.get("/staff/settings"))
    assert "馆情资料" in page
    assert "还没有填" in page
    assert "2027 年的节假日安排系统里还没有" in page


def test_facts_are_changed_as_text_and_the_old_text_is_kept(desk: Desk, editor: Browser) -> None:
    new = DEMO.read_text("utf-8").replace("一江书香", "两江书香")
    sent = {"body": new, "version": 1}
    answer = editor.post("/staff/settings/facts/text", sent)
    assert answer.status_code == 303
    assert "两江书香" in desk.documents.all()["facts"].body
    old = editor.get("/staff/settings/facts/text?version=1")
    assert "一江书香" in text(old)
    assert "第 1 版" in seen(old)


def test_broken_facts_are_refused_with_every_wrong_place(desk: Desk, editor: Browser) -> None:
    sent = {"body": "library: {id: X!}\nbranches: []\n", "version": 1}
    answer = editor.post("/staff/settings/facts/text", sent)
    assert answer.status_code == 400
    assert "library.id" in seen(answer)
    assert "至少要有一个馆" in seen(answer)
    assert "library: {id: X!}" in text(answer)
    assert desk.documents.all()["facts"].version == 1


def test_two_editors_do_not_overwrite_each_other(editor: Browser) -> None:
    sent = {"body": DEMO.read_text("utf-8"), "version": 0}
    answer = editor.post("/staff/settings/facts/text", sent)
    assert answer.status_code == 409
    assert "别人刚刚改过" in seen(answer)


def test_the_names_of_facts_are_shown_with_what_they_say(editor: Browser) -> None:
    page = seen(editor.get("/staff/settings/facts/text"))
    assert "{hours.main}" in page


def test_a_document_there_is_not_is_not_found(editor: Browser) -> None:
    assert editor.get("/staff/settings/passwords/text").status_code == 404


def test_a_closed_day_is_added_and_dropped(desk: Desk, editor: Browser) -> None:
    day = {"version": 0, "first": "2026-12-01", "last": "2026-12-02", "branches": ["kids"]}
    added = editor.post("/staff/settings/overrides", {**day, "note": "系统维护"})
    page = seen(editor.get("/staff/settings/overrides"))
    assert added.headers["Location"] == "/staff/settings/overrides?done=saved"
    assert "2026-12-01 至 2026-12-02 少儿馆 闭馆 系统维护" in page
    editor.post("/staff/settings/overrides/drop", {"version": 1, "place": 0})
    assert "没有临时安排" in seen(editor.get("/staff/settings/overrides"))


def test_other_hours_are_shown_as_written(editor: Browser) -> None:
    day = {"version": 0, "first": "2026-12-01", "last": "", "hours": "09:00-12:00,14:00-17:00"}
    editor.post("/staff/settings/overrides", day)
    assert "09:00-12:00 14:00-17:00" in seen(editor.get("/staff/settings/overrides"))


def test_hours_that_are_none_are_refused_and_kept_in_the_form(editor: Browser) -> None:
    sent = {"version": 0, "first": "2026-12-01", "hours": "下午", "note": "停电"}
    answer = editor.post("/staff/settings/overrides", sent)
    assert answer.status_code == 400
    assert 'value="下午"' in text(answer)
    assert 'value="停电"' in text(answer)


def _menu(**rows: tuple[str, str, str]) -> dict[str, object]:
    filled = [rows.get(f"row{place}", ("", "faq", "")) for place in range(18)]
    return {
        "version": 0,
        "names": [row[0] for row in filled],
        "kinds": [row[1] for row in filled],
        "values": [row[2] for row in filled],
    }


def test_a_menu_is_edited_in_rows(desk: Desk, editor: Browser) -> None:
    sent = _menu(
        row0=("我的", "faq", ""),
        row1=("我的反馈", "cmd", "我的反馈"),
        row6=("官网", "url", "https://lib.example/"),
    )
    answer = editor.post("/staff/settings/menu", sent)
    page = text(editor.get("/staff/settings/menu"))
    assert answer.status_code == 303
    assert 'value="我的反馈"' in page
    assert re.search(r'value="url" selected', page)


def test_a_button_without_a_purpose_is_refused_and_kept(editor: Browser) -> None:
    answer = editor.post("/staff/settings/menu", _menu(row0=("我的", "faq", "")))
    assert answer.status_code == 400
    assert 'value="我的"' in text(answer)


def test_a_saved_menu_is_published(desk: Desk, editor: Browser) -> None:
    desk.documents.save(Document("menu", MENU), NOON)
    assert editor.post("/staff/settings/menu/publish", {}).status_code == 303
    assert desk.menu.published == [(Button("找书", "cmd:找书"),)]
    assert editor.post_json("/staff/api/menu/publish", b"{}").status_code == 200


def test_an_empty_menu_is_not_published(desk: Desk, editor: Browser) -> None:
    assert editor.post("/staff/settings/menu/publish", {}).status_code == 400
    assert desk.menu.published == []


def test_what_wechat_refuses_is_told(desk: Desk, editor: Browser) -> None:
    desk.documents.save(Document("menu", MENU), NOON)
    desk.menu.refusal = GiveUp("48001 api unauthorized")
    answer = editor.post("/staff/settings/menu/publish", {})
    assert answer.status_code == 400
    assert "48001" in seen(answer)


def test_the_welcome_is_written_in_three_languages(desk: Desk, editor: Browser) -> None:
    sent = {"version": 0, "hans": "欢迎！", "en": "Welcome!"}
    assert editor.post("/staff/settings/welcome", sent).status_code == 303
    assert ">Welcome!</textarea>" in text(editor.get("/staff/settings/welcome"))


def test_a_welcome_that_is_too_long_is_refused_and_kept(editor: Browser) -> None:
    answer = editor.post("/staff/settings/welcome", {"version": 0, "hans": "欢" * 700})
    assert answer.status_code == 400
    assert "欢" * 700 in text(answer)


def test_the_api_reads_checks_and_saves(desk: Desk, editor: Browser) -> None:
    listed = editor.get("/staff/api/settings").json_body
    bad = editor.post_json("/staff/api/settings/menu/check", b'{"body": "buttons: 7"}')
    body = json.dumps({"body": MENU, "version": 0}).encode()
    saved = editor.post_json("/staff/api/settings/menu", body).json_body
    assert {one["name"] for one in listed["items"]} >= {"facts", "menu"}
    assert bad.status_code == 400
    assert saved["version"] == 1
    assert editor.get("/staff/api/settings/menu").json_body["body"] == MENU


def test_changes_are_on_record(desk: Desk, editor: Browser) -> None:
    editor.post_json("/staff/api/settings/menu", json.dumps({"body": MENU, "version": 0}).encode())
    assert desk.audit.told()[-1] == ("lin", "settings.save", "menu", "done")
