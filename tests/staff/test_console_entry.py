import json

from chalicelib.staff.model import Role
from chalicelib.staff.service import session_key
from tests.factories_staff import GOOD_PASSWORD, Desk, a_user, seen, set_cookies, text

NEW = "另一句只有我自己知道的话"


def test_a_page_asks_a_stranger_to_sign_in_and_leads_back() -> None:
    answer = Desk().browser().get("/staff/account")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/staff/sign-in?next=/staff/account"


def test_signing_in_leads_where_one_wanted_to_go() -> None:
    browser = Desk().has(a_user("lin")).browser()
    answer = browser.sign_in("lin", GOOD_PASSWORD, next="/staff/account")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/staff/account"
    assert "我的账号" in seen(browser.get("/staff/account"))


def test_signing_in_leads_nowhere_else() -> None:
    browser = Desk().has(a_user("lin")).browser()
    answer = browser.sign_in("lin", GOOD_PASSWORD, next="https://evil.example/staff")
    assert answer.headers["Location"] == "/staff"


def test_a_wrong_password_shows_the_form_again_with_the_name() -> None:
    browser = Desk().has(a_user("lin")).browser()
    answer = browser.sign_in("lin", "wrong")
    assert answer.status_code == 400
    assert "登录名或密码不对" in seen(answer)
    assert 'value="lin"' in text(answer)
    assert "wrong" not in text(answer)


def test_too_many_tries_are_told_to_wait() -> None:
    browser = Desk().has(a_user("lin")).browser()
    answers = [browser.sign_in("lin", "wrong") for _ in range(6)]
    assert answers[-1].status_code == 429
    assert "稍等" in seen(answers[-1])


def test_the_cookie_is_for_this_host_and_no_script() -> None:
    browser = Desk().has(a_user("lin")).browser()
    line = set_cookies(browser.sign_in("lin", GOOD_PASSWORD))[0]
    assert "HttpOnly" in line
    assert "SameSite=Strict" in line
    assert "Path=/" in line


def test_over_https_the_cookie_is_bound_to_the_host() -> None:
    browser = Desk().has(a_user("lin")).browser(secure_cookies=True)
    line = set_cookies(browser.sign_in("lin", GOOD_PASSWORD))[0]
    assert line.startswith("__Host-weiguan=")
    assert line.endswith("; Secure")


def test_a_session_brought_along_is_never_taken_over() -> None:
    browser = Desk().has(a_user("lin")).browser()
    browser.cookies["weiguan"] = "planted-by-somebody"
    browser.sign_in("lin", GOOD_PASSWORD)
    assert browser.cookies["weiguan"] != "planted-by-somebody"


def test_signing_in_as_another_ends_the_session_before() -> None:
    desk = Desk()
    browser = desk.signed_in(Role.DESK)
    body = json.dumps({"name": "lin", "password": GOOD_PASSWORD}).encode()
    browser.post_json("/staff/api/sign-in", body)
    assert len(desk.sessions.rows) == 1


def test_signing_out_ends_the_session() -> None:
    desk = Desk()
    browser = desk.signed_in(Role.DESK)
    assert browser.post("/staff/sign-out", {}).status_code == 303
    assert desk.sessions.rows == {}
    assert browser.get("/staff").status_code == 303


def test_a_first_password_is_replaced_before_anything_else() -> None:
    desk = Desk().has(a_user("lin", must_change=True))
    browser = desk.browser()
    browser.sign_in("lin", GOOD_PASSWORD)
    assert browser.get("/staff").headers["Location"] == "/staff/password"
    answer = browser.post("/staff/password", {"old": GOOD_PASSWORD, "new": NEW, "again": NEW})
    assert answer.headers["Location"] == "/staff/account?done=password-changed"
    assert browser.get("/staff").status_code == 200


def test_in_the_box_a_first_password_may_stay() -> None:
    desk = Desk().has(a_user("lin", must_change=True))
    browser = desk.browser(insist_on_own_password=False)
    browser.sign_in("lin", GOOD_PASSWORD)
    assert browser.get("/staff").status_code == 200


def test_a_new_password_ends_the_sessions_elsewhere() -> None:
    desk = Desk().has(a_user("lin"))
    here, elsewhere = desk.browser(), desk.browser()
    here.sign_in("lin", GOOD_PASSWORD)
    elsewhere.sign_in("lin", GOOD_PASSWORD)
    desk.clock.forward(seconds=1)
    here.post("/staff/password", {"old": GOOD_PASSWORD, "new": NEW, "again": NEW})
    assert here.get("/staff").status_code == 200
    assert elsewhere.get("/staff").status_code == 303


def test_two_different_new_passwords_are_refused_and_none_is_shown() -> None:
    browser = Desk().signed_in(Role.DESK)
    answer = browser.post("/staff/password", {"old": GOOD_PASSWORD, "new": NEW, "again": "x"})
    assert answer.status_code == 400
    assert "两次输入" in seen(answer)
    assert NEW not in text(answer)


def test_another_session_of_ones_own_can_be_ended() -> None:
    desk = Desk()
    here, elsewhere = desk.signed_in(Role.DESK), desk.signed_in(Role.DESK)
    key = session_key(elsewhere.cookies["weiguan"])
    assert here.post(f"/staff/sessions/{key}/end", {}).status_code == 303
    assert elsewhere.get("/staff").status_code == 303


def test_a_program_signs_in_and_changes_things_with_the_token_it_got() -> None:
    browser = Desk().has(a_user("lin")).browser()
    body = json.dumps({"name": "lin", "password": GOOD_PASSWORD}).encode()
    me = browser.client.http.post(
        "/staff/api/sign-in", headers={"Content-Type": "application/json"}, body=body
    )
    cookie = set_cookies(me)[0].split(";")[0]
    headers = {"Cookie": cookie, "X-Weiguan-Csrf": me.json_body["csrf"]}
    out = browser.client.http.post(
        "/staff/api/sign-out", headers={**headers, "Content-Type": "application/json"}, body=b"{}"
    )
    assert me.json_body["roles"] == ["desk"]
    assert out.status_code == 200


def test_the_api_answers_a_stranger_with_401_in_json() -> None:
    answer = Desk().browser().get("/staff/api/me")
    assert answer.status_code == 401
    assert answer.json_body["error"]["message"] == "请先登录。"
