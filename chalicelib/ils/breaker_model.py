"""When a library system that does not answer is left in peace, and when it is asked again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FAILURES = 3
"""In a row; then nobody waits for it any more."""
REST = timedelta(seconds=20)
LONGEST_REST = timedelta(minutes=2)
PROBE = timedelta(seconds=25)
"""So long one caller alone finds out whether it is back; then the next one may."""


@dataclass(frozen=True)
class Breaker:
    """`until`: nobody asks before. `failures` and `rests` count what came in a row; what was
    asked before `since`, when the rest began, tells nothing new."""

    failures: int = 0
    rests: int = 0
    since: datetime | None = None
    until: datetime | None = None

    def may_ask(self, now: datetime) -> bool:
        return self.until is None or now >= self.until

    def asking(self, now: datetime) -> "Breaker":
        """After a rest one caller asks, the others go on resting meanwhile."""
        return self if self.until is None else replace(self, until=now + PROBE)

    def answered(self) -> "Breaker":
        return Breaker()

    def failed(self, began: datetime, ended: datetime) -> "Breaker":
        if self.since is not None and began < self.since:
            return self
        failures = self.failures + 1
        if failures < FAILURES:
            return replace(self, failures=failures)
        rest = min(REST * 2.0 ** min(self.rests, 10), LONGEST_REST)
        return Breaker(failures, self.rests + 1, ended, ended + rest)
