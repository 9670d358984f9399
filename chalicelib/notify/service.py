"""Sends a message once, by the best way that is open to this reader.

A row stands before anything is sent, so that nothing is lost and nothing goes twice. What was
handed to the platform and never answered is sent again only where the platform itself drops the
second one; else it is reported and left alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.errors import (
    BadRequest,
    Conflict,
    GiveUp,
    Misconfigured,
    NotAllowed,
    NotFound,
    TryLater,
    Unheard,
)
from chalicelib.logs import fields, logger
from chalicelib.notify.fitting import fitted
from chalicelib.notify.model import (
    LEASE,
    PATIENCE,
    SAFE_AGAIN,
    Delivery,
    Message,
    State,
    Template,
    Way,
)
from chalicelib.notify.settings import Templates

log = logger("notify")
AGAIN = timedelta(minutes=1)
BUSY_AGAIN = timedelta(minutes=5)
SUCCESS = "success"


class Deliveries(Protocol):
    def open(self, delivery: Delivery) -> bool:
        """False where this message is known already."""

    def change(self, delivery: Delivery) -> Delivery:
        """As stored, one version on. Raises Conflict where somebody else was at it."""

    def one(self, reader: str, id: str) -> Delivery | None: ...

    def of(self, reader: str) -> Sequence[Delivery]: ...

    def due(self, now: datetime, limit: int) -> Sequence[Delivery]:
        """SENDING ones whose next try has come, oldest first."""


class Sends(Protocol):
    """Raises NotAllowed, Misconfigured, BadRequest, GiveUp, NotFound: not this way. TryLater: not
    done, perhaps in a while. Unheard: perhaps done."""

    def may(self, way: Way) -> bool: ...

    def send_template(
        self, reader: str, template_id: str, values: Mapping[str, str], link: str, key: str
    ) -> str:
        """The platform's id of the message."""

    def send_notice(
        self, reader: str, template_id: str, values: Mapping[str, str], link: str
    ) -> None: ...


class Inbox(Protocol):
    def leave(self, reader: str, id: str, text: str, now: datetime) -> None:
        """Safe to repeat. Raises NotFound for a reader without a conversation."""


