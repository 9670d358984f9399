"""The second step at sign-in: RFC 6238's numbers, and what it keeps out."""

import base64
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import BadRequest, NotAllowed
from chalicelib.staff.model import Role
from chalicelib.staff.second_factor import (
    SecondFactor,
    after_code,
    backup_codes,
    code_at,
    hashed,
    step_of,
)
from chalicelib.staff.service_second import SecondStep
from chalicelib.staff.store import UserStore
from chalicelib.tables.connect import Wire
from tests.factories_staff import GOOD_PASSWORD, NOON, Browser, Desk, a_user, seen, text
from tests.fakes_staff import FakeUsers

KEY = b"12345678901234567890"
ON = SecondFactor("", confirmed=True)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """Appendix B of RFC 6238, its last six digits."""
    assert code_at(KEY, step_of(datetime.fromtimestamp(seconds, UTC))) == code


def now_code(steps: int = 0) -> str:
    return code_at(KEY, step_of(NOON) + steps)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_half_a_minute_off_is_no_matter(steps: int) -> None:
    assert after_code(ON, KEY, now_code(steps), NOON) is not None


@pytest.mark.parametrize("steps", [-2, 2, 1000])
def test_an_older_or_later_code_is_refused(steps: int) -> None:
    assert after_code(ON, KEY, now_code(steps), NOON) is None


def test_a_code_may_be_typed_with_spaces() -> None:
    assert after_code(ON, KEY, f" {now_code()[:3]} {now_code()[3:]} ", NOON) is not None


def test_a_code_is_taken_once() -> None:
    kept = after_code(ON, KEY, now_code(), NOON)
    assert kept is not None
    assert after_code(kept, KEY, now_code(), NOON) is None
    assert after_code(kept, KEY, now_code(-1), NOON) is None


def test_a_backup_code_is_taken_once_and_the_others_stay() -> None:
    codes = (backup_codes(lambda length: bytes(length))[0], "abcd-efgh")
    kept = after_code(replace(ON, backups=frozenset(map(hashed, codes))), KEY, "ABCDEFGH", NOON)
    assert kept is not None
    assert kept.backups == {hashed(codes[0])}


@given(st.text(max_size=40))
def test_anything_else_is_refused(typed: str) -> None:
    digits = re.sub(r"[\s-]", "", typed)
    assert (after_code(ON, KEY, typed, NOON) is not None) == (
        digits in {now_code(-1), now_code(), now_code(1)}
    )


def key_on(page: str) -> bytes:
    """What an authenticator makes of the typed key."""
    typed = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert typed is not None
    return base64.b32decode(typed[1])


def set_up(desk: Desk, browser: Browser) -> tuple[Callable[[], str], list[str]]:
    """What shows the codes from now on, and the backup codes."""
    browser.post("/staff/second-step/begin", {"password": GOOD_PASSWORD})
    key = key_on(text(browser.get("/staff/second-step")))
    first = code_at(key, step_of(desk.clock()))
    page = text(browser.post("/staff/second-step/confirm", {"code": first}))
    desk.clock.forward(minutes=1)
    return lambda: code_at(key, step_of(desk.clock())), re.findall(r"<code>([a-z2-7-]+)<", page)


def test_with_a_second_step_the_password_alone_opens_nothing() -> None:
    desk = Desk()
    set_up(desk, desk.signed_in(Role.DESK))
    answer = desk.browser().sign_in("lin", GOOD_PASSWORD)
    assert answer.status_code == 400
    assert "6 位数字" in seen(answer)


def test_password_and_code_open_a_session_and_the_code_no_second_one() -> None:
    desk = Desk()
    code, _ = set_up(desk, desk.signed_in(Role.DESK))
    assert desk.browser().sign_in("lin", GOOD_PASSWORD, code=code()).status_code == 303
    assert desk.browser().sign_in("lin", GOOD_PASSWORD, code=code()).status_code == 400


def test_the_code_alone_opens_nothing() -> None:
    desk = Desk()
    code, _ = set_up(desk, desk.signed_in(Role.DESK))
    assert desk.browser().sign_in("lin", "wrong", code=code()).status_code == 400
    assert desk.browser().sign_in("lin", GOOD_PASSWORD, code=code()).status_code == 303


def test_guessing_codes_is_slowed_down_like_guessing_passwords() -> None:
    desk = Desk()
    set_up(desk, desk.signed_in(Role.DESK))
    tried = [desk.browser().sign_in("lin", GOOD_PASSWORD, code="000000") for _ in range(7)]
    assert tried[-1].status_code == 429


def test_a_backup_code_stands_in_for_the_telephone_once() -> None:
    desk = Desk()
    _, backups = set_up(desk, desk.signed_in(Role.DESK))
    assert len(backups) == 10
    assert desk.browser().sign_in("lin", GOOD_PASSWORD, code=backups[3]).status_code == 303
    assert desk.browser().sign_in("lin", GOOD_PASSWORD, code=backups[3]).status_code == 400


