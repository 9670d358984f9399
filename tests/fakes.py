"""Stand-ins that behave: storage in memory, chats and queues that can be asked what they saw."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.conversation.model import (
    KEEP_ANSWER,
    Claimed,
    Door,
    Finish,
    LedgerEntry,
    Notice,
    NoticeState,
    OpenMessage,
    Row,
    Seen,
    Windows,
    pause,
)
from chalicelib.dialogue import Answer, End, Kind, Later, Turn
from chalicelib.errors import Conflict, TryLater
from chalicelib.wechat.outbound import TextReply


class FakeConversations:
    """Conversation rows in memory, with the same promises as the real store."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.ledger: dict[str, LedgerEntry] = {}
        self.failed: dict[str, tuple[int, datetime]] = {}
        self._lock = threading.Lock()

    def claim(self, reader: str, message: OpenMessage, salt: str, door: Door) -> Claimed | Seen:
        with self._lock:
            row = self.rows.get(reader, Row(reader, salt=salt))
            held = row.messages.get(message.key)
            if held and held.answer is None and held.attempt == message.attempt:
                return Claimed(row, held)
            if held and (held.answer is not None or held.lease_until >= message.arrived):
                return Seen(held.answer, held.lease_until)
            mine = replace(message, arrived=held.arrived, left=held.left) if held else message
            row = replace(
                row,
                version=row.version + 1,
                messages={**row.messages, message.key: mine},
                windows=_opened(row.windows, door, message.arrived),
            )
            self.rows[reader] = row
            return Claimed(row, mine)

    def leave(self, reader: str, key: str) -> bytes | None:
        with self._lock:
            row = self.rows.get(reader)
            held = row.messages.get(key) if row else None
            if row is None or held is None or held.answer is not None:
                return held.answer if held else None
            left = {**row.messages, key: replace(held, left=True)}
            self.rows[reader] = replace(row, version=row.version + 1, messages=left)
            return None

    def finish(self, claimed: Claimed, finish: Finish) -> None:
        with self._lock:
            row = self.rows.get(claimed.row.reader)
            if row is None or row.version != claimed.row.version:
                raise Conflict("the conversation went on in between")
            done = replace(claimed.message, body=b"", answer=finish.answer)
            kept = tuple(n for n in row.notices if n.id not in finish.delivered)
            added = (finish.notice,) if finish.notice else ()
            self.rows[row.reader] = replace(
                row,
                version=row.version + 1,
                messages={**_still_repeatable(row, done), done.key: done},
                notices=(*kept, *added),
                dialogue=finish.dialogue,
                language=finish.language or row.language,
                senior=row.senior if finish.senior is None else finish.senior,
                paused_until=finish.paused_until or row.paused_until,
            )
            self.ledger[finish.entry.key] = finish.entry

    def row(self, reader: str) -> Row | None:
        return self.rows.get(reader)

    def add_notice(self, reader: str, notice: Notice) -> None:
        row = self.rows.get(reader)
        if row and all(held.id != notice.id for held in row.notices):
            self.rows[reader] = replace(row, notices=(*row.notices, notice))

    def move_notice(self, row: Row, notice: Notice, state: NoticeState | None) -> bool:
        held = self.rows[row.reader]
        if held.version != row.version:
            return False
        rest = tuple(n for n in held.notices if n.id != notice.id)
        moved = () if state is None else (replace(notice, state=state),)
        self.rows[row.reader] = replace(held, notices=(*rest, *moved), version=held.version + 1)
        return True

    def count_sent(self, reader: str, door: Door) -> None:
        row = self.rows[reader]
        windows = replace(row.windows, sent_since_message=row.windows.sent_since_message + 1)
        self.rows[reader] = replace(row, windows=windows)

    def put_off(self, reader: str, now: datetime) -> None:
        failures, _ = self.failed.get(reader, (0, now))
        self.failed[reader] = (failures + 1, now + pause(failures + 1))

    def open_rows(self, shard: int, before: datetime, limit: int = 200) -> list[str]:
        turns = {} if shard else {r: self._turn(r, row) for r, row in self.rows.items()}
        return [reader for reader, turn in turns.items() if turn and turn < before][:limit]

    def _turn(self, reader: str, row: Row) -> datetime | None:
        since = row.open_since()
        return self.failed[reader][1] if since and reader in self.failed else since


def _still_repeatable(row: Row, done: OpenMessage) -> dict[str, OpenMessage]:
    return {
        key: held
        for key, held in row.messages.items()
        if held.answer is None or done.arrived - held.arrived <= KEEP_ANSWER
    }


def _opened(windows: Windows, door: Door, now: datetime) -> Windows:
    if door is Door.MESSAGE:
        return replace(windows, last_message=now, sent_since_message=0)
    if door is Door.TAP:
        return replace(windows, last_tap=now, sent_since_tap=0)
    return windows


@dataclass
class ScriptedChat:
    """Answers with `say(turn)` and remembers every turn."""

    say: Callable[[Turn], Answer | Later | None]
    name: str = "scripted"
    turns: list[Turn] = field(default_factory=list)

    def answer(self, turn: Turn) -> Answer | Later | None:
        self.turns.append(turn)
        return self.say(turn)


def saying(words: str, **more: object) -> Callable[[Turn], Answer]:
    return lambda turn: Answer(TextReply(words), Kind.FAQ, **more)  # type: ignore[arg-type]


@dataclass
class RememberedQueue:
    nudges: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def nudge(self, what: str, facts: Mapping[str, str]) -> None:
        self.nudges.append((what, dict(facts)))


@dataclass
class ScriptedJob:
    """Fails with TryLater `busy` times, then returns `answer`; `fails` is raised every time."""

    answer: Answer | None = None
    busy: int = 0
    fails: Exception | None = None
    runs: list[dict[str, str]] = field(default_factory=list)

    def run(self, reader: str, facts: Mapping[str, str], deadline: datetime) -> Answer | None:
        self.runs.append(dict(facts))
        if self.fails is not None:
            raise self.fails
        if len(self.runs) <= self.busy:
            raise TryLater("busy")
        return self.answer


@dataclass
class FakeLedger:
    """Owed work in memory; remembers how each piece ended."""

    owing: list[LedgerEntry] = field(default_factory=list)
    settled: dict[str, End] = field(default_factory=dict)
    rows: FakeConversations = field(default_factory=FakeConversations)

    def owed(self, shard: int, before: datetime) -> list[LedgerEntry]:
        return [] if shard else [e for e in self.owing if (e.due or e.arrived) < before]

    def put_off(self, entry: LedgerEntry, now: datetime) -> None:
        self.owing = [replace(e, due=now + pause(1)) if e == entry else e for e in self.owing]

    def owed_one(self, day: str, key: str) -> LedgerEntry | None:
        return next((e for e in self.owing if (e.day, e.key) == (day, key)), None)

    def settle(
        self, entry: LedgerEntry, answer: Answer | None, now: datetime, notice: Notice | None = None
    ) -> bool:
        if notice is not None:
            self.rows.add_notice(entry.openid, notice)
        self.owing.remove(entry)
        self.settled[entry.key] = answer.end if answer else End.ANSWERED
        return True


@dataclass
class SentMessages:
    """A customer-service channel that remembers; `fails` is raised instead of sending."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    fails: Exception | None = None

    def send_text(self, reader: str, text: str) -> None:
        if self.fails is not None:
            raise self.fails
        self.sent.append((reader, text))
