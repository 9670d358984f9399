"""The conversation row: one conditional update claims a message, one transaction finishes it."""

import json
import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.clock import epoch_ms, epoch_s, from_epoch_ms
from chalicelib.conversation import ledger_codec
from chalicelib.conversation.model import (
    KEEP_ANSWER,
    KEEP_ROW,
    Claimed,
    Door,
    Finish,
    Notice,
    NoticeState,
    OpenMessage,
    Row,
    Seen,
    Windows,
    pause,
    shard_of,
)
from chalicelib.dialogue import Dialogue
from chalicelib.errors import Conflict
from chalicelib.tables.connect import Wire
from chalicelib.tables.consents import consent_put
from chalicelib.tables.conversations import ConversationRow
from chalicelib.tables.erasures import owed_put
from chalicelib.tables.expressions import (
    ConditionFailed,
    Item,
    Update,
    delete,
    marshal,
    transact,
    unmarshal,
    update,
)
from chalicelib.tables.gaps import gap_put
from chalicelib.tables.ledger import LedgerRow
from chalicelib.tables.notices import notice_update
from chalicelib.texts.privacy import NOTICE_VERSION
from chalicelib.texts.words import Language

GAP_CHARS = 500
KEEP_SHELL = timedelta(days=1)
MOST = 200
"""Open rows looked at in one round, of one shard."""
PAGE = 50
KEEP_ANSWERS = 40
"""Some 60 kB of the 400 kB a row may hold."""


