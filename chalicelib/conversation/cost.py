"""What a day's messages cost: counted units at list prices, as `make cost` writes them here.

The fixed part (NAT gateway, alarms) is not in it: docs/cost.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("prices.yaml")
MILLION = 1_000_000


@dataclass(frozen=True)
class DayCost:
    currency: str
    total: float
    each: float
    """For each reader who wrote or tapped that day."""


def day_cost(region: str, messages: int, kinds: Mapping[str, int], readers: int) -> DayCost:
    """Where the region has no list of ours, by the first list."""
    prices = _lists().get(region) or next(iter(_lists().values()))
    dear = {kind: count for kind, count in kinds.items() if kind in prices}
    plain = messages - sum(dear.values())
    millionths = plain * prices["default"] + sum(prices[k] * n for k, n in dear.items())
    total = millionths / MILLION
    return DayCost(prices["currency"], total, total / readers if readers else 0.0)


@cache
def _lists() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
    return found
