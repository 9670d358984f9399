"""How much is too much: allowances by window of time, and the pace of one reader."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address


@dataclass(frozen=True)
class Allowance:
    """`most` acts of one subject in each `window`; 0 allows any number.

    What many share (a whole route) is counted on `shards` rows, so that no row is hot; each then
    allows its part.
    """

    most: int
    window: timedelta = timedelta(minutes=1)
    shards: int = 1

    @property
    def per_shard(self) -> int:
        return max(1, self.most // self.shards)

    def window_of(self, now: datetime) -> int:
        return int(now.timestamp() // self.window.total_seconds())

    def ends(self, now: datetime) -> datetime:
        """When the window of `now` is over and the count begins anew."""
        following = (self.window_of(now) + 1) * self.window.total_seconds()
        return datetime.fromtimestamp(following, UTC)


@dataclass(frozen=True)
class Pace:
    """A reader may send `most` messages in any `window`; more begin a `pause`. 0 is no limit."""

    most: int = 0
    window: timedelta = timedelta(minutes=1)
    pause: timedelta = timedelta(minutes=1)

    def is_exceeded(self, arrivals: Iterable[datetime], now: datetime) -> bool:
        recent = sum(now - at < self.window for at in arrivals)
        return 0 < self.most < recent


NO_LIMIT = Pace()


def row_key(subject: str, allowance: Allowance, now: datetime) -> str:
    """Hashed: a subject may be somebody's address."""
    digest = hashlib.sha256(subject.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{digest[:40]}#{allowance.window_of(now)}"


def network_of(address: str) -> str:
    """Whom to count: an IPv4 address, or the /64 that one IPv6 subscriber has to himself."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return str(read)
    return str(read.ipv4_mapped or IPv6Address(int(read) >> 64 << 64))
