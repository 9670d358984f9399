"""What the webhook lets in."""

import secrets
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest

from chalicelib import triggers
from chalicelib.conversation.report import entries_of
from chalicelib.dialogue import End
from chalicelib.tables.meter import metering
from chalicelib.wiring import Services
from local.wechat_platform.crypto import signature
from tests.scenarios.front import TOKEN, BoxClock, FrontDoor, Reader

pytestmark = pytest.mark.engine


def test_the_address_is_verified_with_the_echo(front: FrontDoor, clock: BoxClock) -> None:
    stamp = {"timestamp": str(int(clock().timestamp())), "nonce": secrets.token_hex(5)}
    query = {"signature": signature(TOKEN, *stamp.values()), **stamp, "echostr": "1234567"}
    answer = front.client.http.get(f"/wechat?{urlencode(query)}")
    assert (answer.status_code, answer.body) == (200, b"1234567")


def test_a_forged_message_is_refused(front: FrontDoor, clock: BoxClock) -> None:
    query = {
        "timestamp": str(int(clock().timestamp())),
        "nonce": "1",
        "msg_signature": "0" * 40,
        "encrypt_type": "aes",
    }
    heard = front.post(query, b"<xml><Encrypt>AAAA</Encrypt></xml>")
    assert heard.status == 403


def test_an_unsigned_message_is_refused(front: FrontDoor) -> None:
    assert front.post({}, b"<xml/>").status == 403


def test_a_forged_message_does_not_teach_where_links_lead(services: Services) -> None:
    context = {"domainName": "elsewhere.example", "path": "/wechat"}
    forged = SimpleNamespace(context=context, query_params={}, raw_body=b"<xml/>")
    assert triggers.wechat_receive(forged).status_code == 403
    assert services.site.address == ""


def calls_for(reader: Reader, words: str) -> int:
    """Storage calls of a message in a warm process."""
    reader.says(words)
    with metering() as meter:
        reader.says(words)
    return len(meter.calls)


@pytest.mark.usefixtures("answers")
def test_small_talk_and_questions_cost_two_storage_calls(front: FrontDoor) -> None:
    words = ("您好", "谢谢", "繁体", "办证要带什么", "明天老馆几点关门", "在吗")
    reader = front.reader()
    assert {word: calls_for(reader, word) for word in words} == dict.fromkeys(words, 2)


@pytest.mark.usefixtures("answers", "books")
def test_a_catalogue_search_costs_at_most_four_storage_calls(front: FrontDoor) -> None:
    words = ("有没有红楼梦", "余华 活着", "9787020002207", "百年孤毒有没有", "hlm", "高铁票怎么退")
    reader = front.reader()
    calls = {word: calls_for(reader, word) for word in words}
    assert {word: count for word, count in calls.items() if count > 4} == {}


@pytest.mark.usefixtures("answers")
def test_a_menu_tap_costs_two_storage_calls(front: FrontDoor, clock: BoxClock) -> None:
    reader = front.reader()
    reader.taps("faq:opening-hours")
    clock.pass_(seconds=1)
    with metering() as meter:
        said = reader.taps("faq:opening-hours")
    assert "9:00" in said
    assert len(meter.calls) == 2


@pytest.mark.usefixtures("answers", "books")
def test_the_name_of_a_series_alone_is_looked_up(front: FrontDoor) -> None:
    assert "神奇校车：" in front.reader().says("神奇校车")


@pytest.mark.usefixtures("answers")
def test_a_reader_who_floods_is_told_so_once_and_answered_again_a_minute_later(
    front: FrontDoor, clock: BoxClock
) -> None:
    reader = front.reader()
    heard = [reader.says("您好") for _ in range(33)]
    assert [bool(said) for said in heard[29:]] == [True, True, False, False]
    assert "60 秒" in heard[30]
    clock.pass_(seconds=61)
    assert reader.says("您好") == heard[0]


@pytest.mark.usefixtures("answers")
def test_a_message_of_a_flood_costs_two_storage_calls_and_is_in_the_ledger(
    front: FrontDoor, services: Services
) -> None:
    reader = front.reader()
    _ = [reader.says("您好") for _ in range(31)]
    with metering() as meter:
        reader.says("您好")
    assert len(meter.calls) == 2
    kept = [entry.end for entry in entries_of(services.ledger, "2026-11-21")]
    assert (len(kept), kept.count(End.PAUSED)) == (32, 2)


def test_a_forged_body_costs_no_storage_call(front: FrontDoor, clock: BoxClock) -> None:
    query = {"timestamp": str(int(clock().timestamp())), "nonce": "1", "msg_signature": "0" * 40}
    with metering() as meter:
        refused = [front.post(query, b"<xml><Encrypt>AAAA</Encrypt></xml>") for _ in range(50)]
    assert {heard.status for heard in refused} == {403}
    assert meter.calls == []
