from http.client import IncompleteRead

import pytest

from local.wechat_platform.faults import FaultKind, Faults
from tests.local.box import Box
from tests.local.standin import StandIn
from tests.local.test_api import Caller


@pytest.fixture
def caller(chatting: Box) -> Caller:
    return Caller(chatting)


def test_a_fault_is_spent_after_its_count() -> None:
    faults = Faults()
    faults.add(FaultKind.HTTP_500, count=2)
    taken = [faults.take(FaultKind.HTTP_500) is not None for _ in range(3)]
    assert taken == [True, True, False]


def test_a_fault_without_a_count_stays() -> None:
    faults = Faults()
    fault = faults.add(FaultKind.HTTP_500)
    assert [faults.take(FaultKind.HTTP_500) for _ in range(3)] == [fault] * 3


def test_a_fault_for_one_path_leaves_the_others_alone() -> None:
    faults = Faults()
    faults.add(FaultKind.API_ERROR, path="/cgi-bin/menu/")
    assert faults.take(FaultKind.API_ERROR, "/cgi-bin/user/get") is None


def test_a_busy_platform_answers_minus_one_as_often_as_told(caller: Caller) -> None:
    caller.box.control("faults", kind="api_error", count=2)
    assert [caller.get("user/get").get("errcode") for _ in range(3)] == [-1, -1, None]


def test_all_tokens_expire_when_told(caller: Caller) -> None:
    caller.box.control("faults", kind="expire_token", count=1)
    assert [caller.write(), caller.write()] == [42001, 42001]


def test_an_address_is_refused_when_told(caller: Caller) -> None:
    caller.box.control("faults", kind="ip_not_allowed", count=1)
    assert [caller.write(), caller.write()] == [40164, 0]


def test_the_platform_itself_fails_when_told(caller: Caller) -> None:
    caller.box.control("faults", kind="http_500", count=1)
    path = f"/cgi-bin/user/get?access_token={caller.token}"
    assert caller.box.raw("GET", path)[0] == 500


def test_an_answer_breaks_off_when_told(caller: Caller) -> None:
    caller.box.control("faults", kind="torn_connection", count=1)
    with pytest.raises(IncompleteRead):
        caller.get("user/get")


def test_an_answer_is_slow_when_told(caller: Caller) -> None:
    caller.box.control("faults", kind="slow_api", seconds=0.2, count=1)
    caller.get("user/get")
    assert caller.box.get("/_control/requests")["requests"][-1]["latency_ms"] >= 200


def test_faults_are_listed_and_removed(box: Box) -> None:
    fault = box.control("faults", kind="http_500")
    assert box.get("/_control/faults")["faults"][0]["kind"] == "http_500"
    assert box.control("faults/remove", id=fault["id"]) == {"removed": True}
    assert box.get("/_control/faults")["faults"] == []


def test_an_unknown_fault_is_refused_with_the_list(box: Box) -> None:
    assert "webhook_cut" in box.control("faults", kind="earthquake")["error"]


def test_a_rating_menu_loses_its_id_when_told(chatting: Box, service: StandIn) -> None:
    chatting.control("faults", kind="lost_menu_id", count=1)
    chatting.act("send", text="满意", menu_id="3")
    assert service.received[-1].fields["bizmsgmenuid"] == "0"
