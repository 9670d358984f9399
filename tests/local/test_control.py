import base64
import json
from threading import Thread
from typing import Any

import pytest

from local.wechat_platform import samples
from tests.local.box import Box
from tests.local.standin import StandIn


def sources(seen: list[dict[str, Any]]) -> list[str]:
    return [one["source"] for one in seen]


def test_health_tells_the_time_of_the_box(box: Box) -> None:
    box.control("clock", set="2027-02-06T08:00:00+08:00", frozen=True)
    assert box.get("/_control/health") == {"ok": True, "now": "2027-02-06T00:00:00+00:00"}


def test_every_call_is_listed(box: Box) -> None:
    assert "POST /_control/send" in box.get("/_control/")["calls"]


def test_a_reader_follows_and_sees_the_welcome(box: Box) -> None:
    assert sources(box.act("follow")) == ["platform", "passive"]


def test_following_twice_pushes_once(chatting: Box) -> None:
    assert chatting.control("follow", reader="student")["pushed"] == 0


def test_following_by_a_code_carries_its_scene(box: Box, service: StandIn) -> None:
    box.act("follow", scene="poster")
    assert service.received[0].fields["EventKey"] == "qrscene_poster"


def test_a_stranger_s_scan_is_a_follow(box: Box, service: StandIn) -> None:
    box.act("scan", scene="poster")
    assert service.received[0].fields["Event"] == "subscribe"


def test_a_follower_s_scan_is_a_scan(chatting: Box, service: StandIn) -> None:
    chatting.act("scan", scene="poster")
    assert service.received[-1].fields["Event"] == "SCAN"
    assert service.received[-1].fields["EventKey"] == "poster"


def test_who_does_not_follow_cannot_write(box: Box, service: StandIn) -> None:
    assert "does not follow" in box.control("send", reader="student", text="x")["error"]
    assert service.received == []


def test_unfollowing_is_told_to_the_service(chatting: Box, service: StandIn) -> None:
    chatting.act("unfollow")
    assert service.received[-1].fields["Event"] == "unsubscribe"


FIELDS = [
    ("image", {"PicUrl", "MediaId"}),
    ("voice", {"MediaId", "Format", "Recognition"}),
    ("video", {"MediaId", "ThumbMediaId"}),
    ("shortvideo", {"MediaId", "ThumbMediaId"}),
    ("location", {"Location_X", "Location_Y", "Scale", "Label"}),
]


@pytest.mark.parametrize(("kind", "names"), FIELDS)
def test_each_kind_of_message_has_its_fields(
    chatting: Box, service: StandIn, kind: str, names: set[str]
) -> None:
    chatting.act("send", type=kind)
    fields = service.received[-1].fields
    assert fields["MsgType"] == kind
    assert names <= set(fields)


def test_a_link_is_sent_with_its_words(chatting: Box, service: StandIn) -> None:
    chatting.act("send", type="link", title="荐书", url="https://a.example/")
    assert service.received[-1].fields["Title"] == "荐书"


def test_a_picture_of_one_s_own_is_fetched_at_its_address(chatting: Box) -> None:
    own = b"\xff\xd8\xff\xe0 picture"
    seen = chatting.act("send", type="image", file_base64=base64.b64encode(own).decode())
    assert chatting.raw("GET", seen[0]["url"]) == (200, own)


def test_a_picture_is_gone_after_three_days(chatting: Box) -> None:
    seen = chatting.act("send", type="image")
    chatting.control("clock", advance_s=3 * 86400)
    assert chatting.raw("GET", seen[0]["url"])[0] == 404


def test_an_event_of_any_kind_can_be_pushed(chatting: Box, service: StandIn) -> None:
    fields = {"SubscribeMsgPopupEvent": {"List": [{"TemplateId": "a"}, {"TemplateId": "b"}]}}
    chatting.act("event", event="subscribe_msg_popup_event", fields=fields)
    told = service.received[-1].fields["SubscribeMsgPopupEvent"]["List"]
    assert [one["TemplateId"] for one in told] == ["a", "b"]


def test_an_event_of_the_platform_itself_names_the_reader_inside(
    chatting: Box, service: StandIn
) -> None:
    openid = chatting.platform.readers.get("student").openid
    fields = {"FromUserName": "platform", "OpenID": openid, "RevokeInfo": "201"}
    seen = chatting.act("event", event="user_authorization_revoke", fields=fields)
    assert service.received[-1].fields["FromUserName"] == "platform"
    assert seen == []


