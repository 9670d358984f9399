"""Reminders as staff set them, over a desk in memory."""

import json
import re
from datetime import timedelta

import pytest

from chalicelib.notify.model import About, State, Way
from chalicelib.notify.suggest import best
from chalicelib.reminders.model import Source
from chalicelib.staff.model import Role
from local.wechat_platform.templates import LIBRARY, NOTICES
from tests.factories_staff import NOON, Browser, Desk, seen
from tests.notify.factories import a_delivery, a_message

RULES = {
    "version": 0,
    "source": "file",
    "calls_a_minute": 30,
    "before_days": "3，1",
    "overdue_days": "1 7",
    "lapsing_days": "",
    "quiet_from": 22,
    "quiet_to": 7,
    "kinds": ["due", "overdue"],
}
CSV = "card,item,title,due\nR1,B1,平凡的世界,2026-12-01\n".encode()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def editor(desk: Desk) -> Browser:
    return desk.signed_in(Role.EDITOR)


def test_staff_choose_days_hours_kinds_and_source(desk: Desk, editor: Browser) -> None:
    assert editor.post("/staff/reminders", RULES).status_code == 303
    rules, version = desk.reminders.desk.rules()
    assert (rules.before, rules.after, rules.lapsing) == ((3, 1), (7, 1), ())
    assert (rules.quiet_from, rules.quiet_to) == (22, 7)
    assert rules.kinds == {About.DUE, About.OVERDUE}
    assert (rules.source, rules.calls_a_minute, version) == (Source.FILE, 30, 1)


def test_days_that_are_none_are_refused_and_nothing_typed_is_lost(editor: Browser) -> None:
    answer = editor.post("/staff/reminders", {**RULES, "before_days": "三天"})
    assert answer.status_code == 400
    assert "到期前几天：应是" in seen(answer)
    assert 'value="三天"' in answer.body.decode()


def test_two_editors_do_not_overwrite_each_other(editor: Browser) -> None:
    editor.post("/staff/reminders", RULES)
    assert editor.post("/staff/reminders", RULES).status_code == 409


def test_the_desk_may_not_change_reminders(desk: Desk) -> None:
    assert desk.signed_in(Role.DESK).post("/staff/reminders", RULES).status_code == 403


def test_a_change_is_in_the_audit(desk: Desk, editor: Browser) -> None:
    editor.post("/staff/reminders", RULES)
    assert "reminders.save" in [deed for _, deed, *_ in desk.audit.told()]


def test_the_api_reads_and_saves_the_same(editor: Browser) -> None:
    read = json.loads(editor.get("/staff/api/reminders").body)
    assert (read["before_days"], read["quiet"]) == ([5, 1, 0], {"from": 21, "to": 8})
    saved = editor.post_json(
        "/staff/api/reminders", json.dumps({**read, "off": ["recall"]}).encode()
    )
    assert json.loads(saved.body)["off"] == ["recall"]


def test_a_due_date_file_is_taken_and_its_age_shown(desk: Desk, editor: Browser) -> None:
    editor.post("/staff/reminders", RULES)
    assert "还没有上传文件" in seen(editor.get("/staff/reminders"))
    assert editor.upload("/staff/reminders/file", "到期.csv", CSV).status_code == 303
    page = seen(editor.get("/staff/reminders"))
    assert "1 张证，1 行" in page
    assert "可以使用" in page
    desk.clock.forward(days=2, minutes=1)
    later = seen(desk.signed_in(Role.EDITOR).get("/staff/reminders"))
    assert "已经超过两天" in later


def test_who_uploads_a_file_and_did_not_choose_it_is_told(editor: Browser) -> None:
    editor.upload("/staff/reminders/file", "到期.csv", CSV)
    assert "现在没有用它" in seen(editor.get("/staff/reminders"))


def test_a_file_with_bad_lines_is_refused_line_by_line(editor: Browser) -> None:
    bad = "card,title,due\n张三,书,2026-12-01\nR1,书,明天\n".encode()
    answer = editor.upload("/staff/reminders/file", "a.csv", bad)
    assert answer.status_code == 400
    assert "第 2 行：“张三”不是读者证号" in seen(answer)
    assert "第 3 行：“明天”不是日期" in seen(answer)


def test_a_refused_file_leaves_the_rules_on_the_page_as_they_are(editor: Browser) -> None:
    answer = editor.upload("/staff/reminders/file", "a.csv", b"no header")
    boxes = re.findall(r'name="kinds"[^>]*>', answer.body.decode())
    assert len(boxes) == 5
    assert all(" checked" in box for box in boxes)


