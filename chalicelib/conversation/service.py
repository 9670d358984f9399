"""Every message answered once: claim it, let the first chat that can answer it, finish it.

ARCHITECTURE's walk of a message. Two storage calls when nothing is in the way: the claim and the
finishing transaction.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.conversation import codec, recording
from chalicelib.conversation.digits import plain_digits
from chalicelib.conversation.entry import ended
from chalicelib.conversation.language import language_of
from chalicelib.conversation.mask import hide_secrets
from chalicelib.conversation.model import (
    LEASE,
    Claimed,
    Door,
    Finish,
    Notice,
    OpenMessage,
    Row,
    Seen,
    shard_of,
)
from chalicelib.conversation.pacing import held_back
from chalicelib.conversation.reading import (
    READING,
    REST,
    REST_WAITS,
    long_reply,
    with_notices,
    with_way_back,
)
from chalicelib.dialogue import Answer, Chat, Dialogue, End, GoesOn, Kind, Later, Meaning, Turn
from chalicelib.errors import Conflict, TryLater
from chalicelib.events import count
from chalicelib.limits.model import NO_LIMIT, Pace
from chalicelib.logs import fields, logger
from chalicelib.metrics import Measure
from chalicelib.senior.hearing import digit_in, may_choose
from chalicelib.texts import conversation as texts
from chalicelib.texts import secrets as secret_texts
from chalicelib.texts.words import Language
from chalicelib.wechat.inbound import Inbound, Text
from chalicelib.wechat.outbound import NoReply, Reply, TextReply

log = logger("conversation")
WAIT = timedelta(seconds=2.5)
"""How long a repeat waits for the first attempt's answer."""
LOOK = timedelta(seconds=0.5)
"""How often it looks meanwhile."""
JOB_BUDGET = timedelta(seconds=2)
"""What is left of the 3 s reply budget for slow work."""
TRIES = 5
"""How often a finish is tried when other messages of the same reader come in between."""


class Store(Protocol):
    def claim(self, reader: str, message: OpenMessage, salt: str, door: Door) -> Claimed | Seen: ...

    def finish(self, claimed: Claimed, finish: Finish) -> None: ...

    def row(self, reader: str) -> Row | None: ...

    def leave(self, reader: str, key: str) -> bytes | None: ...


class Job(Protocol):
    """Work that may be slow. `run` raises TryLater when `deadline` (UTC) is too near."""

    def run(self, reader: str, facts: Mapping[str, str], deadline: datetime) -> Answer | None:
        """What to tell the reader when done; None where the holding answer says it all."""


class Queue(Protocol):
    def nudge(self, what: str, facts: Mapping[str, str]) -> None:
        """A hint that work waits in a table; losing it costs time, nothing else."""


Reads = Callable[[str], Meaning]
"""What the words of a message mean."""