def test_programs_send_the_code_too() -> None:
    desk = Desk()
    code, _ = set_up(desk, desk.signed_in(Role.DESK))
    body = f'{{"name": "lin", "password": "{GOOD_PASSWORD}", "code": "{code()}"}}'
    assert desk.browser().post_json("/staff/api/sign-in", body.encode()).status_code == 200


def test_setting_up_and_ending_ask_for_the_password_again() -> None:
    desk = Desk()
    browser = desk.signed_in(Role.DESK)
    assert browser.post("/staff/second-step/begin", {"password": "wrong"}).status_code == 400
    set_up(desk, browser)
    assert browser.post("/staff/second-step/end", {"password": "wrong"}).status_code == 400
    assert browser.post("/staff/second-step/end", {"password": GOOD_PASSWORD}).status_code == 303
    assert desk.browser().sign_in("lin", GOOD_PASSWORD).status_code == 303


def test_it_is_not_asked_for_before_a_first_code_has_come_back() -> None:
    desk = Desk()
    browser = desk.signed_in(Role.DESK)
    browser.post("/staff/second-step/begin", {"password": GOOD_PASSWORD})
    assert browser.post("/staff/second-step/confirm", {"code": "000000"}).status_code == 400
    assert desk.browser().sign_in("lin", GOOD_PASSWORD).status_code == 303


def test_the_square_code_is_a_picture_that_is_kept_nowhere_and_shown_only_while_setting_up() -> (
    None
):
    desk = Desk()
    browser = desk.signed_in(Role.DESK)
    assert browser.get("/staff/second-step/square").status_code == 404
    browser.post("/staff/second-step/begin", {"password": GOOD_PASSWORD})
    answer = browser.get("/staff/second-step/square")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"style" not in answer.body


def test_an_admin_takes_it_away_from_somebody_who_lost_the_telephone() -> None:
    desk = Desk().has(a_user("wu"))
    theirs = desk.browser()
    theirs.sign_in("wu", GOOD_PASSWORD)
    set_up(desk, theirs)
    admin = desk.signed_in(Role.ADMIN)
    assert admin.post("/staff/people/wu/second-step", {}).status_code == 303
    assert theirs.get("/staff").status_code == 303
    assert desk.browser().sign_in("wu", GOOD_PASSWORD).status_code == 303


def test_an_admin_does_not_so_get_round_the_own_password() -> None:
    desk = Desk()
    admin = desk.signed_in(Role.ADMIN)
    set_up(desk, admin)
    assert admin.post("/staff/people/lin/second-step", {}).status_code == 400


def test_a_new_password_keeps_the_second_step_and_the_session() -> None:
    desk = Desk()
    browser = desk.signed_in(Role.DESK)
    code, _ = set_up(desk, browser)
    new = "一句谁也想不到的新鲜话语"
    sent = {"old": GOOD_PASSWORD, "new": new, "again": new}
    assert browser.post("/staff/password", sent).status_code == 303
    assert browser.get("/staff").status_code == 200
    assert desk.browser().sign_in("lin", new).status_code == 400
    assert desk.browser().sign_in("lin", new, code=code()).status_code == 303


def test_the_technician_lets_the_last_admin_back_in() -> None:
    desk = Desk()
    browser = desk.signed_in(Role.ADMIN)
    set_up(desk, browser)
    password = desk.services().people.let_back_in("lin", desk.clock())  # type: ignore[attr-defined]
    assert browser.get("/staff").status_code == 303
    assert desk.browser().sign_in("lin", password).status_code == 303


def test_the_key_is_kept_sealed_and_for_its_user_alone() -> None:
    users = FakeUsers({name: a_user(name) for name in ("lin", "wu")})
    step = SecondStep(users, lambda: b"k" * 32, make_bytes=lambda length: KEY[:length])
    step.begin("lin")
    sealed = users.rows["lin"].second
    assert "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" not in str(sealed)
    with pytest.raises(NotAllowed):
        step.enrolment(replace(users.rows["wu"], second=sealed))


@pytest.mark.engine
def test_of_many_who_send_one_code_at_once_one_alone_comes_in(storage: Wire) -> None:
    users = UserStore()
    users.add(a_user("lin"))
    step = SecondStep(users, lambda: b"k" * 32, make_bytes=lambda length: KEY[:length])
    step.begin("lin")
    assert len(step.confirm("lin", now_code(), NOON)) == 10
    user, later = step._get("lin"), NOON + timedelta(minutes=1)
    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(lambda _: step.passes(user, now_code(2), later), range(16)))
    assert passed.count(True) == 1
    with pytest.raises(BadRequest):
        step.begin("lin")


def test_guessing_the_password_in_a_session_left_open_is_slowed_down_too() -> None:
    browser = Desk().signed_in(Role.DESK)
    tried = [browser.post("/staff/second-step/begin", {"password": f"no{n}"}) for n in range(4)]
    sent = {"old": "no", "new": "一句谁也想不到的新鲜话语", "again": "一句谁也想不到的新鲜话语"}
    tried += [browser.post("/staff/password", sent) for _ in range(4)]
    assert [answer.status_code for answer in tried] == [400] * 5 + [429] * 3
