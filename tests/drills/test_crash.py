"""kill -9 under load, again and again: nothing acknowledged is lost, nothing is said twice.

Short form: 3 kills; `DRILLS=long`: 40. Every message is sent as WeChat sends it, up to three
times with the same MsgId until an HTTP 200 comes back.
"""

import os
import random
import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.conversation.model import LedgerEntry
from chalicelib.conversation.report import entries_of
from chalicelib.dialogue import End
from chalicelib.settings import Settings
from chalicelib.wiring import Services
from local import engine
from tests.drills.box import BoxProcess, Sender, sender_for

pytestmark = pytest.mark.drill
KILLS = 40 if os.environ.get("DRILLS") == "long" else 3
SENDERS = 4
SETTLE_S = 45
NUMBER = re.compile(r"\b\d{4}-\d{4}\b")
WORDS = (
    "您好",
    "投诉 三楼太冷{n}",
    "人工 我的书在哪{n}",
    "怎么办借书证",
    "建议 多买绘本{n}",
    "我的反馈",
)


@dataclass
class Load:
    """Readers who write without pause; keeps what each of them was told."""

    box: BoxProcess
    acknowledged: set[str] = field(default_factory=set)
    replies: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sent: list[dict[str, object]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    ids: Iterator[int] = field(default_factory=lambda: iter(range(7_000_000, 9_000_000)))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, seed: int, sender: Sender) -> None:
        chance = random.Random(seed)
        while not self.stopped.is_set():
            with self.lock:
                number = next(self.ids)
            text = chance.choice(WORDS).format(n=number)
            self._send(sender, number, f"oreader{chance.randrange(200)}", text)

    def _send(self, sender: Sender, number: int, reader: str, text: str) -> None:
        fields = {
            "ToUserName": "gh_box",
            "FromUserName": reader,
            "CreateTime": int(time.time()),
            "MsgType": "text",
            "Content": text,
            "MsgId": number,
        }
        self.sent.append(fields)
        for _ in range(3):
            reply = sender.post(fields)
            if reply is not None:
                self._heard(f"m{number}", reply)
                return
            time.sleep(0.5)

    def _heard(self, key: str, reply: str) -> None:
        with self.lock:
            self.acknowledged.add(key)
            if reply:
                self.replies[key].add(reply)


def exercise(box: BoxProcess) -> Load:
    """Load while the box is killed and started again; then time for the sweeper."""
    box.start()
    load = Load(box)
    sender = sender_for(box.facts())
    threads = [threading.Thread(target=load.run, args=(n, sender)) for n in range(SENDERS)]
    for thread in threads:
        thread.start()
    chance = random.Random(1)
    for _ in range(KILLS):
        time.sleep(chance.uniform(1.0, 4.0))
        box.kill()
        box.start()
    time.sleep(2)
    load.stopped.set()
    for thread in threads:
        thread.join(timeout=30)
    repeat_the_last(load, sender)
    time.sleep(SETTLE_S)
    box.stop()
    return load


def repeat_the_last(load: Load, sender: Sender) -> None:
    """Late repeats of the same messages: what they hear is kept beside what was heard before."""
    for fields in load.sent[-100:]:
        reply = sender.post(fields)
        if reply:
            load.replies[f"m{fields['MsgId']}"].add(reply)


@dataclass(frozen=True)
class Kept:
    """What stands in the tables afterwards."""

    ledger: dict[str, LedgerEntry]
    cases: set[str]


def kept(home: Path, numbers: set[str]) -> Kept:
    running = engine.start_dynoxide(
        engine.dynoxide(), home / "data" / "weiguan.db", engine.free_port()
    )
    try:
        settings = Settings(dynamodb_endpoint=running.endpoint)
        services = Services(settings)
        today = datetime.now(UTC)
        days = {f"{today - timedelta(days=back):%Y-%m-%d}" for back in (0, 1)}
        ledger = {e.key: e for day in days for e in entries_of(services.ledger, day)}
        _ = services.wire
        cases = {n for n in numbers if services.cases.get(n).number == n}
    finally:
        running.stop()
    return Kept(ledger, cases)


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    box = BoxProcess(tmp_path)
    try:
        load = exercise(box)
    finally:
        box.stop()
    numbers = {n for said in load.replies.values() for words in said for n in NUMBER.findall(words)}
    found = kept(tmp_path, numbers)
    ends = {key: found.ledger[key].end for key in load.acknowledged if key in found.ledger}
    print(
        f"crash drill: {KILLS} kills, {len(load.acknowledged)} acknowledged, {len(numbers)} cases"
    )
    assert len(load.acknowledged) > 50 * KILLS
    assert load.acknowledged - set(found.ledger) == set()
    assert [key for key, end in ends.items() if end is End.OWED] == []
    assert [said for said in load.replies.values() if len(said) > 1] == []
    assert found.cases == numbers
