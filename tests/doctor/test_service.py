"""Each finding of the doctor, provoked at the fake platform."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.clock import utc_now
from chalicelib.doctor.model import Finding, Verdict, finding_from, plain
from chalicelib.doctor.service import SCHEDULES, Doctor
from chalicelib.errors import GiveUp, Misconfigured, TryLater
from local.wechat_platform.config import AccountKind
from tests.local.box import Box, a_box
from tests.local.standin import APP_ID, APP_SECRET
from tests.wechat.factories import an_api

MENU = {"button": [{"name": "Hours", "type": "click", "key": "cmd:hours"}]}
OTHER = {"button": [{"name": "Old", "type": "view", "url": "https://a.cn/"}]}


@pytest.fixture
def start() -> Iterator[Callable[..., Box]]:
    with ExitStack() as started:

        def begin(**changes: Any) -> Box:
            box = a_box("http://127.0.0.1:9/", **changes)
            started.callback(box.stop)
            return box

        yield begin


def a_doctor(box: Box, **changes: Any) -> Doctor:
    api = an_api(f"http://127.0.0.1:{box.port}", secret=APP_SECRET, app_id=APP_ID)
    well = Doctor(
        account=lambda: api,
        account_kind="verified_service",
        fit=lambda: None,
        ready=lambda: True,
        menu=lambda: MENU,
        beats=lambda: dict.fromkeys(SCHEDULES, utc_now()),
        clock=utc_now,
    )
    return replace(well, **changes)


def found(doctor: Doctor, about: str) -> Finding:
    (finding,) = [one for one in doctor.findings() if one.about == about]
    return finding


def publish(box: Box, menu: dict[str, Any] = MENU) -> None:
    box.platform.menus.publish(menu)


def test_where_all_is_well_everything_says_so(start: Callable[..., Box]) -> None:
    box = start()
    publish(box)
    findings = a_doctor(box).findings()
    assert {one.verdict for one in findings} == {Verdict.OK}, findings
    assert len(findings) == 10


def silent() -> list[str]:
    raise TryLater("SIP2: nobody answers")


def refusing() -> list[str]:
    raise GiveUp("SIP2: the system refuses the library's own login")


def offering() -> list[str]:
    return ["loans", "renew"]


def unfit() -> None:
    raise Misconfigured("WeChat EncodingAESKey must be 43 letters and digits")


def busy() -> bool:
    raise TryLater("storage is busy")


def broken() -> bool:
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("changes", "about", "verdict", "says"),
    [
        ({"lending": offering}, "library system", Verdict.OK, "loans, renew"),
        ({"lending": silent}, "library system", Verdict.WRONG, "nobody answers"),
        ({"lending": refusing}, "library system", Verdict.WRONG, "login"),
        ({"fit": unfit}, "keys", Verdict.WRONG, "EncodingAESKey"),
        ({"ready": lambda: False}, "library", Verdict.WRONG, "nobody has saved"),
        ({"ready": busy}, "library", Verdict.UNASKED, "busy"),
        ({"ready": broken}, "library", Verdict.UNASKED, "ZeroDivisionError"),
        ({"beats": dict}, "schedule sweep", Verdict.WRONG, "never run"),
        ({"menu": dict}, "menu", Verdict.WRONG, "none yet"),
        ({"menu": lambda: OTHER}, "menu", Verdict.WRONG, "published is another: Old, Hours"),
        ({"account_kind": "unverified_service"}, "abilities", Verdict.WRONG, "a verified account"),
        ({"account_kind": "unverified_subscription"}, "menu", Verdict.OK, "has none"),
    ],
)
def test_what_is_wrong_on_our_own_side_is_found(
    start: Callable[..., Box], changes: Any, about: str, verdict: Verdict, says: str
) -> None:
    box = start()
    publish(box)
    finding = found(a_doctor(box, **changes), about)
    assert (finding.verdict, says in finding.says) == (verdict, True), finding


def test_a_schedule_that_stands_still_is_found(start: Callable[..., Box]) -> None:
    long_ago = dict.fromkeys(SCHEDULES, utc_now() - timedelta(minutes=16))
    finding = found(a_doctor(start(), beats=lambda: long_ago), "schedule work_import")
    assert finding.is_wrong


def test_an_address_that_is_not_on_the_list_is_told(start: Callable[..., Box]) -> None:
    finding = found(a_doctor(start(ip_whitelist=("10.0.0.1",))), "IP allow-list")
    assert finding.is_wrong
    assert "127.0.0.1" in finding.says
    assert "fixed_address" in finding.cure


def test_a_wrong_secret_is_told_and_nothing_more_is_asked(start: Callable[..., Box]) -> None:
    told = a_doctor(start(app_secret="another")).findings()
    assert [one.about for one in told][-2:] == ["access token", "WeChat"]
    assert (told[-2].is_wrong, told[-1].verdict) == (True, Verdict.UNASKED)
    assert "make secrets" in told[-2].cure


def test_a_platform_that_does_not_answer_is_neither_well_nor_wrong(
    start: Callable[..., Box],
) -> None:
    box = start()
    box.control("faults", kind="http_500")
    assert found(a_doctor(box), "access token").verdict is Verdict.UNASKED


def test_an_address_nobody_entered_is_told(start: Callable[..., Box]) -> None:
    box = start()
    box.control("console", server_mode=False)
    finding = found(a_doctor(box), "server mode")
    assert (finding.is_wrong, "switch server mode on" in finding.cure) == (True, True)


def test_a_menu_nobody_published_is_told(start: Callable[..., Box]) -> None:
    assert found(a_doctor(start()), "menu").says == "not published"


@pytest.mark.parametrize(
    ("real", "stated"),
    [
        ("unverified", "verified_service"),
        ("unverified_service", "verified_subscription"),
        ("verified_subscription", "verified_service"),
    ],
)
def test_an_ability_the_account_lacks_is_told(
    start: Callable[..., Box], real: str, stated: str
) -> None:
    finding = found(a_doctor(start(account_kind=real), account_kind=stated), "abilities")
    assert (finding.is_wrong, "48001" in finding.says) == (True, True)
    assert "account_kind" in finding.cure


def test_clocks_that_differ_are_told(start: Callable[..., Box]) -> None:
    box = start()
    box.control("clock", advance_s=300)
    finding = found(a_doctor(box), "WeChat's clock")
    assert (finding.is_wrong, finding.says.endswith("s from ours")) == (True, True)


def test_a_quota_that_is_nearly_used_up_is_told(start: Callable[..., Box]) -> None:
    box = start(daily_quotas={"/cgi-bin/menu/create": 10})
    _ = [box.platform.quotas.spend("/cgi-bin/menu/create") for _ in range(10)]
    finding = found(a_doctor(box), "quotas")
    assert (finding.is_wrong, "menu/create 0" in finding.says) == (True, True)


def test_a_finding_is_one_line_and_survives_the_way_from_a_function() -> None:
    finding = Finding("menu", Verdict.WRONG, "not published", "publish it")
    assert finding_from(plain(finding)) == finding
    assert finding.line() == "wrong         menu: not published -> publish it"


def test_a_clock_is_an_argument(start: Callable[..., Box]) -> None:
    past = datetime(2020, 1, 1, tzinfo=UTC)
    assert found(a_doctor(start(), clock=lambda: past), "WeChat's clock").is_wrong


def test_web_login_is_asked_with_a_code_nobody_was_given(start: Callable[..., Box]) -> None:
    doctor = a_doctor(start(), domain_files=lambda: ("MP_verify_a.txt",))
    assert found(doctor, "web login").verdict is Verdict.OK
    assert [one for one in a_doctor(start()).findings() if one.about == "web login"] == []


def test_web_login_without_a_file_of_wechats_may_not_be_registered(
    start: Callable[..., Box],
) -> None:
    finding = found(a_doctor(start(), domain_files=tuple), "web login")
    assert (finding.verdict, "make domain-file" in finding.cure) == (Verdict.UNASKED, True)


def test_web_login_the_account_has_not_is_found(start: Callable[..., Box]) -> None:
    box = start(account_kind=AccountKind.VERIFIED_SUBSCRIPTION)
    finding = found(a_doctor(box, domain_files=tuple), "web login")
    assert finding.verdict is Verdict.WRONG
    assert "48001" in finding.says
