"""The client against the platform in the box, which keeps the rules of the real one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.errors import BadRequest, GiveUp, Misconfigured, NotAllowed, NotFound, TryLater
from chalicelib.wechat.api import WeChatApi
from chalicelib.wechat.outbound import Article
from chalicelib.wechat.platform_model import PrivateTemplate
from local.wechat_platform.faults import FaultKind
from local.wechat_platform.templates import LIBRARY, NOTICES
from tests.local.box import Box, a_box
from tests.local.standin import APP_ID, APP_SECRET, StandIn
from tests.wechat.factories import an_api

PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 500
AMR = b"#!AMR\n" + b"a" * 320
MENU = {"button": [{"type": "click", "name": "开放时间", "key": "faq:hours"}]}


@pytest.fixture
def service() -> Iterator[StandIn]:
    standin = StandIn()
    yield standin
    standin.stop()


@pytest.fixture
def box(service: StandIn) -> Iterator[Box]:
    running = a_box(service.url)
    yield running
    running.stop()


def api_of(box: Box, secret: str = APP_SECRET) -> WeChatApi:
    clock = box.platform.clock.now
    return an_api(f"http://127.0.0.1:{box.port}", secret=secret, app_id=APP_ID, clock=clock)


@pytest.fixture
def api(box: Box) -> WeChatApi:
    return api_of(box)


def a_follower(box: Box, name: str = "student") -> str:
    """Follows, which opens a window of three messages in one minute; returns the openid."""
    box.act("follow", reader=name)
    return box.platform.readers.get(name).openid


def seen(box: Box, name: str = "student") -> list[tuple[str, str]]:
    told = box.get("/_control/seen", reader=name)["seen"]
    return [
        (one["kind"], one.get("text", "")) for one in told if one["source"] == "customer_service"
    ]


def test_a_text_reaches_the_reader(box: Box, api: WeChatApi) -> None:
    api.send_text(a_follower(box), "您的反馈已有答复")
    assert seen(box) == [("text", "您的反馈已有答复")]


def test_pictures_voices_and_news_reach_the_reader(box: Box, api: WeChatApi) -> None:
    reader = a_follower(box)
    api.send_picture(reader, api.upload_media("image", "map.png", PNG, "image/png"))
    api.send_voice(reader, api.upload_media("voice", "tour.amr", AMR, "audio/amr"))
    api.send_news(
        reader, Article("讲座", "本周六", "https://lib.example/p.png", "https://lib.example")
    )
    assert [kind for kind, _ in seen(box)] == ["image", "voice", "news"]


def test_a_fourth_message_after_a_follow_is_not_allowed(box: Box, api: WeChatApi) -> None:
    reader = a_follower(box)
    api.send_text(reader, "一")
    api.send_text(reader, "二")
    api.send_text(reader, "三")
    with pytest.raises(NotAllowed, match="45047"):
        api.send_text(reader, "四")


def test_after_the_window_no_message_is_allowed(box: Box, api: WeChatApi) -> None:
    reader = a_follower(box)
    box.platform.clock.advance(61)
    with pytest.raises(NotAllowed, match="45015"):
        api.send_text(reader, "太迟了")


def test_a_text_that_is_too_long_is_given_up(box: Box, api: WeChatApi) -> None:
    with pytest.raises(GiveUp, match="45002"):
        api.send_text(a_follower(box), "长" * 1000)


def test_the_typing_sign_is_shown_and_taken_back(box: Box, api: WeChatApi) -> None:
    reader = a_follower(box)
    box.act("send", text="在吗")
    api.send_typing(reader)
    with pytest.raises(TryLater, match="45081"):
        api.send_typing(reader)
    api.send_typing(reader, shown=False)
    api.send_typing(reader)


def test_a_menu_is_published_shown_and_taken_away(box: Box, api: WeChatApi) -> None:
    api.create_menu(MENU)
    assert box.platform.menus.current() == MENU
    assert api.get_menu() == {"menu": MENU}
    assert api.current_self_menu()["selfmenu_info"] == MENU
    api.delete_menu()
    with pytest.raises(NotFound):
        api.get_menu()


def test_a_menu_with_too_long_a_name_says_so(api: WeChatApi) -> None:
    button = {"type": "click", "name": "一个实在太长的名字", "key": "faq:hours"}
    with pytest.raises(BadRequest, match="16 bytes"):
        api.create_menu({"button": [button]})


def test_a_code_with_a_scene_leads_a_reader_to_us(
    box: Box, service: StandIn, api: WeChatApi
) -> None:
    made = api.create_qr("desk-1", 600)
    assert made.expires_s == 600
    assert made.ticket
    box.act("scan", scene="desk-1")
    assert service.received[-1].fields["EventKey"] == "qrscene_desk-1"


def test_a_code_can_be_for_ever_and_lives_thirty_days_at_most_otherwise(api: WeChatApi) -> None:
    assert api.create_qr("gate").expires_s == 0
    assert api.create_qr("desk-2", 99_999_999).expires_s == 2_592_000


def test_a_readers_picture_is_fetched(box: Box, service: StandIn, api: WeChatApi) -> None:
    a_follower(box)
    box.act("send", type="image")
    media_id = service.received[-1].fields["MediaId"]
    media = api.download(media_id, 100_000, box.platform.clock.now() + timedelta(seconds=3))
    assert media.content_type.startswith("image/")
    assert media.body == box.platform.media.get(media_id).content


def test_a_medium_is_gone_after_three_days(box: Box, api: WeChatApi) -> None:
    media_id = api.upload_media("image", "map.png", PNG, "image/png")
    box.platform.clock.advance(3 * 24 * 3600)
    with pytest.raises(NotFound):
        api.download(media_id, 100_000, box.platform.clock.now() + timedelta(seconds=3))


def test_what_is_known_of_a_reader(box: Box, api: WeChatApi) -> None:
    reader = a_follower(box)
    told = api.user_info(reader)
    assert told.reader == reader
    assert told.follows
    assert told.followed_at is not None
    with pytest.raises(NotFound):
        api.user_info("nobody")


def test_the_followers_come_by_pages(box: Box, api: WeChatApi) -> None:
    assert api.followers().readers == ()
    reader = a_follower(box)
    page = api.followers()
    assert (page.total, page.readers, page.next) == (1, (reader,), "")


def test_the_days_calls_are_counted_and_cleared(box: Box, api: WeChatApi) -> None:
    api.send_text(a_follower(box), "一")
    before = api.quota_get("/cgi-bin/message/custom/send")
    api.clear_quota()
    after = api.quota_get("/cgi-bin/message/custom/send")
    assert (before.used, before.left) == (1, before.limit - 1)
    assert (after.used, after.left) == (0, after.limit)


def test_a_token_outlives_two_hours_by_being_renewed(box: Box, api: WeChatApi) -> None:
    api.create_menu(MENU)
    box.platform.clock.advance(7300)
    api.delete_menu()
    fetched = [one for one in box.platform.api_log.after() if "stable_token" in one["path"]]
    assert len(fetched) == 2


@pytest.mark.parametrize("kind", [FaultKind.EXPIRE_TOKEN, FaultKind.API_ERROR])
def test_a_passing_trouble_is_not_noticed(box: Box, api: WeChatApi, kind: FaultKind) -> None:
    api.create_menu(MENU)
    box.platform.faults.add(kind, count=1, path="/cgi-bin/menu")
    api.delete_menu()
    assert box.platform.menus.current() is None


@pytest.mark.parametrize("kind", [FaultKind.HTTP_500, FaultKind.TORN_CONNECTION])
def test_a_trouble_of_the_line_is_for_later(box: Box, api: WeChatApi, kind: FaultKind) -> None:
    box.platform.faults.add(kind, count=1, path="/cgi-bin/menu")
    with pytest.raises(TryLater):
        api.create_menu(MENU)


def test_a_wrong_secret_is_a_setting_to_be_put_right(box: Box) -> None:
    with pytest.raises(Misconfigured, match="secret"):
        api_of(box, secret="wrong").create_menu(MENU)


def test_a_server_that_is_not_on_the_list_is_a_setting_to_be_put_right(
    box: Box, api: WeChatApi
) -> None:
    box.platform.faults.add(FaultKind.IP_NOT_ALLOWED)
    with pytest.raises(Misconfigured, match="list"):
        api.create_menu(MENU)


def test_the_accounts_templates_and_notices_are_told_apart(api: WeChatApi) -> None:
    assert next((one.id, one.is_notice) for one in api.templates()) == (LIBRARY[0].id, False)
    assert api.notices() == (
        PrivateTemplate(NOTICES[0].id, NOTICES[0].title, NOTICES[0].content, True),
    )
