"""The server API, called by the client library that the service uses, and by hand."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from local.wechat_platform import samples
from local.wechat_platform.readers import Readers
from tests.local.box import Box, Json
from tests.local.standin import APP_ID, APP_SECRET

Start = Callable[..., Box]
STUDENT = Readers(APP_ID).get("student").openid


class Caller:
    """The service's side: a token, and calls that carry it."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.token = stable_token(box)["access_token"]

    def get(self, path: str, **query: Any) -> Json:
        return self.box.get(f"/cgi-bin/{path}", access_token=self.token, **query)

    def post(self, path: str, /, **body: Any) -> Json:
        return self.box.post(f"/cgi-bin/{path}?access_token={self.token}", **body)

    def write(self, text: str = "您好", openid: str = STUDENT) -> int:
        text_part = {"content": text}
        told = self.post("message/custom/send", touser=openid, msgtype="text", text=text_part)
        return int(told["errcode"])

    def send(self, kind: str, part: Json) -> int:
        told = self.post("message/custom/send", touser=STUDENT, msgtype=kind, **{kind: part})
        return int(told["errcode"])


def stable_token(box: Box, **changes: Any) -> Json:
    asked = {"grant_type": "client_credential", "appid": APP_ID, "secret": APP_SECRET}
    return box.post("/cgi-bin/stable_token", **(asked | changes))


@pytest.fixture
def caller(chatting: Box) -> Caller:
    return Caller(chatting)


@pytest.fixture
def client(chatting: Box) -> Iterator[WeChatClient]:
    library_client = WeChatClient(APP_ID, APP_SECRET, timeout=5)
    library_client.API_BASE_URL = f"http://127.0.0.1:{chatting.port}/cgi-bin/"
    known = stable_token(chatting)
    library_client.session.set(f"{APP_ID}_access_token", known["access_token"], 7200)
    library_client.expires_at = 4_000_000_000
    yield library_client
    library_client._http.close()


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"secret": "wrong"}, 40125),
        ({"appid": "wxother"}, 40013),
        ({"grant_type": "password"}, 40002),
    ],
)
def test_a_token_needs_the_right_secret(box: Box, changes: Json, errcode: int) -> None:
    assert stable_token(box, **changes)["errcode"] == errcode


def test_the_classic_token_is_another_each_time(box: Box) -> None:
    asked = {"grant_type": "client_credential", "appid": APP_ID, "secret": APP_SECRET}
    first, second = (box.get("/cgi-bin/token", **asked)["access_token"] for _ in range(2))
    assert first != second


def test_a_call_without_a_token_is_refused(box: Box) -> None:
    assert box.get("/cgi-bin/user/get")["errcode"] == 41001


def test_an_unknown_call_is_refused(caller: Caller) -> None:
    assert caller.get("none")["errcode"] == 40066


def test_a_body_that_is_no_json_is_refused(caller: Caller) -> None:
    path = f"/cgi-bin/menu/create?access_token={caller.token}"
    assert b"47001" in caller.box.raw("POST", path, b"{")[1]


def test_a_reader_sees_a_message_of_the_client_library(chatting: Box, client: Any) -> None:
    client.message.send_text(STUDENT, "您预约的书到了")
    seen = chatting.get("/_control/seen", reader="student")["seen"][-1]
    assert (seen["source"], seen["text"]) == ("customer_service", "您预约的书到了")


def test_the_client_library_reads_a_refusal(chatting: Box, client: Any) -> None:
    chatting.control("clock", advance_s=7 * 86400)
    chatting.control("faults", kind="api_error", errcode=45015, count=1)
    with pytest.raises(WeChatClientException, match="45015"):
        client.message.send_text(STUDENT, "您好")


def test_the_client_library_uploads_and_fetches_a_picture(client: Any) -> None:
    uploaded = client.media.upload("image", ("a.png", BytesIO(samples.picture()), "image/png"))
    assert client.media.download(uploaded["media_id"]).content == samples.picture()


def test_a_follow_allows_three_messages(caller: Caller) -> None:
    assert [caller.write() for _ in range(4)] == [0, 0, 0, 45047]


def test_a_message_allows_five_more(caller: Caller) -> None:
    caller.box.control("clock", advance_s=60)
    caller.box.act("send", text="你好")
    assert [caller.write() for _ in range(6)] == [0, 0, 0, 0, 0, 45047]


