from dataclasses import replace

import pytest

from chalicelib.errors import BadRequest
from chalicelib.staff.audit import audited
from chalicelib.staff.model import Action, Role
from chalicelib.staff.route import Call, Kind, Reply, Route
from tests.factories_staff import NOON, Desk, a_user

PATH = "/staff/cases/{number}"


def a_route(method: str = "GET", deed: str = "case.read") -> Route:
    def unused(call: Call) -> Reply:
        return Reply("")

    return Route(
        method, PATH, Kind.PAGE, Action.READ_CASES, unused, "x", deed=deed, subject="number"
    )


def a_call(desk: Desk) -> Call:
    return Call(
        services=desk.services(),
        now=NOON,
        visitor=a_user("lin"),
        secret="s",
        method="GET",
        path="/staff/cases/A17",
        base="",
        params={"number": "A17"},
        query={},
        body=b"",
        fields={},
        files={},
        csrf="",
        request_id="r",
        address="::1",
    )


def fine(call: Call) -> Reply:
    return Reply("fine")


def refusing(call: Call) -> Reply:
    raise BadRequest("no")


def breaking(call: Call) -> Reply:
    raise ZeroDivisionError


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_read_is_on_record(desk: Desk) -> None:
    audited(a_route(), a_call(desk), fine)
    assert desk.audit.told() == [("lin", "case.read", "A17", "done")]


def test_a_change_is_on_record_before_it_is_made(desk: Desk) -> None:
    seen: list[object] = []

    def look(call: Call) -> Reply:
        seen.extend(desk.audit.told())
        return Reply("")

    audited(a_route("POST", "case.answer"), a_call(desk), look)
    assert seen == [("lin", "case.answer", "A17", "begun")]
    assert desk.audit.told() == [("lin", "case.answer", "A17", "done")]


def test_a_refused_change_is_on_record_as_refused(desk: Desk) -> None:
    with pytest.raises(BadRequest):
        audited(a_route("POST"), a_call(desk), refusing)
    assert desk.audit.told()[0][3] == "refused"


def test_a_change_that_broke_is_on_record_as_failed(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError):
        audited(a_route("POST"), a_call(desk), breaking)
    assert desk.audit.told()[0][3] == "failed"


def test_what_was_made_is_named(desk: Desk) -> None:
    call = replace(a_call(desk), params={})
    audited(a_route("POST", "people.create"), call, lambda _: Reply("", subject="wu"))
    assert desk.audit.told() == [("lin", "people.create", "wu", "done")]


def test_what_the_audit_cannot_write_nobody_sees(desk: Desk) -> None:
    class Full:
        def add(self, entry: object) -> None:
            raise BadRequest("full")

    call = replace(a_call(desk), services=desk.services(audit=Full()))
    with pytest.raises(BadRequest):
        audited(a_route(), call, fine)


def test_trying_what_the_role_forbids_is_on_record(desk: Desk) -> None:
    assert desk.signed_in(Role.EDITOR).get("/staff/audit").status_code == 403
    assert desk.audit.told()[-1] == ("lin", "audit.read", "", "refused")


def test_signing_in_is_on_record_and_a_failed_try_names_nobody(desk: Desk) -> None:
    browser = desk.signed_in(Role.DESK)
    desk.browser().sign_in("lin", "wrong")
    assert browser.get("/staff").status_code == 200
    assert desk.audit.told() == [
        ("lin", "sign_in", "", "done"),
        ("-", "sign_in", "", "refused"),
    ]
