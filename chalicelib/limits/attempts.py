"""How long to wait after failures: a few are free, then the wait doubles."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FORGOTTEN_AFTER = timedelta(days=1)
"""A day without a failure, and they are forgotten."""


@dataclass(frozen=True)
class Attempts:
    """Failures counted under one key: a user's name, a card, an address."""

    failures: int = 0
    wait_until: datetime | None = None

    def must_wait(self, now: datetime) -> bool:
        return self.wait_until is not None and now < self.wait_until


@dataclass(frozen=True)
class Patience:
    free: int
    first_wait: timedelta
    longest_wait: timedelta

    def after_failure(self, attempts: Attempts, now: datetime) -> Attempts:
        failures = attempts.failures + 1
        beyond = failures - self.free
        return Attempts(failures, None if beyond < 0 else now + self._wait(beyond))

    def _wait(self, beyond: int) -> timedelta:
        return min(self.longest_wait, self.first_wait * (1 << min(beyond, 20)))
