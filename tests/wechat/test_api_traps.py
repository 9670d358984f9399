"""The traps of wechatpy's client, one by one, against a platform that springs them."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic

import pytest

from chalicelib.clock import utc_now
from chalicelib.errors import GiveUp, Misconfigured, NotAllowed, NotFound, TryLater
from chalicelib.wechat.api import WeChatApi
from tests.wechat.factories import APP_ID, SECRET, Hands, an_api, soon
from tests.wechat.fakes import FakeTokens
from tests.wechat.standin import (
    Answer,
    Asked,
    Platform,
    a_file,
    code,
    facts,
    redirect,
)

STALE = [40001, 40014, 42001]
PICTURE = b"\xff\xd8\xff" + b"p" * 997


def test_the_token_is_a_stable_one(platform: Platform, api: WeChatApi) -> None:
    api.send_text("reader", "hello")
    assert platform.fetches[0].method == "POST"
    assert platform.fetches[0].facts == {
        "grant_type": "client_credential",
        "appid": APP_ID,
        "secret": SECRET,
        "force_refresh": False,
    }
    assert platform.calls[0].token == "token-1"


@pytest.mark.parametrize("number", STALE)
def test_a_stale_token_is_renewed_and_the_call_made_again(
    platform: Platform, api: WeChatApi, number: int
) -> None:
    platform.script.append(code(number))
    api.send_text("reader", "hello")
    assert [call.token for call in platform.calls] == ["token-1", "token-2"]


@pytest.mark.parametrize("number", STALE)
def test_a_platform_that_always_refuses_the_token_is_not_asked_for_ever(
    platform: Platform, api: WeChatApi, number: int
) -> None:
    platform.says = lambda asked: code(number)
    with pytest.raises(TryLater):
        api.send_text("reader", "hello")
    assert len(platform.calls) == 2
    assert len(platform.fetches) == 2


def test_a_platform_that_stands_by_a_refused_token_is_asked_three_times_for_one(
    platform: Platform, api: WeChatApi
) -> None:
    platform.tokens = lambda asked: facts(access_token="always", expires_in=7200)
    platform.says = lambda asked: code(40001)
    with pytest.raises(TryLater):
        api.send_text("reader", "hello")
    assert [one.facts["force_refresh"] for one in platform.fetches] == [False, False, True]
    assert len(platform.calls) == 2


def test_a_busy_platform_is_asked_once_more(platform: Platform, api: WeChatApi) -> None:
    platform.script.append(code(-1))
    api.send_text("reader", "hello")
    assert len(platform.calls) == 2


def test_a_platform_that_stays_busy_is_left_alone(platform: Platform, api: WeChatApi) -> None:
    platform.says = lambda asked: code(-1)
    with pytest.raises(TryLater):
        api.send_text("reader", "hello")
    assert len(platform.calls) == 2


@pytest.mark.parametrize(
    ("number", "kind"),
    [(45009, TryLater), (45015, NotAllowed), (45047, NotAllowed), (45002, GiveUp), (99999, GiveUp)],
)
def test_any_other_refusal_is_not_repeated(
    platform: Platform, api: WeChatApi, number: int, kind: type[Exception]
) -> None:
    platform.script.append(code(number))
    with pytest.raises(kind):
        api.send_text("reader", "hello")
    assert len(platform.calls) == 1


def test_a_message_to_nobody_is_given_up(platform: Platform, api: WeChatApi) -> None:
    platform.script.append(code(40003))
    with pytest.raises(GiveUp):
        api.send_text("nobody", "hello")


def test_a_wrong_secret_asks_for_nothing_but_is_told_once(platform: Platform) -> None:
    platform.tokens = lambda asked: code(40125)
    api = an_api(platform.url)
    with pytest.raises(Misconfigured, match="secret"):
        api.delete_menu()
    assert platform.calls == []


def test_a_readers_message_waits_while_our_own_set_up_is_wrong(
    platform: Platform, logged: pytest.LogCaptureFixture
) -> None:
    platform.tokens = lambda asked: code(40164)
    with pytest.raises(TryLater, match="list"):
        an_api(platform.url).send_text("reader", "hello")
    with pytest.raises(TryLater):
        an_api(platform.url).download("medium", 1000, soon())
    assert "our set-up at the platform is wrong" in logged.text


def test_without_a_secret_nothing_is_sent(platform: Platform) -> None:
    with pytest.raises(Misconfigured):
        an_api(platform.url, secret="").get_menu()
    assert platform.asked == []


def test_a_silent_platform_is_left_at_the_deadline(platform: Platform, api: WeChatApi) -> None:
    platform.says = lambda asked: Answer(chunks=[b"late"], pause_s=5, length=4)
    began = monotonic()
    with pytest.raises(TryLater):
        api.download("medium", 1000, soon(0.3))
    assert monotonic() - began < 1


def test_a_silent_token_service_is_left_at_the_deadline(platform: Platform) -> None:
    platform.tokens = lambda asked: Answer(chunks=[b"late"], pause_s=5, length=4)
    began = monotonic()
    with pytest.raises(TryLater):
        an_api(platform.url).download("medium", 1000, soon(0.3))
    assert monotonic() - began < 1


def test_a_platform_that_dribbles_cannot_outlast_the_deadline(
    platform: Platform, api: WeChatApi
) -> None:
    drops = [b"x"] * 100
    platform.says = lambda asked: Answer(
        chunks=drops, pause_s=0.05, length=100, headers={"Content-Type": "image/jpeg"}
    )
    began = monotonic()
    with pytest.raises(TryLater):
        api.download("medium", 1000, soon(0.4))
    assert monotonic() - began < 1


def test_a_silent_platform_is_left_after_three_seconds_where_nobody_waits(
    platform: Platform, api: WeChatApi
) -> None:
    platform.says = lambda asked: Answer(chunks=[b"late"], pause_s=9, length=4)
    began = monotonic()
    with pytest.raises(TryLater):
        api.send_text("reader", "hello")
    assert 2.5 < monotonic() - began < 4.5


def test_the_deadline_is_read_on_the_services_own_clock(platform: Platform) -> None:
    clock = Hands()
    api = an_api(platform.url, clock=clock)
    platform.script.append(a_file(PICTURE))
    assert api.download("medium", 1000, clock() + timedelta(seconds=2)).body == PICTURE
    with pytest.raises(TryLater):
        api.download("medium", 1000, clock() - timedelta(seconds=1))


@pytest.mark.parametrize("answer", [code(40001), code(-1)])
def test_an_upload_is_sent_again_whole(platform: Platform, api: WeChatApi, answer: Answer) -> None:
    platform.script.extend([answer, facts(type="image", media_id="m1")])
    assert api.upload_media("image", "a.jpg", PICTURE, "image/jpeg") == "m1"
    first, second = platform.calls
    assert PICTURE in first.body
    assert second.body == first.body


def test_a_file_handed_to_wechatpy_itself_is_sent_again_whole(
    platform: Platform, api: WeChatApi
) -> None:
    platform.script.append(code(42001))
    api.media.upload("image", io.BytesIO(PICTURE))
    first, second = platform.calls
    assert PICTURE in first.body
    assert second.body == first.body


def test_what_wechatpy_offers_goes_the_same_way(platform: Platform, api: WeChatApi) -> None:
    platform.script.extend([code(40001), facts(tag={"id": 7, "name": "lang-en"})])
    assert api.tag.create("lang-en")["id"] == 7
    assert [call.token for call in platform.calls] == ["token-1", "token-2"]


def test_wechatpys_own_way_to_a_token_is_closed(api: WeChatApi) -> None:
    with pytest.raises(GiveUp):
        api.fetch_access_token()


def test_a_call_to_another_host_is_refused(platform: Platform, api: WeChatApi) -> None:
    with pytest.raises(GiveUp):
        api.get("https://mp.weixin.qq.com/cgi-bin/showqrcode")
    with pytest.raises(GiveUp):
        api.get("https://api.weixin.qq.com.example/cgi-bin/menu/get")
    assert platform.asked == []


def test_a_call_outside_the_usual_folder_goes_to_the_same_place(
    platform: Platform, api: WeChatApi
) -> None:
    api.get("https://api.weixin.qq.com/customservice/kfsession/getwaitcase")
    assert _only(platform.calls).path == "/customservice/kfsession/getwaitcase"


def test_a_redirect_is_not_followed(platform: Platform, api: WeChatApi) -> None:
    other = Platform()
    platform.script.append(redirect(f"{other.url}/cgi-bin/media/get"))
    with pytest.raises(GiveUp):
        api.download("medium", 1000, soon())
    other.stop()
    assert other.asked == []


def test_the_platform_is_called_by_https_only() -> None:
    with pytest.raises(Misconfigured):
        an_api("http://api.weixin.qq.com")


def test_two_clients_share_one_token(platform: Platform) -> None:
    store = FakeTokens()
    an_api(platform.url, store).send_text("reader", "one")
    an_api(platform.url, store).send_text("reader", "two")
    assert len(platform.fetches) == 1


def test_eight_cold_threads_make_one_fetch(platform: Platform, api: WeChatApi) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: api.send_text("reader", f"hello {n}"), range(8)))
    assert len(platform.fetches) == 1
    assert len(platform.calls) == 8


def test_the_lifetime_in_the_answer_counts(platform: Platform) -> None:
    clock = Hands()
    platform.tokens = lambda asked: facts(access_token=f"t{len(platform.fetches)}", expires_in=300)
    api = an_api(platform.url, clock=clock)
    api.send_text("reader", "one")
    clock.forward(seconds=200)
    api.send_text("reader", "two")
    assert [call.token for call in platform.calls] == ["t1", "t2"]


@pytest.mark.parametrize(
    "answer",
    [
        facts(),
        facts(access_token=""),
        facts(access_token="t", expires_in="soon"),
        facts(access_token=["t"], expires_in=1),
        Answer(b"<html>", headers={"Content-Type": "text/html"}),
        Answer(b"[1]", headers={"Content-Type": "application/json"}),
        Answer(b"{" * 9000, headers={"Content-Type": "application/json"}),
    ],
)
def test_an_odd_token_answer_is_asked_again_later(platform: Platform, answer: Answer) -> None:
    platform.tokens = lambda asked: answer
    with pytest.raises(TryLater):
        an_api(platform.url).get_menu()


def test_too_large_a_medium_is_not_read_to_its_end(platform: Platform, api: WeChatApi) -> None:
    sent: list[int] = []

    def endless() -> object:
        while True:
            sent.append(1)
            yield b"x" * 10_000

    jpeg = {"Content-Type": "image/jpeg"}
    platform.says = lambda asked: Answer(chunks=endless(), length=10**9, headers=jpeg)  # type: ignore[arg-type]
    with pytest.raises(GiveUp, match="too large"):
        api.download("medium", 100_000, soon())
    assert len(sent) < 5000


def test_a_torn_medium_is_fetched_again_later(platform: Platform, api: WeChatApi) -> None:
    jpeg = {"Content-Type": "image/jpeg"}
    platform.script.append(Answer(chunks=[PICTURE], length=2 * len(PICTURE), headers=jpeg))
    with pytest.raises(TryLater):
        api.download("medium", 100_000, soon())


def test_an_expired_medium_is_not_found(platform: Platform, api: WeChatApi) -> None:
    told = b'{"errcode":40007,"errmsg":"invalid media_id"}'
    platform.script.append(Answer(told, headers={"Content-Type": "text/plain"}))
    with pytest.raises(NotFound):
        api.download("medium", 1000, utc_now() + timedelta(seconds=2))


def test_a_video_of_which_only_the_address_comes_is_given_up(
    platform: Platform, api: WeChatApi
) -> None:
    platform.script.append(facts(video_url="http://video.example/1"))
    with pytest.raises(GiveUp):
        api.download("medium", 1000, soon())


@pytest.mark.parametrize(
    ("status", "kind"), [(500, TryLater), (502, TryLater), (429, TryLater), (404, GiveUp)]
)
def test_a_status_says_what_to_do_next(
    platform: Platform, api: WeChatApi, status: int, kind: type[Exception]
) -> None:
    platform.script.append(Answer(status=status))
    with pytest.raises(kind):
        api.send_text("reader", "hello")
    assert len(platform.calls) == 1


def test_an_answer_that_does_not_say_it_is_json_is_read_all_the_same(
    platform: Platform, api: WeChatApi
) -> None:
    platform.script.append(Answer(b'{"errcode":45015}'))
    with pytest.raises(NotAllowed):
        api.send_text("reader", "hello")


def test_chinese_goes_out_unescaped_and_half_characters_do_no_harm(
    platform: Platform, api: WeChatApi
) -> None:
    api.send_text("reader", "续借\ud83d好了\x00")
    assert "续借好了".encode() in platform.calls[0].body


def test_what_is_asked_besides_stays_in_the_address(platform: Platform, api: WeChatApi) -> None:
    platform.says = lambda asked: facts(openid=asked.query["openid"], subscribe=1)
    assert api.user_info("reader-1").reader == "reader-1"
    assert _only(platform.calls).query["lang"] == "zh_CN"


def _only(asked: list[Asked]) -> Asked:
    (one,) = asked
    return one
