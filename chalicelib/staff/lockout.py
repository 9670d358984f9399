"""How long to wait after failed sign-ins: a few are free, then the wait doubles."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.staff.model import Attempts


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


PER_USER = Patience(free=5, first_wait=timedelta(seconds=30), longest_wait=timedelta(minutes=15))
PER_ADDRESS = Patience(free=30, first_wait=timedelta(seconds=30), longest_wait=timedelta(hours=1))
"""A whole library may sit behind one address."""

FORGOTTEN_AFTER = timedelta(days=1)