class Conversation:
    """`chats` in order of precedence; the last one answers anything."""

    def __init__(
        self,
        store: Store,
        chats: Sequence[Chat],
        reads: Reads,
        jobs: Mapping[str, Job],
        queue: Queue,
        make_id: Callable[[], str],
        sleep: Callable[[float], None] = time.sleep,
        pace: Pace = NO_LIMIT,
        hide: codec.Hide = hide_secrets,
    ) -> None:
        self._store = store
        self._chats = chats
        self._reads = reads
        self._jobs = jobs
        self._queue = queue
        self._make_id = make_id
        self._sleep = sleep
        self._pace = pace
        self._hide = hide

    def answer(self, message: Inbound, door: Door, now: datetime) -> Reply:
        """The reply to this attempt; NoReply where another attempt has it in hand.

        Raises TryLater when storage is busy: nothing was promised, WeChat repeats.
        """
        claimed = self._claim(message, door, now)
        waited = timedelta()
        count(Measure.DUPLICATES, isinstance(claimed, Seen))
        while isinstance(claimed, Seen):
            if claimed.answer is not None:
                return codec.unpack_reply(claimed.answer)
            if waited >= WAIT:
                return self._left(message)
            self._sleep(LOOK.total_seconds())
            waited += LOOK
            claimed = self._look_again(message, door, claimed, now + waited)
        return self._work(message, claimed, now, late=False)

    def _left(self, message: Inbound) -> Reply:
        """WeChat takes `success` for the end: whoever has the message in hand must know it."""
        answer = self._store.leave(message.reader, message.key)
        return NoReply() if answer is None else codec.unpack_reply(answer)

    def considered(self, message: Inbound, now: datetime) -> Answer:
        """What would be answered to a reader nobody knows yet; nothing is claimed or finished."""
        return self._decide(message, Row(message.reader), now).answer

    def finish_late(self, message: Inbound, claimed: Claimed, now: datetime) -> None:
        """For the sweeper: the same answer, left as a notice since nobody waits any more."""
        self._work(message, claimed, now, late=True)

    def _claim(self, message: Inbound, door: Door, now: datetime) -> Claimed | Seen:
        body = codec.pack(message, self._hide)
        mine = OpenMessage(message.key, self._make_id(), now + LEASE, now, body)
        return self._store.claim(message.reader, mine, self._make_id(), door)

    def _look_again(
        self, message: Inbound, door: Door, seen: Seen, now: datetime
    ) -> Claimed | Seen:
        """The stored answer by now, or the message itself once its lease has run out."""
        if now > seen.lease_until:
            return self._claim(message, door, now)
        row = self._store.row(message.reader)
        held = row.messages.get(message.key) if row else None
        return Seen(held.answer if held else None, seen.lease_until)

    def _work(self, message: Inbound, claimed: Claimed, now: datetime, late: bool) -> Reply:
        decided: Decided | None = None
        recording.of_reader(claimed.row)
        for _ in range(TRIES):
            late = late or claimed.message.left
            overtaken = late and _overtaken(message, claimed.row)
            seen = replace(claimed.row, dialogue=None) if overtaken else claimed.row
            ending = None if late or decided else held_back(self._pace, message, claimed, now)
            if ending is None:
                decided = decided or self._decide(message, seen, now)
                ending = _finished(message, claimed, decided, late, now)
            finish, reply = ending
            finish = replace(finish, dialogue=claimed.row.dialogue) if overtaken else finish
            try:
                self._store.finish(claimed, finish)
            except Conflict:
                fresh = self._again(message, claimed)
                if not isinstance(fresh, Claimed):
                    return fresh
                decided = None if fresh.row.dialogue != claimed.row.dialogue else decided
                claimed = fresh
                continue
            recording.of_end(finish.entry, late)
            self._nudge(message.reader, finish)
            return NoReply() if claimed.message.left else reply
        raise TryLater("this reader's messages keep coming in between")

    def _again(self, message: Inbound, claimed: Claimed) -> Claimed | Reply:
        """The claim as the row now stands; a reply where somebody else took the message over."""
        row = self._store.row(message.reader)
        held = row.messages.get(message.key) if row else None
        if row is None or held is None:
            return NoReply()
        if held.answer is not None:
            return codec.unpack_reply(held.answer)
        return Claimed(row, held) if held.attempt == claimed.message.attempt else NoReply()

    def _decide(self, message: Inbound, row: Row, now: datetime) -> "Decided":
        """What to say. This is the reader's edge: whatever fails, the reader gets a kind word."""
        try:
            return self._asked(message, row, now)
        except TryLater:
            log.warning("asked again", extra=fields(message=message.key))
        except Exception:
            log.exception("a chat failed", extra=fields(message=message.key))
            return _given_up(row)
        try:
            return self._asked(message, row, now)
        except Exception:
            log.exception("a chat failed twice", extra=fields(message=message.key))
            return _given_up(row)

    def _asked(self, message: Inbound, row: Row, now: datetime) -> "Decided":
        turn, warned = self._turn(message, row, now)
        decided = self._tried(message.reader, self._first_answer(turn), now)
        answer = with_way_back(decided.answer, turn)
        return replace(decided, answer=answer, warned=warned, language=turn.language)

    def _turn(self, message: Inbound, row: Row, now: datetime) -> tuple[Turn, bool]:
        content = message.content if isinstance(message, Text) else ""
        said, warned = self._hide(plain_digits(content.strip()))
        open_dialogue = row.dialogue if row.dialogue and row.dialogue.until > now else None
        said = digit_in(said) if row.senior and may_choose(open_dialogue) else said
        meaning = self._reads(said) if said else Meaning(Kind.CHITCHAT)
        language = language_of(said, row.language)
        return Turn(message, said, meaning, language, now, open_dialogue, row.senior), warned

    def _first_answer(self, turn: Turn) -> Answer | Later:
        """The owner of the open dialogue is asked first, but for reading on."""
        first = (READING, turn.dialogue.chat if turn.dialogue else "")
        owners = [chat for chat in self._chats if chat.name in first]
        ears = [one.going_on if isinstance(one, GoesOn) else one.answer for one in owners]
        ears += [one.answer for one in self._chats if one.answer not in ears]
        answers = (hears(turn) for hears in ears)
        return next((answer for answer in answers if answer is not None), _sorry(turn.language))

    def _tried(self, reader: str, found: Answer | Later, now: datetime) -> "Decided":
        """Slow work gets one try inside the reply's budget."""
        if isinstance(found, Answer):
            return Decided(found)
        try:
            done = self._jobs[found.job].run(reader, found.facts, now + JOB_BUDGET)
        except TryLater:
            return Decided(found.holding, found)
        return Decided(done or found.holding)

    def _nudge(self, reader: str, finish: Finish) -> None:
        if finish.entry.end is End.OWED:
            self._queue.nudge("work", {"day": finish.entry.day, "key": finish.entry.key})
        if finish.notice is not None:
            self._queue.nudge("notice", {"shard": shard_of(reader)})
        if finish.gap:
            self._queue.nudge("gap", {})


