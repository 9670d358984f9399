"""WeChat's two calls to us: the check of the address, and messages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.conversation.model import Door
from chalicelib.errors import BadRequest, NotAllowed, TryLater
from chalicelib.events import note
from chalicelib.logs import fields, logger
from chalicelib.wechat.doors import door_of, wants_answer
from chalicelib.wechat.envelope import (
    Credentials,
    is_encrypted,
    open_envelope,
    seal,
    verify_url,
)
from chalicelib.wechat.inbound import (
    AuthorizationChanged,
    Inbound,
    Message,
    TemplateSent,
    Unfollowed,
)
from chalicelib.wechat.outbound import NoReply, Reply, TransferReply, render
from chalicelib.wechat.parsing import parse

log = logger("webhook")


@dataclass(frozen=True)
class HttpAnswer:
    status: int
    body: str
    content_type: str = "text/plain; charset=utf-8"


def ignore(receipt: TemplateSent, now: datetime) -> None:
    """For an account that sends no template messages."""


def nobody() -> None:
    """Where it matters to nobody that a request is genuine."""


class Answers(Protocol):
    def answer(self, message: Inbound, door: Door, now: datetime) -> Reply: ...


class Webhook:
    """`forget` is called for readers who leave: all of theirs is to go (wechat.md 1.4);
    `heed_receipt` with what became of a template message."""

    def __init__(
        self,
        credentials: Credentials,
        conversation: Answers,
        forget: Callable[[str], None],
        make_nonce: Callable[[], str],
        heed_receipt: Callable[[TemplateSent, datetime], None] = ignore,
    ) -> None:
        self._credentials = credentials
        self._conversation = conversation
        self._forget = forget
        self._make_nonce = make_nonce
        self._heed_receipt = heed_receipt

    def verify(self, query: Mapping[str, str], now: datetime) -> HttpAnswer:
        try:
            return HttpAnswer(200, verify_url(self._credentials, query, now))
        except (NotAllowed, BadRequest) as refused:
            return _refused(refused)

    def receive(
        self,
        query: Mapping[str, str],
        body: bytes,
        now: datetime,
        is_genuine: Callable[[], None] = nobody,
    ) -> HttpAnswer:
        """200 with the sealed reply; 403 for what WeChat did not sign, 400 for what it could not
        have sent, 503 while storage is busy, so that WeChat repeats.

        `is_genuine` is called once the signature is seen to be WeChat's, before the answer."""
        try:
            message = parse(open_envelope(self._credentials, query, body, now))
            is_genuine()
            note(message=message.key, type=type(message).__name__)
            reply = self._reply(message, now)
        except (NotAllowed, BadRequest) as refused:
            return _refused(refused)
        except TryLater as busy:
            log.warning("not answered, WeChat will repeat", extra=fields(why=str(busy)))
            return HttpAnswer(503, "")
        return self._sealed(query, message, reply, now)

    def _reply(self, message: Inbound, now: datetime) -> Reply:
        if _is_leaving(message):
            self._forget(message.reader)
            return NoReply()
        if isinstance(message, TemplateSent):
            self._heed_receipt(message, now)
        if not wants_answer(message):
            return NoReply()
        reply = self._conversation.answer(message, door_of(message), now)
        return NoReply() if _is_out_of_place(reply, message) else reply

    def _sealed(
        self, query: Mapping[str, str], message: Inbound, reply: Reply, now: datetime
    ) -> HttpAnswer:
        xml = render(reply, message.reader, message.account, now)
        encrypted = is_encrypted(query)
        sealed = seal(self._credentials, xml, now, self._make_nonce(), encrypted=encrypted)
        return HttpAnswer(200, sealed, "application/xml; charset=utf-8")


def _is_out_of_place(reply: Reply, message: Inbound) -> bool:
    """Readers are handed to WeChat's own desk after a message only (wechat.md 2.3); after an event
    they would see a failure."""
    return isinstance(reply, TransferReply) and not isinstance(message, Message)


def _is_leaving(message: Inbound) -> bool:
    """Unfollowed, or closed the account with WeChat: WeChat asks the same of us for both."""
    cancelled = isinstance(message, AuthorizationChanged) and message.change == "cancellation"
    return cancelled or isinstance(message, Unfollowed)


def _refused(refused: Exception) -> HttpAnswer:
    log.warning("refused", extra=fields(why=str(refused)))
    return HttpAnswer(403 if isinstance(refused, NotAllowed) else 400, "")