def test_a_view_button_opens_no_window(caller: Caller) -> None:
    caller.post("menu/create", button=[{"type": "view", "name": "网站", "url": "http://a.example"}])
    caller.box.control("clock", advance_s=60)
    caller.box.act("tap", button="网站")
    assert caller.write() == 45015


def test_a_choice_in_a_rating_menu_counts_as_a_tap(caller: Caller) -> None:
    caller.box.control("clock", advance_s=60)
    caller.box.act("send", text="满意", menu_id="1")
    assert list(caller.box.get("/_control/readers")["readers"][0]["windows"]) == ["tap"]


def test_a_reader_who_left_is_not_written_to(caller: Caller) -> None:
    caller.box.act("unfollow")
    assert caller.write() == 45015


def test_an_unknown_openid_is_refused(caller: Caller) -> None:
    assert caller.write(openid="o-nobody") == 40003


def test_a_text_may_have_2048_bytes(caller: Caller) -> None:
    assert [caller.write("a" * 2048), caller.write("a" * 2049)] == [0, 45002]


def test_a_refused_text_costs_no_allowance(caller: Caller) -> None:
    caller.write("字" * 700)
    assert [caller.write() for _ in range(3)] == [0, 0, 0]


PARTS: list[tuple[str, Json, int]] = [
    ("news", {"articles": [{"title": "a", "url": "u"}] * 2}, 45008),
    ("news", {"articles": [{"title": "a", "url": "u"}]}, 0),
    ("image", {"media_id": "gone"}, 40007),
    ("text", {"content": ""}, 44004),
    ("dance", {}, 40008),
    ("msgmenu", {"head_content": "满意吗", "list": [{"id": "1", "content": "满意"}]}, 0),
    ("msgmenu", {"list": [{"id": "1", "content": "x"}] * 11}, 45098),
    ("msgmenu", {"list": [{"content": "x"}]}, 47001),
]


@pytest.mark.parametrize(("kind", "part", "errcode"), PARTS)
def test_each_kind_of_message_has_its_rules(
    caller: Caller, kind: str, part: Json, errcode: int
) -> None:
    assert caller.send(kind, part) == errcode


def test_typing_is_shown_on_the_page(caller: Caller) -> None:
    caller.post("message/custom/typing", touser=STUDENT, command="Typing")
    assert caller.box.get("/_control/page", reader="student")["is_typing"]


def test_an_unknown_typing_command_is_refused(caller: Caller) -> None:
    told = caller.post("message/custom/typing", touser=STUDENT, command="Shout")
    assert told["errcode"] == 45072


def test_a_published_menu_is_read_back_and_deleted(caller: Caller) -> None:
    button = {"type": "click", "name": "开馆时间", "key": "hours"}
    caller.post("menu/create", button=[button])
    assert caller.get("menu/get")["menu"]["button"] == [button]
    assert caller.get("get_current_selfmenu_info")["is_menu_open"] == 1
    caller.get("menu/delete")
    assert caller.get("menu/get")["errcode"] == 46003


def test_a_tap_brings_the_key_of_the_published_button(caller: Caller, service: Any) -> None:
    caller.post("menu/create", button=[{"type": "click", "name": "开馆时间", "key": "hours"}])
    caller.box.act("tap", button="开馆时间")
    assert service.received[-1].fields["EventKey"] == "hours"


def test_a_scene_code_is_a_picture_that_readers_scan(caller: Caller, service: Any) -> None:
    scene = {"scene": {"scene_str": "poster"}}
    told = caller.post("qrcode/create", action_name="QR_LIMIT_STR_SCENE", action_info=scene)
    caller.box.act("scan", scene="poster")
    assert service.received[-1].fields["Ticket"] == told["ticket"]
    _, picture = caller.box.raw("GET", f"/cgi-bin/showqrcode?ticket={told['ticket']}")
    assert picture.startswith(b"\x89PNG")


def test_a_temporary_code_ends_after_a_minute_by_default(caller: Caller) -> None:
    scene = {"scene": {"scene_id": 7}}
    told = caller.post("qrcode/create", action_name="QR_SCENE", action_info=scene)
    caller.box.control("clock", advance_s=60)
    assert told["expire_seconds"] == 60
    assert "expired" in caller.box.control("scan", reader="student", scene="7")["error"]


