"""What one library says about itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.errors import NotFound

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, order=True)
class Span:
    """Open from `opens` to `closes`, in minutes of the library's day; 24:00 is 1440."""

    opens: int
    closes: int


Spans = tuple[Span, ...]
"""One day's opening: in order, not overlapping; () is a closed day."""
Week = tuple[Spans, ...]
"""Seven days, Monday first."""


@dataclass(frozen=True)
class Branch:
    """`names` holds the full name first, then what readers call it. Coordinates are GCJ-02, as
    WeChat sends them."""

    id: str
    names: tuple[str, ...]
    week: Week
    short_name: str = ""
    address: str = ""
    phone: str = ""
    transport: str = ""
    district: str = ""
    place: tuple[float, float] | None = None
    """Latitude and longitude."""
    floors: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def called(self) -> str:
        """Its short name where it has one."""
        return self.short_name or self.name


@dataclass(frozen=True)
class SelfService:
    """A place open day and night without staff."""

    name: str
    address: str = ""
    place: tuple[float, float] | None = None


@dataclass(frozen=True)
class HolidayRule:
    """`closed` names days (a lunar day or a holiday) on which every branch is closed. On other
    statutory holidays `open_branches` keep `hours`; the rest do so too, but for the first day of
    the holiday where `others_closed_first_day`, or not at all where `others_closed`."""

    closed: tuple[str, ...] = ()
    hours: Spans = ()
    open_branches: tuple[str, ...] = ()
    others_closed_first_day: bool = False
    others_closed: bool = False
    note: str = ""


@dataclass(frozen=True)
class ReaderType:
    id: str
    name: str
    who: str = ""
    max_items: int = 0
    loan_days: int = 0
    renewals: int = 0
    renew_days: int = 0


@dataclass(frozen=True)
class Library:
    """`held` is everything the library's file says, also what no code knows: it names facts."""

    id: str
    name: str
    branches: tuple[Branch, ...]
    desk_week: Week
    """When the service desk answers the phone and the messages."""
    timezone: str = "Asia/Shanghai"
    phone: str = ""
    complaint_phone: str = ""
    website: str = ""
    email: str = ""
    self_service: tuple[SelfService, ...] = ()
    holidays: HolidayRule = HolidayRule()
    reader_types: tuple[ReaderType, ...] = ()
    complaint_reply_workdays: int = 5
    held: Mapping[str, Any] = field(default_factory=dict)

    def branch(self, branch_id: str) -> Branch:
        """Raises NotFound."""
        found = next((b for b in self.branches if b.id == branch_id), None)
        if found is None:
            raise NotFound(f"no branch {branch_id}")
        return found

    @property
    def main(self) -> Branch:
        """The first branch of the file."""
        return self.branches[0]


@dataclass(frozen=True)
class Override:
    """What staff decided for some days; it wins over every rule. No `branches`: all of them."""

    first: date
    last: date
    branches: tuple[str, ...] = ()
    spans: Spans = ()
    note: str = ""

    def covers(self, branch_id: str, day: date) -> bool:
        return self.first <= day <= self.last and (not self.branches or branch_id in self.branches)