class ConversationStore:
    """Every method raises TryLater when storage is busy."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def claim(self, reader: str, message: OpenMessage, salt: str, door: Door) -> Claimed | Seen:
        """This attempt's, unless another attempt holds or has finished the message.

        A claim of our own that the network repeated is still ours: `attempt` tells. One that is
        taken over keeps its arrival.
        """
        row = self._updated(reader, _claiming(reader, message, salt, door))
        held = row.messages.get(message.key)
        if held is not None and _has_run_out(held, message):
            row = self._updated(reader, _taking_over(reader, message, held, door))
            held = row.messages.get(message.key)
        if held is None:
            return Seen(None, message.lease_until)
        if held.answer is None and held.attempt == message.attempt:
            return Claimed(row, held)
        return Seen(held.answer, held.lease_until)

    def _updated(self, reader: str, asked: Update) -> Row:
        """The row as it is afterwards, changed or not; an empty one where the reader has left."""
        try:
            return read_row(update(self._wire, asked.arguments(_table(), {"reader": reader})))
        except ConditionFailed as failed:
            return read_row(failed.old) if failed.old else Row(reader)

    def leave(self, reader: str, key: str) -> bytes | None:
        """Whoever still works on it leaves the answer as a notice; the answer itself where it
        is there by now."""
        asked = Update()
        asked.set(f"m_{key}.left", 1)
        asked.add("version", 1)
        held, answer = asked.name(f"m_{key}"), asked.name(f"m_{key}.answer")
        asked.condition = f"attribute_exists({held}) AND attribute_not_exists({answer})"
        try:
            update(self._wire, asked.arguments(_table(), {"reader": reader}))
        except ConditionFailed as failed:
            kept = read_row(failed.old).messages.get(key) if failed.old else None
            return kept.answer if kept else None
        return None

    def finish(self, claimed: Claimed, finish: Finish) -> None:
        """The answer, the dialogue and the ledger row, together or not at all.

        Raises Conflict where the row has changed since the claim: read again, decide anew.
        """
        own = _shell(claimed, finish) if finish.forget else _finished(claimed, finish)
        actions = [own, {"Put": ledger_put(finish)}, *_beside(claimed, finish)]
        try:
            transact(self._wire, actions)
        except ConditionFailed as failed:
            raise Conflict("the conversation went on in between") from failed

    def row(self, reader: str) -> Row | None:
        asked = {
            "TableName": _table(),
            "Key": {"reader": {"S": reader}},
            "ConsistentRead": True,
        }
        found = self._wire.dispatch("GetItem", asked).get("Item")
        return read_row(found) if found else None

    def add_notice(self, reader: str, notice: Notice) -> None:
        """Once per id, for a reader who still has a row; for others it is dropped."""
        asked = notice_update(reader, notice.id, notice.text, notice.at)
        try:
            update(self._wire, asked)
        except ConditionFailed:
            return

    def move_notice(self, row: Row, notice: Notice, state: NoticeState | None) -> bool:
        """To another state, or away (None); False where somebody else was quicker. A move of our
        own that the network repeated is still ours: `mover` tells."""
        asked, name, mover = Update(), f"n_{notice.id}", secrets.token_hex(6)
        left = tuple(n for n in row.notices if n.id != notice.id)
        if state is None:
            asked.remove(name)
        else:
            moved = Notice(notice.id, notice.text, notice.at, state)
            asked.set(name, {**_notice(moved), "mover": mover})
            left = (*left, moved)
        _set_open(asked, row.reader, Row(row.reader, messages=row.messages, notices=left))
        asked.add("version", 1)
        asked.condition = f"{asked.name('version')} = {asked.value(row.version)}"
        try:
            update(self._wire, asked.arguments(_table(), {"reader": row.reader}))
        except ConditionFailed as failed:
            return bool(unmarshal(failed.old).get(name, {}).get("mover") == mover)
        return True

    def count_sent(self, reader: str, door: Door) -> None:
        asked = Update()
        asked.add("sent_since_message" if door is Door.MESSAGE else "sent_since_tap", 1)
        asked.condition = f"attribute_exists({asked.name('reader')})"
        self._unless_failed(asked, reader)

    def put_off(self, reader: str, now: datetime) -> None:
        """Something in the row failed once more: its next turn comes after a pause, so that other
        rows get theirs. Reads nothing of the row, which may be what is wrong with it."""
        failed, turn = Update(), Update()
        failed.add("failures", 1)
        failed.condition = f"attribute_exists({failed.name('open_shard')})"
        with suppress(ConditionFailed):
            row = update(self._wire, failed.arguments(_table(), {"reader": reader}))
            wait = pause(int(row["failures"]["N"]))
            turn.set("open_since_ms", epoch_ms(now + wait))
            turn.condition = f"attribute_exists({turn.name('open_shard')})"
            update(self._wire, turn.arguments(_table(), {"reader": reader}))

    def open_rows(self, shard: int, before: datetime, limit: int = MOST) -> list[str]:
        """Readers whose row holds something unfinished since `before`, oldest first."""
        due = ConversationRow.open_since_ms < epoch_ms(before)
        found = ConversationRow.open_rows.query(str(shard), due, limit=limit, page_size=PAGE)
        return [str(row.reader) for row in found]

    def forget(self, reader: str) -> None:
        self._wire.dispatch("DeleteItem", {"TableName": _table(), "Key": {"reader": {"S": reader}}})

    def forget_shell(self, reader: str) -> None:
        """What `finish` left of a row; a row that the reader began since has a salt, and stays."""
        asked = {
            "TableName": _table(),
            "Key": {"reader": {"S": reader}},
            "ConditionExpression": "attribute_not_exists(salt)",
        }
        with suppress(ConditionFailed):
            delete(self._wire, asked)

    def _unless_failed(self, asked: Update, reader: str) -> bool:
        try:
            update(self._wire, asked.arguments(_table(), {"reader": reader}))
        except ConditionFailed:
            return False
        return True


def _table() -> str:
    return str(ConversationRow.Meta.table_name)


def _has_run_out(held: OpenMessage, message: OpenMessage) -> bool:
    unfinished = held.answer is None and held.attempt != message.attempt
    return unfinished and held.lease_until < message.arrived


def _claiming(reader: str, message: OpenMessage, salt: str, door: Door) -> Update:
    asked = _holding(reader, message, door, message.arrived)
    asked.set_if_absent("salt", salt)
    asked.condition = f"attribute_not_exists({asked.name(f'm_{message.key}')})"
    return asked


def _taking_over(reader: str, message: OpenMessage, held: OpenMessage, door: Door) -> Update:
    taken = replace(message, arrived=held.arrived, left=held.left)
    asked = _holding(reader, taken, door, message.arrived)
    holder = asked.name(f"m_{message.key}.attempt")
    unanswered = f"attribute_not_exists({asked.name(f'm_{message.key}.answer')})"
    asked.condition = f"{holder} = {asked.value(held.attempt)} AND {unanswered}"
    return asked


def _holding(reader: str, message: OpenMessage, door: Door, now: datetime) -> Update:
    asked = Update()
    asked.set(f"m_{message.key}", _message(message))
    asked.set("gone_after", epoch_s(now + KEEP_ROW))
    asked.set_if_absent("open_since_ms", epoch_ms(now))
    asked.set_if_absent("open_shard", shard_of(reader))
    asked.add("version", 1)
    if door is not Door.NONE:
        asked.set(f"last_{door}_ms", epoch_ms(now))
        asked.set(f"sent_since_{door}", 0)
    return asked


def _finished(claimed: Claimed, finish: Finish) -> dict[str, Any]:
    asked = _finishing(claimed, finish)
    return {"Update": asked.arguments(_table(), {"reader": claimed.row.reader})}


def _shell(claimed: Claimed, finish: Finish) -> dict[str, Any]:
    """Nothing but the answer, for the platform's repeats; the erasure takes it a minute later."""
    row, mine = claimed.row, claimed.message
    done = OpenMessage(mine.key, mine.attempt, mine.lease_until, mine.arrived, b"", finish.answer)
    held = {
        "reader": row.reader,
        "version": row.version + 1,
        "gone_after": epoch_s(finish.entry.ended + KEEP_SHELL),
        f"m_{mine.key}": _message(done),
    }
    return {
        "Put": {
            "TableName": _table(),
            "Item": {name: marshal(value) for name, value in held.items()},
            "ConditionExpression": "version = :seen",
            "ExpressionAttributeValues": {":seen": marshal(row.version)},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
    }


def _beside(claimed: Claimed, finish: Finish) -> list[dict[str, Any]]:
    """Rows of their own that some answers bring along."""
    key, reader, entry = claimed.message.key, claimed.row.reader, finish.entry
    puts = []
    if finish.gap:
        text, language = finish.gap[:GAP_CHARS], finish.gap_language.value
        puts.append(gap_put(key, text, language, entry.reader, entry.ended))
    if finish.consent:
        puts.append(consent_put(reader, finish.consent, NOTICE_VERSION, entry.ended))
    if finish.forget:
        puts.append(owed_put(key, reader, entry.reader, entry.ended))
    return [{"Put": put} for put in puts]


def _finishing(claimed: Claimed, finish: Finish) -> Update:
    row, mine = claimed.row, claimed.message
    asked = Update()
    done = OpenMessage(mine.key, mine.attempt, mine.lease_until, mine.arrived, b"", finish.answer)
    asked.set(f"m_{mine.key}", _message(done))
    stale = _stale(row, mine)
    gone = set(finish.delivered)
    notices = tuple(n for n in row.notices if n.id not in gone)
    if finish.notice is not None:
        asked.set(f"n_{finish.notice.id}", _notice(finish.notice))
        notices = (*notices, finish.notice)
    for name in [*(f"m_{key}" for key in stale), *(f"n_{id}" for id in sorted(gone))]:
        asked.remove(name)
    messages = {key: m for key, m in row.messages.items() if key not in {*stale, mine.key}}
    _set_open(asked, row.reader, Row(row.reader, messages=messages, notices=notices))
    _set_dialogue(asked, finish.dialogue)
    if finish.senior is not None:
        asked.set("senior", 1 if finish.senior else None)
    if finish.language is not None:
        asked.set("language", finish.language.value)
    if finish.paused_until is not None:
        asked.set("paused_until_ms", epoch_ms(finish.paused_until))
    asked.add("version", 1)
    asked.condition = f"{asked.name('version')} = {asked.value(row.version)}"
    return asked


def _stale(row: Row, mine: OpenMessage) -> list[str]:
    """Answered messages that WeChat can no longer repeat; of a burst only the newest stay, or
    one reader's row would outgrow what a row may hold."""
    answered = [m for m in row.messages.values() if m.answer is not None and m.key != mine.key]
    newest_first = sorted(answered, key=lambda held: held.arrived, reverse=True)
    old = [m.key for m in newest_first if mine.arrived - m.arrived > KEEP_ANSWER]
    return [*old, *(m.key for m in newest_first[KEEP_ANSWERS:] if m.key not in old)]


def _set_open(asked: Update, reader: str, after: Row) -> None:
    since = after.open_since()
    asked.set("open_since_ms", epoch_ms(since) if since else None)
    asked.set("open_shard", shard_of(reader) if since else None)
    if since is None:
        asked.remove("failures")


def _set_dialogue(asked: Update, dialogue: Dialogue | None) -> None:
    asked.set("dialogue", _dialogue(dialogue) if dialogue else None)


def _dialogue(dialogue: Dialogue) -> dict[str, Any]:
    return {
        "chat": dialogue.chat,
        "step": dialogue.step,
        "until_ms": epoch_ms(dialogue.until),
        "facts": json.dumps(dict(dialogue.facts), ensure_ascii=False),
    }


def _message(message: OpenMessage) -> dict[str, Any]:
    return {
        "attempt": message.attempt,
        "lease_ms": epoch_ms(message.lease_until),
        "arrived_ms": epoch_ms(message.arrived),
        "body": message.body or None,
        "answer": message.answer,
        "left": int(message.left) or None,
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {"text": notice.text, "at_ms": epoch_ms(notice.at), "state": notice.state.value}


def ledger_put(finish: Finish) -> dict[str, Any]:
    table = str(LedgerRow.Meta.table_name)
    return {"TableName": table, "Item": ledger_codec.item(finish.entry)}


def read_row(item: Item) -> Row:
    held = unmarshal(item)
    return Row(
        reader=held["reader"],
        version=held.get("version", 0),
        salt=held.get("salt", ""),
        language=Language(held["language"]) if "language" in held else None,
        senior=bool(held.get("senior")),
        dialogue=_read_dialogue(held.get("dialogue")),
        messages={n[2:]: _read_message(n[2:], v) for n, v in held.items() if n[:2] == "m_"},
        notices=tuple(_read_notice(n[2:], v) for n, v in held.items() if n[:2] == "n_"),
        windows=Windows(
            _moment(held.get("last_message_ms")),
            _moment(held.get("last_tap_ms")),
            held.get("sent_since_message", 0),
            held.get("sent_since_tap", 0),
        ),
        paused_until=_moment(held.get("paused_until_ms")),
    )


def _moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else from_epoch_ms(milliseconds)


def _read_dialogue(held: dict[str, Any] | None) -> Dialogue | None:
    if held is None:
        return None
    until = from_epoch_ms(held["until_ms"])
    return Dialogue(held["chat"], held["step"], until, json.loads(held["facts"]))


def _read_message(key: str, held: dict[str, Any]) -> OpenMessage:
    return OpenMessage(
        key=key,
        attempt=held["attempt"],
        lease_until=from_epoch_ms(held["lease_ms"]),
        arrived=from_epoch_ms(held["arrived_ms"]),
        body=held.get("body", b""),
        answer=held.get("answer"),
        left=bool(held.get("left")),
    )


def _read_notice(id: str, held: dict[str, Any]) -> Notice:
    return Notice(id, held["text"], from_epoch_ms(held["at_ms"]), NoticeState(held["state"]))
