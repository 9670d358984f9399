"""Who asks too often waits: one atomic write a check, none while somebody is known to wait."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.limits.model import Allowance, network_of, row_key

MOST_REMEMBERED = 10_000
NO_WAIT = timedelta()


class Counts(Protocol):
    def spend(self, key: str, most: int, ends: datetime) -> bool:
        """Counts one act; False, and nothing counted, where `most` are counted already."""


class Gate:
    """Remembers whom it has turned away until the window ends, so a flood costs no storage call
    and no row becomes hot: a row is written at most `most` times and once more by each process."""

    def __init__(self, counts: Counts, choose: Callable[[int], int] = secrets.randbelow) -> None:
        self._counts = counts
        self._choose = choose
        self._shut: dict[str, datetime] = {}

    def wait(self, subject: str, allowance: Allowance, now: datetime) -> timedelta:
        """How long to wait; zero where the act is allowed, and counted."""
        if not allowance.most:
            return NO_WAIT
        shard = f"{subject}#{self._choose(allowance.shards)}"
        key, ends = row_key(shard, allowance, now), allowance.ends(now)
        if key in self._shut:
            return ends - now
        if self._counts.spend(key, allowance.per_shard, ends):
            return NO_WAIT
        self._remember(key, ends, now)
        return ends - now

    def _remember(self, key: str, ends: datetime, now: datetime) -> None:
        if len(self._shut) >= MOST_REMEMBERED:
            self._shut = {held: until for held, until in self._shut.items() if until > now}
        if len(self._shut) < MOST_REMEMBERED:
            self._shut[key] = ends


class Strangers:
    """Requests of people who are not signed in: so many from one network, and so many sign-ins in
    all, whoever tries them. `door` keeps the counts of one entrance from those of another."""

    def __init__(
        self, gate: Gate, per_network: Allowance, per_route: Allowance, door: str = "address"
    ) -> None:
        self._gate = gate
        self._door = door
        self._per_network = per_network
        self._per_route = per_route

    def wait(self, address: str, route: str, now: datetime) -> timedelta:
        """`route` names what is counted for everybody together, '' for nothing."""
        alone = self._gate.wait(f"{self._door}#{network_of(address)}", self._per_network, now)
        if alone or not route:
            return alone
        return self._gate.wait(f"route#{route}", self._per_route, now)
