"""Each finding about the account and the world outside, provoked."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import NoCredentialsError

from chalicelib.doctor.model import Finding, Verdict, ok, plain, wrong
from infra.doctor import Doctor, report
from infra.keys import Keys
from infra.outside import Heard, visit
from infra.stack import Failed
from tests.fakes_secrets import FakeParameters
from tests.infra.fakes_account import FakeAccount, FakeStack, FakeWorld, refusal

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
HELD = {
    "wechat_app_secret": "secret",
    "wechat_token": "aToken",
    "wechat_aes_key": KEY,
    "pseudonym_key": "p",
}
WELL, FORGED, OPEN = Heard(200, "doctor"), Heard(403, ""), Heard(200, "<html>")


def the_doctor(
    stack: FakeStack | None = None,
    held: dict[str, str] = HELD,
    world: FakeWorld | None = None,
    inside: Any = (),
    at: str = "",
    **told: Any,
) -> Doctor:
    keys = Keys(FakeParameters({"/x": json.dumps(held)}), "/x")
    stage = SimpleNamespace(name="x")
    account: Any = FakeAccount(stack or FakeStack(), stage, keys, told, inside)
    return Doctor(account, at, world or FakeWorld())


def found(doctor: Doctor, about: str) -> Finding:
    (finding,) = [one for one in doctor.findings() if one.about == about]
    return finding


def test_where_all_is_well_everything_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    inside = [plain(ok("menu", "published"))]
    assert report(the_doctor(inside=inside).findings()) == 0
    said = capsys.readouterr().out
    assert ("ok            menu: published" in said, "Nothing is wrong." in said) == (True, True)


def test_something_wrong_makes_the_command_fail(capsys: pytest.CaptureFixture[str]) -> None:
    inside = [plain(wrong("menu", "not published", "publish it"))]
    assert report(the_doctor(inside=inside).findings()) == 1
    assert "wrong         menu: not published -> publish it" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("told", "about", "verdict"),
    [
        ({"get_caller_identity": NoCredentialsError()}, "sign-in", Verdict.WRONG),
        ({"get_caller_identity": refusal("InvalidClientTokenId")}, "sign-in", Verdict.WRONG),
        ({"get_caller_identity": refusal("Throttling")}, "sign-in", Verdict.UNASKED),
        ({"describe_alarms": refusal("AccessDenied")}, "alarms", Verdict.UNASKED),
        ({"get_function_configuration": {"State": "Pending"}}, "functions", Verdict.WRONG),
        ({"describe_rule": {"State": "DISABLED"}}, "schedules", Verdict.WRONG),
        ({"get_event_source_mapping": {"State": "Disabled"}}, "worker", Verdict.WRONG),
        (
            {"get_queue_attributes": {"Attributes": {"ApproximateNumberOfMessages": "3"}}},
            "dead letters",
            Verdict.WRONG,
        ),
        (
            {"describe_alarms": {"MetricAlarms": [{"AlarmName": "a", "StateValue": "ALARM"}]}},
            "alarms",
            Verdict.WRONG,
        ),
        (
            {
                "list_subscriptions_by_topic": {
                    "Subscriptions": [{"SubscriptionArn": "PendingConfirmation"}]
                }
            },
            "alarm mail",
            Verdict.WRONG,
        ),
        (
            {"describe_continuous_backups": {"ContinuousBackupsDescription": {}}},
            "restore",
            Verdict.WRONG,
        ),
        (
            {"describe_time_to_live": {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}},
            "expiry",
            Verdict.WRONG,
        ),
    ],
)
def test_what_is_wrong_in_the_account_is_found(
    told: dict[str, Any], about: str, verdict: Verdict
) -> None:
    finding = found(the_doctor(**told), about)
    assert (finding.verdict, bool(finding.cure)) == (verdict, True)


def test_without_a_sign_in_nothing_more_is_asked() -> None:
    told = list(the_doctor(get_caller_identity=NoCredentialsError()).findings())
    assert [one.about for one in told] == ["sign-in"]


def test_a_clock_that_is_off_is_found() -> None:
    old = {"HTTPHeaders": {"date": "Sat, 21 Nov 2020 04:00:00 GMT"}}
    doctor = the_doctor(get_caller_identity={"Account": "1", "ResponseMetadata": old})
    assert found(doctor, "clock").is_wrong


@pytest.mark.parametrize(
    ("status", "verdict", "says"),
    [
        ("", Verdict.WRONG, "there is none"),
        ("UPDATE_ROLLBACK_COMPLETE", Verdict.WRONG, "the last change failed"),
        ("UPDATE_IN_PROGRESS", Verdict.UNASKED, "being changed"),
    ],
)
def test_a_stack_that_is_not_as_it_should_be_is_told(
    status: str, verdict: Verdict, says: str
) -> None:
    finding = found(the_doctor(FakeStack(status)), "stack")
    assert (finding.verdict, says in finding.says) == (verdict, True)


@pytest.mark.parametrize(
    ("stack", "held", "says"),
    [
        (FakeStack(), {}, "wechat_token"),
        (FakeStack(), HELD | {"wechat_aes_key": KEY[1:]}, "unfit: wechat_aes_key"),
        (FakeStack(mark="7"), HELD, "newer than those in use"),
    ],
)
def test_keys_that_are_missing_unfit_or_not_in_use_are_told(
    stack: FakeStack, held: dict[str, str], says: str
) -> None:
    finding = found(the_doctor(stack, held), "keys at AWS")
    assert (finding.is_wrong, says in finding.says) == (True, True), finding


@pytest.mark.parametrize(
    ("heard", "about", "says"),
    [
        ((Heard(0, "refused"), FORGED, OPEN), "address", "cannot be reached: refused"),
        ((Heard(403, ""), FORGED, OPEN), "address", "refuses WeChat's check (403)"),
        ((Heard(200, "doctor", 4.0), FORGED, OPEN), "address", "answers after 4.0 s"),
        ((WELL, WELL, OPEN), "forgery", "let in"),
        ((WELL, Heard(503, ""), OPEN), "forgery", "not refused as it should be (503)"),
        ((WELL, FORGED, Heard(502, "")), "staff console", "does not open (502)"),
    ],
)
def test_what_is_wrong_with_the_address_is_found(
    heard: tuple[Heard, ...], about: str, says: str
) -> None:
    finding = found(the_doctor(world=FakeWorld(*heard)), about)
    assert (finding.is_wrong, says in finding.says) == (True, True), finding


def test_another_address_can_be_asked() -> None:
    world = FakeWorld()
    list(the_doctor(world=world, at="https://lib.example").findings())
    assert [one.split("?")[0] for one in world.visited] == [
        "https://lib.example/wechat",
        "https://lib.example/wechat",
        "https://lib.example/staff/sign-in",
    ]


def test_a_function_that_fails_could_not_be_asked() -> None:
    finding = found(the_doctor(inside=Failed("out of memory")), "from inside")
    assert (finding.verdict, finding.says) == (Verdict.UNASKED, "out of memory")


def test_an_address_where_nobody_listens_is_heard_as_silence() -> None:
    assert visit("http://127.0.0.1:9/").status == 0