def test_a_program_may_drop_the_file(editor: Browser) -> None:
    told = json.loads(editor.upload("/staff/api/reminders/file", "a.csv", CSV).body)
    assert (told["cards"], told["rows"], told["is_too_old"]) == (1, 1, False)
    assert json.loads(editor.get("/staff/api/reminders/file").body)["file"] == told


def test_templates_are_suggested_and_saved_as_they_stand(desk: Desk, editor: Browser) -> None:
    found = best((one.id, one.title, one.content) for one in LIBRARY)
    assert "先替您选了一遍" in seen(editor.get("/staff/reminders/templates"))
    ids = [found[about].id for about in About]
    slots = [
        f"{about.value} {name} {slot}"
        for about in About
        for name, slot in found[about].fields.items()
    ]
    sent = {"version": 0, "chosen": ids, "shown": ids, "slots": slots}
    assert editor.post("/staff/reminders/templates", sent).status_code == 303
    assert desk.reminders.desk.templates() == (found, 1)


def test_another_template_starts_with_what_its_labels_suggest(desk: Desk, editor: Browser) -> None:
    due = LIBRARY[0].id
    sent = {"version": 0, "chosen": [due, "", "", "", ""], "shown": ["", "", "", "", ""]}
    editor.post("/staff/reminders/templates", sent)
    saved, _ = desk.reminders.desk.templates()
    assert list(saved) == [About.DUE]
    assert saved[About.DUE].fields["thing1"] == "title"


def test_while_wechat_does_not_answer_what_is_saved_stays(desk: Desk, editor: Browser) -> None:
    desk.reminders.is_heard = False
    assert "问不到" in seen(editor.get("/staff/reminders/templates"))


def test_a_notice_is_chosen_by_hand_and_goes_its_own_way(desk: Desk, editor: Browser) -> None:
    ready = NOTICES[0].id
    sent = {"version": 0, "chosen": ["", "", ready, "", ""], "shown": ["", "", "", "", ""]}
    assert editor.post("/staff/reminders/templates", sent).status_code == 303
    held = desk.reminders.desk.templates()[0][About.HOLD_READY]
    assert (held.way, held.fields["thing2"]) == (Way.SUBSCRIPTION, "place")
    assert "预约图书到馆通知（订阅通知）" in seen(editor.get("/staff/reminders/templates"))


def test_while_wechat_does_not_answer_a_saved_notice_stays_one(desk: Desk, editor: Browser) -> None:
    ready = NOTICES[0].id
    chosen = ["", "", ready, "", ""]
    editor.post("/staff/reminders/templates", {"version": 0, "chosen": chosen, "shown": [""] * 5})
    desk.reminders.is_heard = False
    sent = {"version": 1, "chosen": chosen, "shown": chosen, "slots": ["hold_ready thing1 title"]}
    assert editor.post("/staff/reminders/templates", sent).status_code == 303
    assert desk.reminders.desk.templates()[0][About.HOLD_READY].way is Way.SUBSCRIPTION


def test_templates_are_read_and_saved_by_the_api(editor: Browser) -> None:
    one = {"for": "due", "template": "t1", "fields": {"thing1": "title"}, "way": "template"}
    saved = editor.post_json(
        "/staff/api/reminders/templates", json.dumps({"version": 0, "items": [one]}).encode()
    )
    assert json.loads(saved.body) == {"version": 1, "items": [one]}
    assert json.loads(editor.get("/staff/api/reminders/templates").body)["items"] == [one]


def test_what_did_not_arrive_is_listed_without_readers(desk: Desk) -> None:
    for number in range(60):
        at = NOON - timedelta(minutes=number)
        message = a_message(f"due-{number}")
        desk.reminders.deliveries.open(
            a_delivery(message=message, first_at=at, state=State.UNKNOWN, reader="o-secret")
        )
    browser = desk.signed_in(Role.DESK)
    answer = browser.get("/staff/reminders/troubles")
    assert seen(answer).count("不知道送到没有") == 51
    assert "o-secret" not in answer.body.decode()
    page = json.loads(browser.get("/staff/api/reminders/troubles").body)
    rest = json.loads(browser.get(f"/staff/api/reminders/troubles?after={page['next']}").body)
    assert (len(page["items"]), len(rest["items"]), rest["next"]) == (50, 10, None)


def test_a_library_without_loans_here_has_no_reminders(desk: Desk) -> None:
    browser = desk.signed_in(Role.EDITOR, reminding=None)
    assert browser.get("/staff/reminders").status_code == 404
