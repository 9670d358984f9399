"""How a library lends: per reader type, from the facts its staff edit (`circulation`)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.library.fields import Fields
from chalicelib.library.model import Library, ReaderType
from chalicelib.texts import library as texts

IsOpen = Callable[[str, date], bool]
"""Whether a branch is open on a day."""
LONGEST_CLOSED_DAYS = 60
"""Further ahead no open day is looked for."""


@dataclass(frozen=True)
class TypeRules:
    """One reader type. Fees are whole fen; `fee_grace_days` late or less cost nothing, more cost
    every day. `blocked_at_fen`: who owes that much borrows, holds and renews nothing; 0: never."""

    max_items: int = 10
    loan_days: int = 30
    renewals: int = 1
    renew_days: int = 30
    renew_window_days: int = 0
    """How long before the due date renewing begins; 0: at any time."""
    max_holds: int = 5
    pickup_days: int = 5
    fee_fen_a_day: int = 0
    fee_cap_fen: int = 0
    """For one loan; 0: no cap."""
    fee_grace_days: int = 0
    blocked_at_fen: int = 0
    card_days: int = 0
    """How long a card is valid; 0: for good."""


NUMBERS = tuple(TypeRules.__dataclass_fields__)
SWITCHES = (
    "due_on_open_days",
    "fee_on_open_days",
    "holds_on_shelf",
    "overdue_blocks",
    "renew_from_today",
)
_OF_READER_TYPE = ("max_items", "loan_days", "renewals", "renew_days")


@dataclass(frozen=True)
class Rules:
    """`types` by reader type id; a card of a type nobody knows any more has `common`."""

    common: TypeRules = TypeRules()
    types: Mapping[str, TypeRules] = field(default_factory=dict)
    due_on_open_days: bool = True
    fee_on_open_days: bool = False
    """Only days on which the branch is open cost a fee."""
    holds_on_shelf: bool = True
    """Whether what stands on the shelf can be asked for, and staff fetch it."""
    overdue_blocks: bool = True
    """Whoever has something overdue borrows, holds and renews nothing."""
    renew_from_today: bool = False
    """A renewal counts from today, not from the old due date."""
    outages: frozenset[date] = frozenset()
    """Days on which readers could not use the service: they cost no fee."""
    branches: tuple[str, ...] = ()

    def of(self, kind: str) -> TypeRules:
        return self.types.get(kind, self.common)


def rules_of(library: Library) -> Rules:
    """Wrong parts count as absent; `problems` names them when the facts are saved."""
    return _read(library, Fields(_section(library), "circulation"))


def problems(library: Library) -> list[str]:
    fields = Fields(_section(library), "circulation")
    _read(library, fields)
    _name_the_unknown(library, fields)
    return fields.problems


def _name_the_unknown(library: Library, fields: Fields) -> None:
    """A rule that is misspelt would be no rule, and nobody would notice."""
    own, kinds = fields.inside("types"), [kind.id for kind in library.reader_types]
    _only(fields, (*NUMBERS, *SWITCHES, "outages", "types"))
    for kind in own.held:
        if kind not in kinds:
            own.wrong(kind, texts.NO_SUCH_TYPE, value=kind, choices=", ".join(kinds))
        _only(own.inside(kind), NUMBERS)


def _only(fields: Fields, known: Sequence[str]) -> None:
    for name in fields.held:
        if name not in known:
            fields.wrong(str(name), texts.NO_SUCH_RULE, choices=", ".join(known))


def _section(library: Library) -> Mapping[str, Any]:
    held = library.held.get("circulation")
    return held if isinstance(held, Mapping) else {}


def _read(library: Library, fields: Fields) -> Rules:
    common = _numbers(fields, TypeRules())
    own = fields.inside("types")
    kinds = {
        kind.id: _numbers(own.inside(kind.id), _said_elsewhere(kind, common, fields))
        for kind in library.reader_types
    }
    return Rules(
        common,
        kinds,
        due_on_open_days=_truth(fields, "due_on_open_days", True),
        fee_on_open_days=_truth(fields, "fee_on_open_days", False),
        holds_on_shelf=_truth(fields, "holds_on_shelf", True),
        overdue_blocks=_truth(fields, "overdue_blocks", True),
        renew_from_today=_truth(fields, "renew_from_today", False),
        outages=_days(fields),
        branches=tuple(branch.id for branch in library.branches),
    )


def _numbers(fields: Fields, default: TypeRules) -> TypeRules:
    given = {name: fields.whole(name, getattr(default, name)) for name in NUMBERS}
    return TypeRules(**given)


def _said_elsewhere(kind: ReaderType, common: TypeRules, fields: Fields) -> TypeRules:
    """What the list of reader types says of a type goes before what is said for all."""
    told = {name: getattr(kind, name) for name in _OF_READER_TYPE if kind.loan_days}
    return replace(common, **told)


def _days(fields: Fields) -> frozenset[date]:
    """Each day by itself, so that one that is no date hides no other."""
    given = fields.held.get("outages")
    listed = given if isinstance(given, list) else []
    found = Fields({str(place): day for place, day in enumerate(listed)}, fields.at("outages"))
    days = frozenset(day for key in found.held if (day := found.day(key)) is not None)
    fields.problems.extend(found.problems)
    return days


def _truth(fields: Fields, name: str, default: bool) -> bool:
    return fields.truth(name) if name in fields.held else default


@dataclass(frozen=True)
class Days:
    """The library's days, as lending counts them. `is_outage`: the service could not be used,
    which costs no reader a fee."""

    today: date
    is_open: IsOpen = lambda branch, day: True
    is_outage: Callable[[date], bool] = lambda day: False

    def due(self, rules: Rules, branch: str, start: date, days: int) -> date:
        """`days` after `start`, on an open day where the rules want that."""
        wanted = start + timedelta(days=days)
        return self._next_open(branch, wanted) if rules.due_on_open_days else wanted

    def pickup_until(self, branch: str, days: int) -> date:
        return self._next_open(branch, self.today + timedelta(days=days))

    def _next_open(self, branch: str, wanted: date) -> date:
        ahead = (wanted + timedelta(days=step) for step in range(LONGEST_CLOSED_DAYS))
        return next((day for day in ahead if self.is_open(branch, day)), wanted)

    def fee_fen(self, rules: Rules, kind: str, branch: str, due: date) -> int:
        """What bringing it back today costs."""
        rule = rules.of(kind)
        late = [due + timedelta(days=n + 1) for n in range((self.today - due).days)]
        counted = [day for day in late if self._costs(rules, branch, day)]
        if len(counted) <= rule.fee_grace_days:
            return 0
        fen = len(counted) * rule.fee_fen_a_day
        return min(fen, rule.fee_cap_fen) if rule.fee_cap_fen else fen

    def _costs(self, rules: Rules, branch: str, day: date) -> bool:
        if day in rules.outages or self.is_outage(day):
            return False
        return self.is_open(branch, day) or not rules.fee_on_open_days


@dataclass(frozen=True)
class Terms:
    """How this library lends today."""

    rules: Rules
    days: Days
    branch_names: Mapping[str, str] = field(default_factory=dict)
    kind_names: Mapping[str, str] = field(default_factory=dict)


TermsAt = Callable[[datetime], Terms]
