"""Replies as WeChat wants them, read back by two readers: ours and wechatpy's."""

from typing import Any

import pytest
import xmltodict
from wechatpy.replies import deserialize_reply

from chalicelib.wechat.markup import node_of, read, text_of
from chalicelib.wechat.outbound import (
    Article,
    NewsReply,
    NoReply,
    PictureReply,
    Reply,
    TextReply,
    TransferReply,
    VideoReply,
    VoiceReply,
    render,
)
from tests.factories_wechat import ACCOUNT, NOON_S, NOW, READER


def rendered(reply: Reply) -> str:
    return render(reply, READER, ACCOUNT, NOW)


def fields_of(reply: Reply) -> dict[str, Any]:
    """As a general reader of XML sees it, without the head."""
    head = {"ToUserName", "FromUserName", "CreateTime"}
    seen: dict[str, Any] = xmltodict.parse(rendered(reply))["xml"]
    return {name: value for name, value in seen.items() if name not in head}


def an_article(title: str = "T") -> Article:
    return Article(title, "D", "http://p", "http://u")


def test_a_reply_goes_from_the_account_to_the_reader() -> None:
    node = read(rendered(TextReply("hi")).encode())
    names = ("ToUserName", "FromUserName", "CreateTime")
    assert [text_of(node, name) for name in names] == [READER, ACCOUNT, str(NOON_S)]


def test_a_text() -> None:
    assert fields_of(TextReply("你好\n<a href='http://a'>x</a>")) == {
        "MsgType": "text",
        "Content": "你好\n<a href='http://a'>x</a>",
    }


@pytest.mark.parametrize("text", ["a]]>b", "]]>", "]]]]>>", "<![CDATA[x]]>"])
def test_the_end_mark_of_character_data_reaches_the_reader_whole(text: str) -> None:
    """wechatpy renders it broken, and the reader sees WeChat's failure line."""
    assert fields_of(TextReply(text))["Content"] == text


@pytest.mark.parametrize("dirt", ["\x00", "\x0b", "\x1b", "\ud83d", "\uffff"])
def test_characters_no_xml_may_hold_are_left_out(dirt: str) -> None:
    assert fields_of(TextReply(f"a{dirt}b"))["Content"] == "ab"


def test_a_picture() -> None:
    assert fields_of(PictureReply("M")) == {"MsgType": "image", "Image": {"MediaId": "M"}}


def test_a_voice() -> None:
    assert fields_of(VoiceReply("M")) == {"MsgType": "voice", "Voice": {"MediaId": "M"}}


def test_a_video() -> None:
    assert fields_of(VideoReply("M", "T", "D")) == {
        "MsgType": "video",
        "Video": {"MediaId": "M", "Title": "T", "Description": "D"},
    }


def test_an_article() -> None:
    item = {"Title": "T", "Description": "D", "PicUrl": "http://p", "Url": "http://u"}
    assert fields_of(NewsReply((an_article(),))) == {
        "MsgType": "news",
        "ArticleCount": "1",
        "Articles": {"item": item},
    }


@pytest.mark.parametrize(("after_event", "shown"), [(False, 1), (True, 8)])
def test_articles_wechat_would_drop_are_not_sent(after_event: bool, shown: int) -> None:
    told = fields_of(NewsReply((an_article(),) * 10, after_event))
    assert told["ArticleCount"] == str(shown)
    assert rendered(NewsReply((an_article(),) * 10, after_event)).count("<item>") == shown


def test_handing_over_to_wechats_desk() -> None:
    assert fields_of(TransferReply()) == {"MsgType": "transfer_customer_service"}


def test_handing_over_to_one_agent() -> None:
    node = read(rendered(TransferReply("a@lib")).encode())
    assert text_of(node_of(node, "TransInfo"), "KfAccount") == "a@lib"


@pytest.mark.parametrize(
    "reply", [NoReply(), TextReply(""), TextReply(" \n"), TextReply("\x00"), NewsReply(())]
)
def test_where_there_is_nothing_to_say_wechat_gets_success(reply: Reply) -> None:
    assert rendered(reply) == "success"


def test_a_text_over_the_limit_is_cut_rather_than_shown_as_a_failure() -> None:
    assert 1900 < len(fields_of(TextReply("馆" * 5_000))["Content"].encode()) <= 2040


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (TextReply("x"), "text"),
        (PictureReply("M"), "image"),
        (VoiceReply("M"), "voice"),
        (VideoReply("M"), "video"),
        (NewsReply((an_article(), an_article()), after_event=True), "news"),
        (TransferReply(), "transfer_customer_service"),
    ],
)
def test_wechatpy_reads_every_reply(reply: Reply, kind: str) -> None:
    assert deserialize_reply(rendered(reply)).type == kind
