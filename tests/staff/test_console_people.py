import json
import re

from chalicelib.staff.model import Role
from tests.factories_staff import GOOD_PASSWORD, Desk, a_user, seen, text

ADMIN = (Role.ADMIN, Role.DIRECTOR)


def test_a_new_person_is_added_and_the_password_shown_once() -> None:
    desk = Desk()
    admin = desk.signed_in(*ADMIN)
    fields = {"name": "zhang.min", "display": "张敏", "roles": ["desk", "editor"]}
    answer = admin.post("/staff/people", fields)
    password = re.search(r'class="once"><code>([^<]+)', text(answer))
    assert password is not None
    assert "只显示这一次" in seen(answer)
    assert desk.browser().sign_in("zhang.min", password[1]).status_code == 303


def test_a_refused_person_keeps_what_was_typed() -> None:
    admin = Desk().signed_in(*ADMIN)
    answer = admin.post("/staff/people", {"name": "9x", "display": "张敏", "roles": ["editor"]})
    assert answer.status_code == 400
    assert 'value="张敏"' in text(answer)
    assert re.search(r'value="editor" checked', text(answer))


def test_the_list_shows_everybody_with_role_and_state() -> None:
    desk = Desk().has(a_user("wu", Role.EDITOR, display="吴编辑"))
    page = seen(desk.signed_in(*ADMIN).get("/staff/people"))
    assert "吴编辑 wu 编辑 在用" in page


def test_letting_somebody_go_works_at_once() -> None:
    desk = Desk().has(a_user("wu"))
    theirs = desk.browser()
    theirs.sign_in("wu", GOOD_PASSWORD)
    answer = desk.signed_in(*ADMIN).post("/staff/people/wu/disable", {})
    assert answer.headers["Location"] == "/staff/people/wu?done=disabled"
    assert theirs.get("/staff").status_code == 303


def test_nobody_lets_oneself_go() -> None:
    answer = Desk().signed_in(*ADMIN).post("/staff/people/lin/disable", {})
    assert answer.status_code == 400
    assert "自己的账号" in seen(answer)


def test_roles_are_changed_and_count_at_once() -> None:
    desk = Desk().has(a_user("wu", Role.DESK))
    theirs = desk.browser()
    theirs.sign_in("wu", GOOD_PASSWORD)
    change = {"display": "吴", "roles": ["director"], "version": 0}
    desk.signed_in(*ADMIN).post("/staff/people/wu", change)
    assert theirs.get("/staff/audit").status_code == 200


def test_two_admins_do_not_overwrite_each_other() -> None:
    admin = Desk().has(a_user("wu")).signed_in(*ADMIN)
    admin.post("/staff/people/wu", {"display": "甲", "roles": ["desk"], "version": 0})
    answer = admin.post("/staff/people/wu", {"display": "乙", "roles": ["desk"], "version": 0})
    assert answer.status_code == 409
    assert 'value="乙"' in text(answer)


def test_a_new_password_is_shown_and_somebody_can_be_signed_out_and_let_back_in() -> None:
    admin = Desk().has(a_user("wu")).signed_in(*ADMIN)
    assert "只显示这一次" in seen(admin.post("/staff/people/wu/password", {}))
    assert admin.post("/staff/people/wu/sign-out", {}).status_code == 303
    admin.post("/staff/people/wu/disable", {})
    assert admin.post("/staff/people/wu/enable", {}).status_code == 303


def test_the_api_does_what_the_pages_do() -> None:
    admin = Desk().signed_in(*ADMIN)
    body = json.dumps({"name": "wu", "display": "吴", "roles": ["desk"]}).encode()
    made = admin.post_json("/staff/api/people", body)
    changed = admin.post_json(
        "/staff/api/people/wu", b'{"display": "Wu", "roles": ["editor"], "version": 0}'
    )
    gone = admin.post_json("/staff/api/people/wu/disable", b"{}")
    listed = admin.get("/staff/api/people").json_body["items"]
    assert made.json_body["password"]
    assert changed.json_body["roles"] == ["editor"]
    assert gone.json_body["state"] == "disabled"
    assert [person["name"] for person in listed] == ["lin", "wu"]


def test_long_lists_are_paged_by_marks_that_only_this_session_can_use() -> None:
    desk = Desk().has(*(a_user(f"user{n:03}") for n in range(60)))
    admin = desk.signed_in(*ADMIN)
    first = admin.get("/staff/api/people").json_body
    rest = admin.get(f"/staff/api/people?after={first['next']}").json_body
    assert len(first["items"]) + len(rest["items"]) == 61
    other = desk.signed_in(*ADMIN).get(f"/staff/api/people?after={first['next']}")
    assert other.status_code == 400


def test_the_audit_is_read_by_day_and_by_user() -> None:
    desk = Desk()
    admin = desk.signed_in(*ADMIN)
    admin.post("/staff/people", {"name": "wu", "display": "吴", "roles": ["desk"]})
    assert "lin 新增馆员 wu 完成" in seen(admin.get("/staff/audit?day=2026-11-21"))
    assert "新增馆员" in seen(admin.get("/staff/audit?who=lin"))
    assert "没有记录" in seen(admin.get("/staff/audit?day=2020-01-01"))
    assert admin.get("/staff/audit?day=yesterday").status_code == 400
    lines = admin.get("/staff/api/audit").json_body["items"]
    assert {line["deed"] for line in lines} == {"sign_in", "people.create", "audit.read"}


def test_a_page_nobody_made_is_not_found_in_words() -> None:
    answer = Desk().signed_in(*ADMIN).get("/staff/people/nobody")
    assert answer.status_code == 404
    assert "没有这位馆员" in seen(answer)
