"""What this process knows of renewals it asked a library system for."""

from dataclasses import dataclass

from chalicelib.ils.memory import Memory
from chalicelib.ils.model import Due, RenewOutcome


@dataclass(frozen=True)
class Tried:
    """What became of a key, and the due date it was first asked with: whoever asks again may
    have read a later one meanwhile."""

    outcome: RenewOutcome
    seen: Due | None


Renewed = Memory[Tried]
