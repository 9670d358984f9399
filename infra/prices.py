"""List prices by region, from `infra/prices.yaml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_suffix(".yaml")
MILLION = 1_000_000
NOT_PRICES = {"name", "currency", "to_check"}


@dataclass(frozen=True)
class Prices:
    """`one` is of a single request, unit, second, GB or hour."""

    region: str
    name: str
    currency: str
    to_check: tuple[str, ...]
    listed: dict[str, float]

    def one(self, what: str) -> float:
        return self.listed[what] / (MILLION if what in BY_MILLION else 1)


BY_MILLION = {
    *("lambda_requests", "api_calls", "queue_requests"),
    *("dynamodb_writes", "dynamodb_reads"),
}


@cache
def every_region() -> tuple[Prices, ...]:
    """The first one is the reference; its prices stand in the alarm of a day's cost."""
    listed: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
    return tuple(_read(region, found) for region, found in listed.items())


def reference() -> Prices:
    return every_region()[0]


def _read(region: str, found: dict[str, Any]) -> Prices:
    listed = {what: float(price) for what, price in found.items() if what not in NOT_PRICES}
    return Prices(region, found["name"], found["currency"], tuple(found["to_check"]), listed)
