"""What the platform makes of a passive reply (wechat.md §1.5)."""

import pytest

from local.wechat_platform import samples, wire
from local.wechat_platform.media import MediaShelf
from local.wechat_platform.pushes import Push, PushDesk
from local.wechat_platform.readers import Readers
from local.wechat_platform.replies import Judge, Shown
from local.wechat_platform.sealing import BadReply
from tests.local.hands import Hands

ACCOUNT = "gh_account"
HANDS = Hands()
READER = Readers("wx1").get("student")
MESSAGE = PushDesk(ACCOUNT).message(READER, "text", HANDS.now(), {"Content": "x"})
TAP = PushDesk(ACCOUNT).event(READER, "CLICK", HANDS.now(), {"EventKey": "k"})


@pytest.fixture
def media() -> MediaShelf:
    return MediaShelf(HANDS.now)


@pytest.fixture
def judge(media: MediaShelf) -> Judge:
    return Judge(ACCOUNT, media)


def a_reply(kind: str, own: wire.Fields, **changes: str) -> str:
    head = {"ToUserName": READER.openid, "FromUserName": ACCOUNT, "CreateTime": "1"}
    return wire.write({**head, "MsgType": kind, **own, **changes})


def articles(count: int) -> str:
    item = {"Title": "t", "Description": "d", "PicUrl": "p", "Url": "u"}
    return a_reply("news", {"ArticleCount": count, "Articles": {"item": [item] * count}})


def judged(judge: Judge, xml: str, push: Push = MESSAGE) -> Shown:
    return judge.judge(xml, push)


def test_a_text_is_shown(judge: Judge) -> None:
    assert judged(judge, a_reply("text", {"Content": "好"})).content == {"text": "好"}


def test_a_picture_of_the_shelf_is_shown(judge: Judge, media: MediaShelf) -> None:
    medium = media.keep("image", samples.picture())
    shown = judged(judge, a_reply("image", {"Image": {"MediaId": medium.id}}))
    assert shown.content["url"] == f"/mmbiz/{medium.id}"


def test_a_message_is_answered_with_one_article(judge: Judge) -> None:
    shown = judged(judge, articles(3))
    assert (len(shown.content["articles"]), shown.note) == (1, "2 articles dropped")


def test_an_event_is_answered_with_up_to_eight_articles(judge: Judge) -> None:
    assert len(judged(judge, articles(10), TAP).content["articles"]) == 8


def test_a_message_may_be_handed_to_staff(judge: Judge) -> None:
    reply = a_reply("transfer_customer_service", {"TransInfo": {"KfAccount": "desk@lib"}})
    assert judged(judge, reply).content == {"account": "desk@lib"}


def test_an_event_may_not_be_handed_to_staff(judge: Judge) -> None:
    with pytest.raises(BadReply, match="event"):
        judged(judge, a_reply("transfer_customer_service", {}), TAP)


FAILING = [
    a_reply("text", {"Content": ""}),
    a_reply("text", {}),
    a_reply("text", {"Content": "字" * 683}),
    a_reply("text", {"Content": "x"}, ToUserName="somebody"),
    a_reply("text", {"Content": "x"}, FromUserName="gh_other"),
    a_reply("text", {"Content": "x"}, CreateTime="now"),
    a_reply("image", {"Image": {"MediaId": "gone"}}),
    a_reply("video", {}),
    a_reply("music", {"Music": {"Title": "x"}}),
    a_reply("news", {"ArticleCount": 1}),
    a_reply("dance", {}),
    "<xml></xml>",
    "{}",
]


@pytest.mark.parametrize("xml", FAILING)
def test_a_reply_that_breaks_a_rule_is_a_failure(judge: Judge, xml: str) -> None:
    with pytest.raises(BadReply):
        judged(judge, xml)
