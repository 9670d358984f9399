"""What the service costs: counted units times list prices.

Counted: storage units (`bench/counts.yaml`), alarms and metrics (`infra/alarms.py`,
`chalicelib/metrics.py`), memory (`infra/template.py`). Assumed: `infra/usage.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bench.counts import Count, committed
from bench.units import IMPORT, PUSH, SWEEP
from chalicelib.metrics import BY_FUNCTION, Measure
from infra.alarms import alarms
from infra.prices import Prices
from infra.roles import NEEDS
from infra.template import LIMITS, WEB, WORKER

USAGE = Path(__file__).with_name("usage.yaml")
HOURS, MINUTES = 730, 730 * 60
SCHEDULES = {"Sweep": SWEEP, "WorkImport": IMPORT}
KB_A_GB = 1_000_000
MODES = ("low", "likely", "high")
LIKELY = "likely"


@cache
def usage() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(USAGE.read_text("utf-8"))
    return told


def assumed(name: str, mode: str = "") -> float:
    return float(usage()[name][mode] if mode else usage()[name])


@dataclass(frozen=True)
class Library:
    """What happens there in a month."""

    name: str
    active_readers: int
    messages: int
    pushes: int
    cold_share: float
    catalogue_gb: float
    files_gb: float


def libraries() -> list[Library]:
    return [Library(name, **told) for name, told in usage()["libraries"].items()]


def mixed(counts: Mapping[str, Count]) -> Count:
    """The middling message."""
    mix: dict[str, float] = usage()["mix"]
    whole = sum(mix.values())

    def mean(of: str) -> float:
        return float(sum(share * getattr(counts[kind], of) for kind, share in mix.items()) / whole)

    return Count(round(mean("calls")), mean("reads"), mean("writes"))


def message(prices: Prices, count: Count, mode: str = LIKELY, cold: float | None = None) -> float:
    """One message of a reader, answered."""
    return sum(parts(prices, count, mode, cold).values())


def parts(
    prices: Prices, count: Count, mode: str = LIKELY, cold: float | None = None
) -> dict[str, float]:
    """What a message is made of."""
    share = assumed("cold_share") if cold is None else cold
    ms = assumed("message_ms", mode) + share * assumed("cold_start_ms")
    return {
        "computing": _run(prices, WEB, ms),
        "storage units": _units(prices, count),
        "the API's gateway": prices.one("api_calls"),
        "log": _logged(prices),
        "traffic": assumed("answer_kb") / KB_A_GB * prices.one("traffic_gb"),
    }


def push(prices: Prices, mode: str = LIKELY) -> float:
    """One message that the library sends by itself; the gateway's share is in it."""
    kb = assumed("push_kb") / KB_A_GB
    out = kb * (prices.one("traffic_gb") + prices.one("nat_gb"))
    queue = assumed("queue_requests_a_push") * prices.one("queue_requests")
    run = _run(prices, WORKER, assumed("push_ms", mode))
    return out + queue + run + _units(prices, committed()[PUSH]) + _logged(prices)


def gateway(prices: Prices) -> float:
    """The fixed address, a month: a NAT gateway and its public address."""
    return HOURS * (prices.one("nat_hour") + prices.one("address_hour"))


def rounds(prices: Prices) -> float:
    """The schedules, a month, when there is nothing to do; and asking the queue."""
    ms = assumed("round_ms", LIKELY)
    each = (
        _run(prices, name, ms) + _units(prices, committed()[kind])
        for name, kind in SCHEDULES.items()
    )
    asking = assumed("queue_requests_a_month") * prices.one("queue_requests")
    return MINUTES * (sum(each) + len(SCHEDULES) * _logged(prices)) + asking


def watching(prices: Prices) -> float:
    """Alarms and metrics, a month."""
    alarmed, measured = watched()
    return alarmed * prices.one("alarm_month") + measured * prices.one("metric_month")


def watched() -> tuple[int, int]:
    """Alarms, and metrics of our own when all of them are written."""
    made = alarms(NEEDS, SCHEDULES).values()
    by_function = len(NEEDS) + len(SCHEDULES)
    return len(made), len(Measure) - len(BY_FUNCTION) + by_function


def stored(prices: Prices, library: Library) -> float:
    """Tables with their backup, files, logs, a month."""
    ledger = library.messages * assumed("ledger_months") * assumed("ledger_kb") / KB_A_GB
    table_gb = prices.one("dynamodb_gb_month") + prices.one("backup_gb_month")
    files = library.files_gb * prices.one("files_gb_month")
    return (ledger + library.catalogue_gb) * table_gb + files


def used(prices: Prices, library: Library) -> float:
    """What the readers' messages and ours cost, a month."""
    each = message(prices, mixed(committed()), LIKELY, library.cold_share)
    return library.messages * each + library.pushes * push(prices)


def month(prices: Prices, library: Library) -> float:
    """Without the fixed address; then nothing is sent by ourselves either."""
    silent = Library(**{**vars(library), "pushes": 0})
    return used(prices, silent) + _standing(prices, library)


def month_with_gateway(prices: Prices, library: Library) -> float:
    return used(prices, library) + _standing(prices, library) + gateway(prices)


def _standing(prices: Prices, library: Library) -> float:
    return stored(prices, library) + rounds(prices) + watching(prices)


def _run(prices: Prices, function: str, ms: float) -> float:
    gb_seconds = ms / 1000 * LIMITS[function]["MemorySize"] / 1024
    return prices.one("lambda_requests") + gb_seconds * prices.one("lambda_gb_second")


def _units(prices: Prices, count: Count) -> float:
    reads = count.reads * prices.one("dynamodb_reads")
    return reads + count.writes * prices.one("dynamodb_writes")


def _logged(prices: Prices) -> float:
    months = assumed("log_days") / 30
    gb = assumed("log_kb") / KB_A_GB
    return gb * (prices.one("logs_gb") + months * prices.one("logs_gb_month"))