def test_scanning_from_the_menu_brings_the_code(chatting: Box, service: StandIn) -> None:
    button = {"type": "scancode_waitmsg", "name": "扫书", "key": "isbn"}
    chatting.platform.menus.publish({"button": [button]})
    chatting.act("tap", button="isbn", scan_result="9787020002207")
    assert service.received[-1].fields["ScanCodeInfo"]["ScanResult"] == "9787020002207"


def test_a_photo_from_the_menu_brings_the_event_and_the_picture(
    chatting: Box, service: StandIn
) -> None:
    button = {"type": "pic_sysphoto", "name": "拍照", "key": "photo"}
    chatting.platform.menus.publish({"button": [button]})
    chatting.act("tap", button="photo")
    assert [one.fields["MsgType"] for one in service.received[-2:]] == ["event", "image"]


def test_sending_without_wait_returns_at_once(chatting: Box) -> None:
    told = chatting.control("send", reader="student", text="x")
    seen = chatting.get("/_control/seen", reader="student", after=told["after"] + 1, wait_s=5)
    assert sources(seen["seen"]) == ["passive"]


def test_waiting_for_news_ends_when_there_are_some(chatting: Box) -> None:
    after = chatting.platform.diary.last_id
    Thread(target=chatting.act, args=("send",), kwargs={"text": "x"}).start()
    seen = chatting.get("/_control/seen", reader="student", after=after, wait_s=5)["seen"]
    assert seen[0]["source"] == "own"


def test_one_reader_does_not_see_what_another_was_told(chatting: Box) -> None:
    assert chatting.get("/_control/seen", reader="parent")["seen"] == []


def test_a_new_reader_can_be_made(box: Box) -> None:
    made = box.control("readers", id="guest", name="访客", large_type=True)
    assert made["openid"].startswith("o")
    assert len(made["openid"]) == 28
    assert sources(box.act("follow", reader="guest"))[-1] == "passive"


def test_a_reader_is_found_by_openid(chatting: Box) -> None:
    openid = chatting.platform.readers.get("student").openid
    assert chatting.get("/_control/seen", reader=openid)["reader"] == "student"


def test_a_reset_forgets_all_but_the_clock(chatting: Box) -> None:
    chatting.control("clock", frozen=True)
    before = chatting.get("/_control/page", reader="student")
    chatting.control("reset")
    after = chatting.get("/_control/page", reader="student")
    assert after["seen"] == []
    assert not after["readers"][0]["is_following"]
    assert after["epoch"] != before["epoch"]
    assert after["clock"]["frozen_at"] is not None


REFUSED = [
    ("send", {"reader": "nobody", "text": "x"}, "no reader"),
    ("send", {"reader": "student", "text": ""}, "text"),
    ("send", {"reader": "student", "type": "smell"}, "type must be"),
    ("send", {"reader": "student", "type": "image", "file_base64": "*"}, "base64"),
    ("send", {"reader": "student", "type": "voice", "seconds": "long"}, "number"),
    ("send", {"reader": "student", "type": "image", "file_base64": "eHg="}, "file type"),
    ("tap", {"reader": "student", "button": "none"}, "no button"),
    ("clock", {"set": "tomorrow"}, "ISO"),
    ("readers", {"id": "student"}, "taken"),
]


@pytest.mark.parametrize(("act", "body", "words"), REFUSED)
def test_a_wrong_call_is_told_what_is_wrong(
    chatting: Box, act: str, body: dict[str, Any], words: str
) -> None:
    assert words in chatting.control(act, **body)["error"]


def test_a_page_of_another_site_cannot_steer_the_box(box: Box) -> None:
    body = json.dumps({"reader": "student"}).encode()
    headers = {"Origin": "http://elsewhere.example", "Content-Type": "application/json"}
    assert box.raw("POST", "/_control/follow", body, headers)[0] == 403


def test_a_guarded_box_answers_to_its_loopback_name_only(start: Any) -> None:
    box = start(control_only_loopback=True)
    assert box.raw("GET", "/_control/health")[0] == 200
    assert box.raw("GET", "/_control/health", headers={"Host": "rebound.example"})[0] == 403


def test_many_readers_at_once_each_get_their_own_answer(chatting: Box) -> None:
    told = [chatting.control("send", reader="student", text=f"第{n}句") for n in range(30)]
    assert chatting.get("/_control/idle", wait_s=10) == {"idle": True}
    seen = chatting.get("/_control/seen", reader="student", after=told[0]["after"])["seen"]
    answers = {one["text"] for one in seen if one["source"] == "passive"}
    assert answers == {f"你说：第{n}句" for n in range(30)}


def test_the_demo_picture_is_small() -> None:
    assert len(samples.picture()) < 4096
