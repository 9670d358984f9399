"""Sending a notice: customer-service message while a window is open, else it waits for the reader.

Windows and counts: wechat.md 2.1 (5 messages in 48 h after a message, 3 in 1 min after a tap,
a follow or a scan).
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.conversation.model import Door, Notice, NoticeState, Row, Windows
from chalicelib.errors import GiveUp, NotAllowed, TryLater, Unheard
from chalicelib.logs import fields, logger
from chalicelib.wechat.outbound import cut_text

log = logger("notices")
MESSAGE_WINDOW = timedelta(hours=48)
TAP_WINDOW = timedelta(minutes=1)
PER_MESSAGE = 5
PER_TAP = 3


class Rows(Protocol):
    def row(self, reader: str) -> Row | None: ...

    def move_notice(self, row: Row, notice: Notice, state: NoticeState | None) -> bool: ...

    def count_sent(self, reader: str, door: Door) -> None: ...


class Sends(Protocol):
    """Raises NotAllowed (window closed, blocked), TryLater, GiveUp."""

    def send_text(self, reader: str, text: str) -> None: ...


def open_window(windows: Windows, now: datetime) -> Door:
    """The door a message may go through now; NONE where all are shut."""
    written, tapped = windows.last_message, windows.last_tap
    if written and now - written < MESSAGE_WINDOW and windows.sent_since_message < PER_MESSAGE:
        return Door.MESSAGE
    if tapped and now - tapped < TAP_WINDOW and windows.sent_since_tap < PER_TAP:
        return Door.TAP
    return Door.NONE


class Notices:
    """`may_send`: whether this account kind has customer-service messages at all."""

    def __init__(self, rows: Rows, sends: Sends, may_send: bool) -> None:
        self._rows = rows
        self._sends = sends
        self._may_send = may_send

    def deliver(self, row: Row, notice: Notice, now: datetime) -> None:
        """Marked before it is sent: after a crash its fate is unknown, and it is not sent twice.

        Raises TryLater where the platform said that it will take it another time.
        """
        door = open_window(row.windows, now) if self._may_send else Door.NONE
        if door is Door.NONE:
            self._rows.move_notice(row, notice, NoticeState.PARKED)
            return
        marked = Notice(notice.id, notice.text, now, notice.state)
        if not self._rows.move_notice(row, marked, NoticeState.SENDING):
            return
        head, rest = cut_text(notice.text)
        state = self._outcome(row.reader, replace(notice, text=head))
        if state in (None, NoticeState.UNSURE):
            self._rows.count_sent(row.reader, door)
        if state is None and rest:
            self._go_on(row.reader, replace(notice, text=rest), now)
            return
        self._settle(row.reader, notice, state)
        if state is NoticeState.WAITING:
            raise TryLater("the platform refused a notice for now")

    def _go_on(self, reader: str, rest: Notice, now: datetime) -> None:
        """The platform takes some 2,000 bytes at once: what is left is a notice of its own."""
        waiting = replace(rest, state=NoticeState.WAITING)
        self._settle(reader, waiting, NoticeState.WAITING)
        row = self._rows.row(reader)
        if row is not None and waiting in row.notices:
            self.deliver(row, waiting, now)

    def _outcome(self, reader: str, notice: Notice) -> NoticeState | None:
        """The state afterwards; None for sent. What was refused is sent again; what was perhaps
        sent is not, since the platform would not notice that it is the same: it is reported, and
        rides on the next reply as something the reader may know already."""
        try:
            self._sends.send_text(reader, notice.text)
        except (NotAllowed, GiveUp) as refused:
            log.info("notice waits for the reader", extra=fields(id=notice.id, why=str(refused)))
            return NoticeState.PARKED
        except Unheard as unheard:
            log.error("a notice was perhaps not sent", extra=fields(id=notice.id, why=str(unheard)))
            return NoticeState.UNSURE
        except TryLater:
            return NoticeState.WAITING
        return None

    def _settle(self, reader: str, notice: Notice, state: NoticeState | None) -> None:
        """Bounded: another message of the reader may come in between."""
        for _ in range(5):
            row = self._rows.row(reader)
            if row is None or self._rows.move_notice(row, notice, state):
                return
