"""WeChat's two calls to us, from the request to the sealed reply."""

from dataclasses import dataclass, field
from datetime import datetime

import pytest
from wechatpy.crypto import WeChatCrypto

from chalicelib.conversation.model import Door
from chalicelib.errors import TryLater
from chalicelib.wechat.envelope import Mode
from chalicelib.wechat.inbound import Inbound
from chalicelib.wechat.markup import read, text_of
from chalicelib.wechat.outbound import NoReply, Reply, TextReply, TransferReply
from chalicelib.wechat.webhook import HttpAnswer, Webhook
from tests.factories_wechat import (
    ACCOUNT,
    AES_KEY,
    APP_ID,
    NONCE,
    NOON_S,
    NOW,
    READER,
    TOKEN,
    Post,
    a_message,
    a_plain_post,
    a_safe_post,
    an_event,
    the_credentials,
)


@dataclass
class Answering:
    """A conversation that gives one reply, and the list of readers who left."""

    reply: Reply | TryLater = field(default_factory=lambda: TextReply("好的"))
    heard: list[tuple[Inbound, Door]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    genuine: list[str] = field(default_factory=list)

    def answer(self, message: Inbound, door: Door, now: datetime) -> Reply:
        self.heard.append((message, door))
        if isinstance(self.reply, TryLater):
            raise self.reply
        return self.reply

    def posted(self, post: Post, mode: Mode = Mode.SAFE) -> HttpAnswer:
        webhook = self._webhook(mode)
        return webhook.receive(post.query, post.body, NOW, lambda: self.genuine.append("yes"))

    def checked(self, query: dict[str, str]) -> HttpAnswer:
        return self._webhook(Mode.SAFE).verify(query, NOW)

    def _webhook(self, mode: Mode) -> Webhook:
        return Webhook(the_credentials(mode), self, self.forgotten.append, lambda: NONCE)


def a_post(xml: bytes) -> Post:
    return a_safe_post(xml.decode())


HELLO = a_post(a_message(Content="你好"))


def words_of(answer: HttpAnswer) -> str:
    """The words of a sealed reply, opened by wechatpy."""
    envelope = read(answer.body.encode())
    proof, stamp = text_of(envelope, "MsgSignature"), text_of(envelope, "TimeStamp")
    opened = WeChatCrypto(TOKEN, AES_KEY, APP_ID).decrypt_message(answer.body, proof, stamp, NONCE)
    return text_of(read(opened.encode()), "Content")


@pytest.mark.parametrize(
    ("xml", "is_handed_over"),
    [(a_message(Content="人工"), True), (an_event("CLICK", EventKey="cmd:人工"), False)],
    ids=["message", "event"],
)
def test_a_reader_is_handed_to_wechats_desk_after_a_message_alone(
    xml: bytes, is_handed_over: bool
) -> None:
    answer = Answering(TransferReply()).posted(a_post(xml))
    assert (answer.status, answer.body != "success") == (200, is_handed_over)


def test_the_address_is_confirmed_as_plain_text() -> None:
    told = Answering().checked(a_plain_post("").query | {"echostr": "77"})
    assert (told.status, told.body, told.content_type) == (200, "77", "text/plain; charset=utf-8")


def test_a_stranger_does_not_confirm_the_address() -> None:
    assert Answering().checked({"echostr": "77"}) == HttpAnswer(403, "")


def test_a_message_is_answered_under_seal() -> None:
    told = Answering().posted(HELLO)
    assert (told.status, words_of(told)) == (200, "好的")


def test_in_plain_mode_the_answer_is_plain() -> None:
    told = Answering().posted(a_plain_post(a_message(Content="hi").decode()), Mode.PLAIN)
    node = read(told.body.encode())
    names = ("ToUserName", "FromUserName", "Content", "CreateTime")
    assert [text_of(node, name) for name in names] == [READER, ACCOUNT, "好的", str(NOON_S)]


@pytest.mark.parametrize(("post", "sealed"), [(HELLO, True), (None, False)])
def test_in_compatible_mode_the_answer_has_the_form_of_the_question(
    post: Post | None, sealed: bool
) -> None:
    asked = post or a_plain_post(a_message(Content="hi").decode())
    assert ("<Encrypt>" in Answering().posted(asked, Mode.COMPATIBLE).body) is sealed


def test_the_conversation_is_told_which_door_opened() -> None:
    service = Answering()
    service.posted(a_post(an_event("CLICK", EventKey="hours")))
    assert [door for _, door in service.heard] == [Door.TAP]


def test_nothing_to_say_is_success() -> None:
    assert Answering(NoReply()).posted(HELLO).body == "success"


@pytest.mark.parametrize("event", ["VIEW", "LOCATION", "TEMPLATESENDJOBFINISH", "unheard_of"])
def test_an_event_that_wants_no_answer_costs_no_conversation(event: str) -> None:
    service = Answering()
    told = service.posted(a_post(an_event(event)))
    assert (told.status, told.body, service.heard) == (200, "success", [])


def test_a_reader_who_leaves_is_forgotten_and_not_answered() -> None:
    service = Answering()
    told = service.posted(a_post(an_event("unsubscribe")))
    assert (told.body, service.forgotten, service.heard) == ("success", [READER], [])


def test_a_reader_who_closed_the_account_is_forgotten_like_one_who_left() -> None:
    service = Answering()
    event = an_event(
        "user_authorization_cancellation", FromUserName="oPlatform", OpenID="oSomebody"
    )
    told = service.posted(a_post(event))
    assert (told.body, service.forgotten) == ("success", ["oSomebody"])


def test_a_reader_who_took_back_one_consent_is_not_forgotten() -> None:
    service = Answering()
    service.posted(a_post(an_event("user_authorization_revoke", OpenID=READER)))
    assert service.forgotten == []


def test_what_is_not_wechats_is_refused_without_a_word() -> None:
    service = Answering()
    told = service.posted(HELLO.asking(msg_signature="0" * 40))
    assert (told, service.heard) == (HttpAnswer(403, ""), [])


def test_only_what_wechat_signed_is_called_genuine() -> None:
    service = Answering()
    service.posted(HELLO.asking(msg_signature="0" * 40))
    assert service.genuine == []
    service.posted(HELLO)
    assert service.genuine == ["yes"]


def test_signed_nonsense_is_refused_without_a_word() -> None:
    assert Answering().posted(a_safe_post("<xml>")) == HttpAnswer(400, "")


def test_while_storage_is_busy_wechat_is_asked_to_come_again() -> None:
    assert Answering(TryLater("storage is busy")).posted(HELLO) == HttpAnswer(503, "")