@pytest.mark.parametrize(
    ("name", "scene", "extra", "errcode"),
    [
        ("QR_LIMIT_SCENE", {"scene_id": 100_001}, {}, 40053),
        ("QR_STR_SCENE", {"scene_str": "x" * 65}, {}, 40053),
        ("QR_SCENE", {"scene_id": 1}, {"expire_seconds": 2_592_001}, 40035),
        ("QR_DANCE", {"scene_id": 1}, {}, 40035),
    ],
)
def test_a_scene_code_has_its_limits(
    caller: Caller, name: str, scene: Json, extra: Json, errcode: int
) -> None:
    asked = {"action_name": name, "action_info": {"scene": scene}, **extra}
    assert caller.post("qrcode/create", **asked)["errcode"] == errcode


def test_a_medium_is_gone_after_three_days(caller: Caller) -> None:
    media_id = caller.box.act("send", type="image")[0]["media_id"]
    caller.box.control("clock", advance_s=3 * 86400)
    caller.token = stable_token(caller.box)["access_token"]
    assert caller.get("media/get", media_id=media_id)["errcode"] == 40007


def test_a_video_is_fetched_by_address(caller: Caller) -> None:
    media_id = caller.box.act("send", type="video")[0]["media_id"]
    assert caller.get("media/get", media_id=media_id)["video_url"].endswith(media_id)


def test_a_follower_is_described_without_a_name(caller: Caller) -> None:
    told = caller.get("user/info", openid=STUDENT)
    assert told["subscribe"] == 1
    assert "nickname" not in told


def test_somebody_who_left_is_described_by_openid_alone(caller: Caller) -> None:
    caller.box.act("unfollow")
    assert caller.get("user/info", openid=STUDENT) == {"subscribe": 0, "openid": STUDENT}


def test_followers_are_listed(caller: Caller) -> None:
    assert caller.get("user/get")["data"]["openid"] == [STUDENT]
    assert caller.get("user/get", next_openid=STUDENT)["count"] == 0


def test_a_day_s_calls_are_counted_until_cleared(start: Start) -> None:
    box = start(daily_quotas={"/cgi-bin/user/get": 1})
    caller = Caller(box)
    caller.get("user/get")
    assert caller.get("user/get")["errcode"] == 45009
    caller.post("clear_quota", appid=APP_ID)
    assert caller.post("openapi/quota/get", cgi_path="/cgi-bin/user/get")["quota"]["remain"] == 1


def test_the_next_day_has_its_own_calls(start: Start) -> None:
    box = start(daily_quotas={"/cgi-bin/stable_token": 1})
    stable_token(box)
    assert stable_token(box)["errcode"] == 45009
    box.control("clock", advance_s=86400)
    assert "access_token" in stable_token(box)


def test_quotas_are_cleared_ten_times_a_month(caller: Caller) -> None:
    told = [caller.post("clear_quota", appid=APP_ID)["errcode"] for _ in range(11)]
    assert told == [0] * 10 + [48006]


@pytest.mark.parametrize(
    ("kind", "path", "errcode"),
    [
        ("unverified", "menu/get", 48001),
        ("unverified", "user/get", 48001),
        ("unverified_service", "menu/get", 46003),
        ("verified_subscription", "menu/get", 46003),
        ("verified_subscription", "qrcode/create", 43002),
    ],
)
def test_the_kind_of_account_decides_what_it_may_call(
    start: Start, kind: str, path: str, errcode: int
) -> None:
    assert Caller(start(account_kind=kind)).get(path)["errcode"] == errcode


def test_a_subscription_account_makes_no_scene_codes(start: Start) -> None:
    told = Caller(start(account_kind="verified_subscription")).post("qrcode/create")
    assert told["errcode"] == 48001


def test_an_address_that_is_not_listed_is_refused(start: Start) -> None:
    assert stable_token(start(ip_whitelist=["10.0.0.0/8"]))["errcode"] == 40164


def test_a_listed_address_may_call(start: Start) -> None:
    assert "access_token" in stable_token(start(ip_whitelist=["127.0.0.0/8"]))


def test_the_log_of_calls_holds_no_secret(caller: Caller) -> None:
    caller.write()
    log = str(caller.box.get("/_control/requests"))
    assert "message/custom/send" in log
    assert APP_SECRET not in log
    assert caller.token not in log
