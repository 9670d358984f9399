"""Finds what was left behind: unfinished messages, work owed, notices not yet sent.

The tables are the truth and the queue a nudge (ARCHITECTURE, invariant 1): everything here is
safe to repeat, and one bad row never hurts the next.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from chalicelib.clock import epoch_ms
from chalicelib.conversation import codec, recording
from chalicelib.conversation.model import (
    ABANDONED,
    LEASE,
    LONGEST_PAUSE,
    SHARDS,
    Claimed,
    Door,
    LedgerEntry,
    Notice,
    NoticeState,
    OpenMessage,
    Row,
    Seen,
)
from chalicelib.conversation.service import Job
from chalicelib.dialogue import Answer, End, Kind
from chalicelib.errors import BadRequest, GiveUp, NotAllowed, NotFound, NotYet, TryLater
from chalicelib.events import event, gauge, note
from chalicelib.logs import fields, logger
from chalicelib.metrics import Measure
from chalicelib.texts import conversation as texts
from chalicelib.texts.words import Language
from chalicelib.wechat.inbound import Inbound
from chalicelib.wechat.outbound import TextReply

log = logger("sweeper")
UNKNOWN_AFTER = timedelta(minutes=2)
"""A notice handed to WeChat this long ago without an outcome: its fate is unknown."""
JOB_TIME = timedelta(seconds=20)


class Rows(Protocol):
    def open_rows(self, shard: int, before: datetime) -> list[str]: ...

    def put_off(self, reader: str, now: datetime) -> None: ...

    def row(self, reader: str) -> Row | None: ...

    def claim(self, reader: str, message: OpenMessage, salt: str, door: Door) -> Claimed | Seen: ...

    def move_notice(self, row: Row, notice: Notice, state: NoticeState | None) -> bool: ...


class Ledger(Protocol):
    def owed(self, shard: int, before: datetime) -> list[LedgerEntry]: ...

    def put_off(self, entry: LedgerEntry, now: datetime) -> None: ...

    def owed_one(self, day: str, key: str) -> LedgerEntry | None: ...

    def settle(
        self, entry: LedgerEntry, answer: Answer | None, now: datetime, notice: Notice | None
    ) -> bool:
        """Leaves the notice, if there is one, in the same transaction."""


class Finisher(Protocol):
    def finish_late(self, message: Inbound, claimed: Claimed, now: datetime) -> None: ...


class Deliver(Protocol):
    def deliver(self, row: Row, notice: Notice, now: datetime) -> None: ...


class Sweeper:
    def __init__(
        self,
        rows: Rows,
        ledger: Ledger,
        finisher: Finisher,
        notices: Deliver,
        jobs: Mapping[str, Job],
        make_id: Callable[[], str],
    ) -> None:
        self._rows = rows
        self._ledger = ledger
        self._finisher = finisher
        self._notices = notices
        self._jobs = jobs
        self._make_id = make_id

    def sweep(self, now: datetime) -> int:
        """One round; returns how many rows were looked at.

        A row that fails is put off, longer each time: it never keeps the next one waiting.
        """
        seen = sum(self._sweep_shard(shard, now) for shard in range(SHARDS))
        due = self._due(now)
        waiting: set[str] = set()
        for entry in due:
            if entry.job not in waiting:
                self._work_in_turn(entry, now, waiting)
        return seen + len(due)

    def _work_in_turn(self, entry: LedgerEntry, now: datetime, waiting: set[str]) -> None:
        """Where one has to wait for others, so has all that stands behind it; nobody is put off
        for having waited."""

        def work() -> None:
            try:
                self.work(entry, now)
            except NotYet:
                waiting.add(entry.job)

        self._safely("work", work, partial(self._ledger.put_off, entry, now))

    def _sweep_shard(self, shard: int, now: datetime) -> int:
        readers = self._rows.open_rows(shard, now)
        for reader in readers:
            put_off = partial(self._rows.put_off, reader, now)
            self._safely("row", partial(self.sweep_reader, reader, now), put_off)
        return len(readers)

    def _due(self, now: datetime) -> list[LedgerEntry]:
        """Owed work whose turn it is, first come first; the oldest is told of all that is owed."""
        later = now + LONGEST_PAUSE
        owed = [e for shard in range(SHARDS) for e in self._ledger.owed(shard, later)]
        if owed:
            oldest = min(entry.arrived for entry in owed)
            gauge(Measure.OLDEST_OWED_S, (now - oldest).total_seconds())
        due = [entry for entry in owed if (entry.due or entry.arrived) < now - LEASE]
        return sorted(due, key=_place)

    def sweep_reader(self, reader: str, now: datetime) -> None:
        row = self._rows.row(reader)
        if row is None:
            return
        for message in row.unfinished():
            if now - message.arrived > ABANDONED:
                self._finish(reader, message, now)
        for notice in row.notices:
            self._send(row, notice, now)
            row = self._rows.row(reader) or row

    def nudged(self, what: str, facts: Mapping[str, str], now: datetime) -> None:
        """From the queue: `notice` names a shard and no reader, `work` a ledger row."""
        if what == "notice":
            self._sweep_shard(int(facts["shard"]), now)
            return
        entry = self._ledger.owed_one(facts["day"], facts["key"])
        if entry is not None:
            with suppress(NotYet):
                self.work(entry, now)

    def work(self, entry: LedgerEntry, now: datetime) -> None:
        """Does the owed work and settles its ledger row; TryLater leaves it for the next round."""
        note(message=entry.key, reader=entry.reader, case=entry.number, job=entry.job)
        try:
            answer = self._jobs[entry.job].run(entry.openid, entry.facts, now + JOB_TIME)
        except (GiveUp, NotFound, NotAllowed, BadRequest) as hopeless:
            log.error("work given up", extra=fields(job=entry.job, why=str(hopeless)))
            answer = self._given_up(entry)
        settled = self._ledger.settle(entry, answer, now, _notice_of(entry, answer, now))
        log.info("work settled", extra=fields(first=settled))

    def _given_up(self, entry: LedgerEntry) -> Answer:
        """It will never be done: the reader hears so, and the ledger says refused."""
        row = self._rows.row(entry.openid)
        language = (row and row.language) or Language.SIMPLIFIED
        reply = TextReply(texts.BUSY.in_language(language))
        return Answer(reply, entry.kind or Kind.OUT_OF_SCOPE, End.REFUSED)

    def _finish(self, reader: str, message: OpenMessage, now: datetime) -> None:
        note(message=message.key)
        taken = OpenMessage(message.key, self._make_id(), now + LEASE, now, message.body)
        claimed = self._rows.claim(reader, taken, "", Door.NONE)
        if isinstance(claimed, Claimed):
            self._finisher.finish_late(codec.unpack(message.body), claimed, now)
            log.info("finished late")

    def _send(self, row: Row, notice: Notice, now: datetime) -> None:
        recording.of_reader(row)
        note(notice=notice.id)
        if notice.state is NoticeState.WAITING:
            self._notices.deliver(row, notice, now)
        elif notice.state is NoticeState.SENDING and now - notice.at > UNKNOWN_AFTER:
            log.error("a notice was perhaps not sent", extra=fields(id=notice.id, why="broken off"))
            self._rows.move_notice(row, notice, NoticeState.UNSURE)

    def _safely(self, what: str, act: Callable[[], None], put_off: Callable[[], None]) -> None:
        with event():
            try:
                act()
                return
            except TryLater:
                log.info("left for another round", extra=fields(what=what))
            except Exception:
                log.exception("could not be swept", extra=fields(what=what))
            with suppress(TryLater):
                put_off()


def _place(entry: LedgerEntry) -> str:
    """Work that keeps an order of its own says its place in it."""
    return entry.facts.get("place") or f"{epoch_ms(entry.arrived):015d}#{entry.key}"


def _notice_of(entry: LedgerEntry, answer: Answer | None, now: datetime) -> Notice | None:
    if answer is None or not isinstance(answer.reply, TextReply):
        return None
    return Notice(f"work-{entry.key}", answer.reply.content, now)
