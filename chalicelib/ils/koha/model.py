"""A Koha server as the settings describe it, and how its codes are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.ils.model import Can

EVERYTHING = frozenset(
    {
        *(Can.LOANS, Can.RENEW, Can.HOLDS, Can.HOLD_TITLE, Can.CANCEL_HOLD),
        *(Can.PLACE_IN_QUEUE, Can.CHOOSE_PICKUP, Can.FEES, Can.AVAILABILITY),
    }
)


@dataclass(frozen=True)
class Login:
    """Ours, with Koha: a client id and secret where `oauth`, else a staff user's name and
    password."""

    user: str
    secret: str = field(repr=False)
    oauth: bool = True


@dataclass(frozen=True)
class Ways:
    """`branches`: Koha's library ids -> branch ids of the library's facts. `refusals`: further
    codes -> reasons. `title_ids`: the catalogue's record numbers are Koha's own."""

    timezone: str
    branches: Mapping[str, str] = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)
    pickup: str = ""
    currency: str = "CNY"
    title_ids: bool = True
    page_size: int = 20
    offers: frozenset[Can] = EVERYTHING

    def branch(self, code: str) -> str:
        return self.branches.get(code, code)

    def code_of(self, branch: str) -> str:
        return next((code for code, id in self.branches.items() if id == branch), branch)
