import json
from typing import Any

import pytest

from local.wechat_platform import field_rules
from local.wechat_platform.codes import ApiError
from local.wechat_platform.templates import LIBRARY, NOTICES
from tests.local.box import Box

Json = dict[str, Any]
DUE = LIBRARY[0]
GOOD = {"thing1": "平凡的世界", "time2": "2026年12月1日", "number3": "2", "thing4": "请按时归还"}


def a_send(reader: Json, **changes: Any) -> Json:
    data = {name: {"value": value} for name, value in GOOD.items()}
    told = {"touser": reader["openid"], "template_id": DUE.id, "data": data}
    return told | changes


def with_value(name: str, value: str) -> Json:
    return {key: {"value": one} for key, one in (GOOD | {name: value}).items()}


@pytest.fixture
def token(chatting: Box) -> str:
    asked = {
        "grant_type": "client_credential",
        "appid": chatting.platform.config.app_id,
        "secret": chatting.platform.config.app_secret,
    }
    return str(chatting.post("/cgi-bin/stable_token", **asked)["access_token"])


@pytest.fixture
def student(chatting: Box) -> Json:
    readers: list[Json] = chatting.get("/_control/readers")["readers"]
    return next(one for one in readers if one["id"] == "student")


def sent(box: Box, token: str, body: Json, call: str = "template/send") -> Json:
    return box.post(f"/cgi-bin/message/{call}?access_token={token}", **body)


def shown(box: Box) -> list[Json]:
    entries = box.get("/_control/seen", reader="student")["seen"]
    return [one for one in entries if one["kind"] == "template"]


def events(box: Box) -> list[str]:
    box.get("/_control/idle", wait_s=5)
    return [one["xml"] for one in box.get("/_control/pushes")["pushes"] if one["is_event"]]


def test_a_template_message_shows_its_lines_and_its_receipt_follows(
    chatting: Box, token: str, student: Json
) -> None:
    told = sent(chatting, token, a_send(student))
    (entry,) = shown(chatting)
    assert entry["lines"][0] == ["图书名称", "平凡的世界"]
    assert "TEMPLATESENDJOBFINISH" in events(chatting)[-1]
    assert str(told["msgid"]) in events(chatting)[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("thing1", "一个超过二十个字的书名它实在是太长了放不下"),
        ("thing1", ""),
        ("thing1", "两\n行"),
        ("time2", "明天"),
        ("number3", "两本"),
    ],
)
def test_a_value_that_breaks_its_rule_is_refused(
    chatting: Box, token: str, student: Json, name: str, value: str
) -> None:
    told = sent(chatting, token, a_send(student, data=with_value(name, value)))
    assert told["errcode"] == 47003
    assert name in told["errmsg"]
    assert shown(chatting) == []


def test_a_reader_who_refused_gets_nothing(chatting: Box, token: str, student: Json) -> None:
    chatting.act("refuse", template="图书到期提醒")
    assert sent(chatting, token, a_send(student))["errcode"] == 43101
    chatting.act("refuse", template="图书到期提醒", refused=False)
    assert sent(chatting, token, a_send(student))["errcode"] == 0


def test_who_does_not_follow_gets_nothing(chatting: Box, token: str, student: Json) -> None:
    chatting.act("unfollow")
    assert sent(chatting, token, a_send(student))["errcode"] == 43004


def test_the_same_key_within_ten_minutes_is_sent_once(
    chatting: Box, token: str, student: Json
) -> None:
    body = a_send(student, client_msg_id="k1")
    first, again = sent(chatting, token, body), sent(chatting, token, body)
    assert first["msgid"] == again["msgid"]
    assert len(shown(chatting)) == 1
    chatting.control("clock", advance_s=601)
    assert sent(chatting, token, body)["msgid"] != first["msgid"]


def test_a_notice_uses_up_a_consent(chatting: Box, token: str, student: Json) -> None:
    chatting.act("consent", template="预约图书到馆通知")
    data = {
        "thing1": {"value": "三体"},
        "thing2": {"value": "总馆"},
        "time3": {"value": "2026年12月1日"},
    }
    body = a_send(student, template_id=NOTICES[0].id, data=data)
    codes = [sent(chatting, token, body, "subscribe/bizsend") for _ in range(2)]
    assert [one["errcode"] for one in codes] == [0, 43101]
    assert any("subscribe_msg_sent_event" in one for one in events(chatting))


def test_a_message_that_is_blocked_says_so_in_its_receipt(
    chatting: Box, token: str, student: Json
) -> None:
    chatting.control("faults", kind="template_blocked", count=1)
    assert sent(chatting, token, a_send(student))["errcode"] == 0
    assert "failed:user block" in events(chatting)[-1]
    assert shown(chatting) == []


def test_the_accounts_templates_are_listed_with_their_fields(chatting: Box, token: str) -> None:
    told = chatting.get("/cgi-bin/template/get_all_private_template", access_token=token)
    assert [one["title"] for one in told["template_list"]] == [one.title for one in LIBRARY]
    assert "{{thing1.DATA}}" in json.dumps(told, ensure_ascii=False)


def test_notices_are_listed_apart_and_are_no_templates(
    chatting: Box, token: str, student: Json
) -> None:
    told = chatting.get("/wxaapi/newtmpl/gettemplate", access_token=token)
    assert [one["priTmplId"] for one in told["data"]] == [NOTICES[0].id]
    assert "{{thing1.DATA}}" in told["data"][0]["content"]
    assert sent(chatting, token, a_send(student, template_id=NOTICES[0].id))["errcode"] == 40037
    assert sent(chatting, token, a_send(student), "subscribe/bizsend")["errcode"] == 40037


@pytest.mark.parametrize("kind", ["verified_subscription", "unverified_service"])
def test_other_accounts_have_no_templates(start: Any, kind: str) -> None:
    box: Box = start(account_kind=kind)
    config = box.platform.config
    asked = {"appid": config.app_id, "secret": config.app_secret}
    token = box.post("/cgi-bin/stable_token", grant_type="client_credential", **asked)
    told = sent(box, str(token["access_token"]), {"touser": "o"})
    assert told["errcode"] == 48001


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("character_string", "A-12"),
        ("letter", "abc"),
        ("symbol", "#"),
        ("date", "2026年12月1日"),
        ("time", "2026年12月1日 18:00~20:00"),
        ("amount", "￥12.50元"),
        ("phone_number", "0553-1234567"),
        ("car_number", "皖B12345"),
        ("name", "陳小姐"),
        ("phrase", "已到馆"),
    ],
)
def test_each_kind_of_field_takes_what_fits_it(kind: str, value: str) -> None:
    content = "x：{{" + kind + "1.DATA}}"
    assert field_rules.values(content, {kind + "1": {"value": value}}) == {kind + "1": value}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("character_string", "书"),
        ("letter", "a1"),
        ("symbol", "######"),
        ("amount", "12345678901"),
        ("name", "十一个汉字的名字真的不行"),
        ("phrase", "六个字的短语"),
    ],
)
def test_each_kind_of_field_refuses_what_does_not(kind: str, value: str) -> None:
    content = "x：{{" + kind + "1.DATA}}"
    with pytest.raises(ApiError):
        field_rules.values(content, {kind + "1": {"value": value}})
