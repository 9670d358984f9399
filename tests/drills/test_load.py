"""At 80 % of what the box can do, with one call in twenty failing: no reader sees a fault.

Short form: one minute; `DRILLS=long`: ten. The way of a message is the real one: encrypted XML
over HTTP to the box's server, through the handlers, to the durable engine. Between server and
engine, and between server and platform, stands a proxy that makes trouble (`faulty.py`): calls
throttled, answered with HTTP 500, timed out or torn, before or after they were carried out; the
access token refused.

First saturation is measured, without faults: readers who send the next message as soon as they
have their answer, more and more of them, until no more is done in a second; the best is measured
twice and the lower of the two counts. Then messages come at
80 % of that, whether or not the last ones are answered.

What counts as an error answer, as WeChat would show it to the reader:
- failed: none of WeChat's three attempts got HTTP 200 within 5 s (its failure line);
- unreadable: HTTP 200 with a body that is neither `success`, empty, nor a sealed reply with words;
- put off: our own words that we are busy and the reader should try again;
- unheard: `success` or an empty body for a message that wants an answer, and the answer came
  neither to an earlier attempt nor as a notice in the reader's conversation.
An attempt that is answered with an error or not at all, and whose repeat is answered, is none:
the reader sees the answer and nothing else. Those are counted too and printed.
"""

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.conversation.model import LedgerEntry
from chalicelib.conversation.report import entries_of, report
from chalicelib.dialogue import End
from chalicelib.feedback.model import Case, CaseState
from chalicelib.settings import Settings
from chalicelib.wiring import Services
from local import engine
from tests.drills import faulty, traffic
from tests.drills.box import BoxProcess, sender_for
from tests.drills.desk import Desk
from tests.drills.traffic import Traffic

pytestmark = pytest.mark.drill
LONG = os.environ.get("DRILLS") == "long"
LOAD_S = float(os.environ.get("LOAD_S", 600 if LONG else 60))
STEP_S = 15.0 if LONG else 4.0
STEPS = (1, 2, 4, 8, 16, 32)
FAULTS = 0.05
SHARE = 0.8
GAIN = 1.05
"""Growth below this is none."""
SETTLE_S = 120
SILENT = {"unsubscribe"}
"""Kinds of message that want no answer."""


@dataclass(frozen=True)
class Site:
    """The box with trouble makers before its engine and its platform."""

    box: BoxProcess
    storage: faulty.Faulty
    platform: faulty.Faulty
    services: Services
    """Of this process, straight to the engine: what the tables hold."""

    def fail(self, rate: float) -> tuple[dict[str, int], dict[str, int]]:
        return self.storage.fail(rate), self.platform.fail(rate)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = engine.start_dynoxide(
        engine.dynoxide(), tmp_path / "engine" / "weiguan.db", engine.free_port()
    )
    storage = faulty.start("storage", int(running.endpoint.rsplit(":", 1)[1]))
    box = BoxProcess(tmp_path)
    platform = faulty.start("platform", box.port + 1)
    box.environment = {
        "WEIGUAN_DYNAMODB_ENDPOINT": storage.url,
        "WEIGUAN_WECHAT_API": platform.url,
    }
    try:
        box.start()
        services = Services(Settings(dynamodb_endpoint=running.endpoint))
        _ = services.wire
        yield Site(box, storage, platform, services)
    finally:
        box.stop()
        platform.stop()
        storage.stop()
        running.stop()


def saturation(load: Traffic) -> float:
    """Messages a second at which more readers bring no more."""
    best, at = 0.0, STEPS[0]
    for readers in STEPS:
        rate = _rate(load, readers)
        if rate < best * GAIN:
            break
        best, at = rate, readers
    return min(best, _rate(load, at))


def _rate(load: Traffic, readers: int) -> float:
    before, began = len(load.sent), time.monotonic()
    traffic.closed_loop(load.one, readers, STEP_S)
    rate = (len(load.sent) - before) / (time.monotonic() - began)
    print(f"  {readers} readers at once: {rate:.0f} messages a second", flush=True)
    return rate


def under_load(site: Site, load: Traffic, rate: float) -> Desk:
    """`LOAD_S` of messages with faults, then time for the sweeper without."""
    desk = Desk(site.box.port + 1, site.services)
    desk.open()
    staff = threading.Thread(target=desk.run)
    staff.start()
    try:
        site.fail(FAULTS)
        traffic.open_loop(load.one, rate, LOAD_S)
    finally:
        desk.stopped.set()
        staff.join(timeout=60)
        site.fail(0.0)
    settled(site.services)
    desk.poke()
    return desk