@dataclass(frozen=True)
class Decided:
    """`owed`: the work not done in time. `warned`: a secret was typed. `language`: the turn's."""

    answer: Answer
    owed: Later | None = None
    warned: bool = False
    language: Language = Language.SIMPLIFIED


def _overtaken(message: Inbound, row: Row) -> bool:
    """Whether the reader has said something since: the dialogue is about that by now."""
    others = (held for key, held in row.messages.items() if key != message.key)
    return any(held.arrived > message.sent_at for held in others)


def _finished(
    message: Inbound, claimed: Claimed, decided: Decided, late: bool, now: datetime
) -> tuple[Finish, Reply]:
    answer, row, language = decided.answer, claimed.row, decided.language
    warned = _warned(answer.reply, decided)
    full, delivered = (warned, ()) if late else with_notices(warned, row, language)
    reply, rest = long_reply(full, language)
    finish = Finish(
        answer=codec.pack_reply(reply),
        dialogue=_with_rest(answer.dialogue, rest, now),
        language=answer.language,
        entry=ended(message, row, claimed.message, answer, decided.owed, now),
        delivered=delivered,
        notice=_as_notice(message.key, reply, now) if late else None,
        gap=answer.gap,
        gap_language=language,
        senior=answer.senior,
        consent=answer.consent,
        forget=answer.forget,
    )
    return finish, reply


def _given_up(row: Row) -> Decided:
    language = row.language or Language.SIMPLIFIED
    return Decided(_sorry(language), language=language)


def _sorry(language: Language) -> Answer:
    said = texts.BUSY.in_language(language)
    return Answer(TextReply(said), Kind.OUT_OF_SCOPE, End.REFUSED)


def _warned(reply: Reply, decided: Decided) -> Reply:
    if not decided.warned or not isinstance(reply, TextReply):
        return reply
    return TextReply(f"{secret_texts.WARNING.in_language(decided.language)}\n\n{reply.content}")


def _as_notice(key: str, reply: Reply, now: datetime) -> Notice | None:
    return Notice(f"late-{key}", reply.content, now) if isinstance(reply, TextReply) else None


def _with_rest(dialogue: Dialogue | None, rest: str, now: datetime) -> Dialogue | None:
    """What did not fit waits for "继续", beside whatever dialogue the answer opened."""
    if dialogue is None:
        return Dialogue(READING, "rest", now + REST_WAITS, {REST: rest}) if rest else None
    facts = {name: fact for name, fact in dialogue.facts.items() if name != REST}
    return replace(dialogue, facts=facts | ({REST: rest} if rest else {}))