class Notify:
    def __init__(
        self,
        deliveries: Deliveries,
        platform: Sends,
        inbox: Inbox,
        templates: Callable[[], Templates],
    ) -> None:
        self._deliveries = deliveries
        self._platform = platform
        self._inbox = inbox
        self._templates = templates

    def send(self, reader: str, message: Message, now: datetime) -> State:
        """What became of it so far; repeating the call changes nothing. Raises TryLater."""
        way = next(iter(self._ways(message, ())), Way.INBOX)
        opened = Delivery(reader, message, State.SENDING, now, now + LEASE, way)
        if self._deliveries.open(opened):
            return self._sent(opened, now, is_clean=True)
        known = self._deliveries.one(reader, message.id)
        return known.state if known else State.UNREACHABLE

    def sweep(self, now: datetime, limit: int = 100) -> int:
        """Goes on with what was left behind; returns how many were looked at."""
        due = self._deliveries.due(now, limit)
        for delivery in due:
            self._resume(delivery, now)
        return len(due)

    def receive(self, reader: str, message_id: str, outcome: str, now: datetime) -> None:
        """The platform's receipt. What did not arrive waits in the inbox instead.

        Raises TryLater where the message it is about is still being written down.
        """
        held = self._deliveries.of(reader)
        about = next((one for one in held if one.message_id == message_id), None)
        if about is None:
            if any(one.state is State.SENDING for one in held):
                raise TryLater("the message of this receipt is not written down yet")
            return
        noted = replace(about, receipt=outcome)
        if outcome != SUCCESS and about.way is not Way.INBOX:
            log.warning("a message did not arrive", extra=fields(id=about.message.id, why=outcome))
            noted = self._left(noted, now)
        self._deliveries.change(noted)

    def _left(self, delivery: Delivery, now: datetime) -> Delivery:
        message = delivery.message
        try:
            self._inbox.leave(delivery.reader, message.id, message.text, now)
        except NotFound:
            return replace(delivery, state=State.UNREACHABLE)
        return replace(delivery, way=Way.INBOX)

    def _resume(self, delivery: Delivery, now: datetime) -> None:
        try:
            taken = self._deliveries.change(replace(delivery, next_try=now + LEASE, is_clean=False))
            if _may_go_twice(delivery, now):
                self._sent(taken, now, is_clean=delivery.is_clean)
            else:
                self._unknown(taken)
        except (TryLater, Conflict):
            log.info("left for the next round", extra=fields(id=delivery.message.id))

    def _sent(self, delivery: Delivery, now: datetime, is_clean: bool) -> State:
        """`is_clean`: no earlier try can have arrived. A platform that is busy now says nothing of
        the tries before."""
        for way in self._ways(delivery.message, delivery.tried):
            delivery = self._turned(delivery, way)
            try:
                message_id = self._given(delivery, way, now)
            except Unheard:
                return self._unheard(delivery, now)
            except TryLater as busy:
                if now - delivery.first_at < PATIENCE:
                    return self._wait(delivery, now, is_clean)
                delivery = _without(delivery, way, busy)
            except (NotAllowed, Misconfigured, BadRequest, GiveUp, NotFound) as refused:
                delivery = _without(delivery, way, refused)
            else:
                done = replace(delivery, state=State.SENT, message_id=message_id, next_try=None)
                return self._deliveries.change(done).state
        log.error("nobody could be reached", extra=fields(id=delivery.message.id))
        ended = replace(delivery, state=State.UNREACHABLE, next_try=None)
        return self._deliveries.change(ended).state

    def _turned(self, delivery: Delivery, way: Way) -> Delivery:
        """Written down before another way is taken, but for the inbox, which bears repeating."""
        if delivery.way is way:
            return delivery
        turned = replace(delivery, way=way)
        return turned if way is Way.INBOX else self._deliveries.change(turned)

    def _given(self, delivery: Delivery, way: Way, now: datetime) -> str:
        reader, message = delivery.reader, delivery.message
        if way is Way.INBOX:
            self._inbox.leave(reader, message.id, message.text, now)
            return ""
        template = self._templates()[message.about]
        values = fitted(template.fields, message.facts)
        if way is Way.TEMPLATE:
            return self._platform.send_template(
                reader, template.id, values, message.link, message.id
            )
        self._platform.send_notice(reader, template.id, values, message.link)
        return ""

    def _ways(self, message: Message, tried: Sequence[Way]) -> list[Way]:
        template: Template | None = self._templates().get(message.about)
        by_template = [template.way] if template and self._platform.may(template.way) else []
        return [way for way in (*by_template, Way.INBOX) if way not in tried]

    def _unheard(self, delivery: Delivery, now: datetime) -> State:
        if _may_go_twice(delivery, now + AGAIN):
            again = replace(delivery, next_try=now + AGAIN)
            return self._deliveries.change(again).state
        return self._unknown(delivery)

    def _wait(self, delivery: Delivery, now: datetime, is_clean: bool) -> State:
        waiting = replace(delivery, next_try=now + BUSY_AGAIN, is_clean=is_clean)
        return self._deliveries.change(waiting).state

    def _unknown(self, delivery: Delivery) -> State:
        log.error("a message's fate is unknown", extra=fields(id=delivery.message.id))
        ended = replace(delivery, state=State.UNKNOWN, next_try=None)
        return self._deliveries.change(ended).state


def _may_go_twice(delivery: Delivery, now: datetime) -> bool:
    """Nothing is on its way, or a second one would be dropped by whoever gets it."""
    if delivery.is_clean or delivery.way is Way.INBOX:
        return True
    return delivery.way is Way.TEMPLATE and now - delivery.first_at < SAFE_AGAIN


def _without(delivery: Delivery, way: Way, why: Exception) -> Delivery:
    log.warning("not this way", extra=fields(id=delivery.message.id, way=way.value, why=str(why)))
    return replace(delivery, tried=(*delivery.tried, way))