def settled(services: Services) -> None:
    """Returns once nothing is owed or unfinished, or after two minutes."""
    end = time.monotonic() + SETTLE_S
    while time.monotonic() < end and not _clean(services):
        time.sleep(3)


def _clean(services: Services) -> bool:
    later = datetime.now(UTC) + timedelta(hours=1)
    return all(report(services.ledger, services.conversations, d, later).clean for d in _days())


def _days() -> tuple[str, str]:
    today = datetime.now(UTC)
    return f"{today - timedelta(days=1):%Y-%m-%d}", f"{today:%Y-%m-%d}"


def ledger_of(services: Services) -> dict[str, LedgerEntry]:
    return {e.key: e for day in _days() for e in entries_of(services.ledger, day)}


def all_cases(services: Services) -> Iterator[Case]:
    for state in CaseState:
        after = ""
        while True:
            page = services.feedback.in_state(state, after, 100)
            yield from page.cases
            after = page.after
            if not after:
                break


def unheard(services: Services, load: Traffic) -> list[str]:
    """Messages whose answer the reader never got."""
    silent = [s for s in load.sent if s.verdict == "silent" and s.kind not in SILENT]
    return [s.key for s in silent if not s.heard and not _waits(services, s.reader, s.key)]


def _waits(services: Services, reader: str, key: str) -> bool:
    row = services.conversations.row(reader)
    return row is not None and any(key in notice.id for notice in row.notices)


def test_no_reader_sees_a_fault_at_80_percent_of_saturation(site: Site) -> None:
    sender = sender_for(site.box.facts())
    warm = Traffic(sender, loses=False)
    traffic.closed_loop(warm.one, 2, 3)
    most = saturation(warm)
    load = Traffic(sender, ids=warm.ids)
    desk = under_load(site, load, most * SHARE)
    tell(site, load, most)
    tables = site.services
    sent = warm.sent + load.sent
    found = ledger_of(tables)
    wanted = {one.key for one in sent if one.kind not in SILENT}
    origins = Counter(case.origin for case in all_cases(tables))
    complaints = {one.key for one in sent if one.kind == "complaint"}
    verdicts = Counter(one.verdict for one in sent)
    failures = [one for one in desk.seen() if one["source"] == "failure"]

    assert set(verdicts) == {"answered", "silent"}
    assert (failures, unheard(tables, load)) == ([], [])
    assert wanted - set(found) == set()
    assert [e.key for e in found.values() if e.end is End.OWED] == []
    assert _clean(tables)
    assert [heard for heard in traffic.by_key(sent).values() if len(heard) > 1] == []
    assert complaints - set(origins) == set()
    assert [origin for origin, times in origins.items() if times > 1] == []
    by_hand, in_all = answers_of_staff(desk)
    assert (max(by_hand.values()), min(in_all.values())) == (1, 1)
    injected = site.storage.fail(0.0)
    assert sum(injected.values()) - injected["calls"] > len(load.sent) * FAULTS


def answers_of_staff(desk: Desk) -> tuple[dict[str, int], dict[str, int]]:
    """How often each answer reached its phone as a message of our own, and how often in all:
    one whose sending was torn rides on the next reply as well."""
    seen = [(one["source"] == "customer_service", str(one.get("text", ""))) for one in desk.seen()]
    sent = {
        number: sum(own and words in said for own, said in seen)
        for number, words in desk.told.items()
    }
    heard = {number: sum(words in said for _, said in seen) for number, words in desk.told.items()}
    return sent, heard


def tell(site: Site, load: Traffic, most: float) -> None:
    """The figures, for docs/figures.md."""
    storage, platform = site.fail(0.0)
    seconds = [one.seconds for one in load.sent if not one.was_lost and one.kind not in SILENT]
    spread = ", ".join(f"{name} {ms:.0f} ms" for name, ms in traffic.percentiles(seconds).items())
    repeated = sum(one.attempts > 1 and not one.was_lost for one in load.sent)
    print(
        f"load drill: saturation {most:.0f} a second; {len(load.sent)} messages in {LOAD_S:.0f} s "
        f"({len(load.sent) / LOAD_S:.0f} a second)\n"
        f"  to the answer, repeats included: {spread}, longest {max(seconds) * 1000:.0f} ms\n"
        f"  answered only on a repeat: {repeated}; replies lost by WeChat: "
        f"{sum(one.was_lost for one in load.sent)}; HTTP statuses: {dict(load.statuses)}\n"
        f"  kinds: {dict(Counter(one.kind for one in load.sent))}\n"
        f"  storage: {storage}\n  platform: {platform}"
    )
