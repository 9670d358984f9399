"""Chooses the library system loans and holds are kept in (`settings.circulation`).

Catalogue and circulation may be different systems: this is circulation alone.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.catalogue.store import CatalogueStore, JobStore
from chalicelib.clock import library_day
from chalicelib.errors import Misconfigured, NotFound
from chalicelib.ils.embedded.books import Books
from chalicelib.ils.embedded.circulation import EmbeddedCirculation
from chalicelib.ils.embedded.rules import Days, IsOpen, Terms, rules_of
from chalicelib.ils.embedded.store import CirculationStore
from chalicelib.ils.ports import Circulation
from chalicelib.library.hours import OpeningHours
from chalicelib.library.model import Library
from chalicelib.tables.connect import Wire
from chalicelib.wiring import make_id

if TYPE_CHECKING:
    from chalicelib.ils.agent.desk import AgentDesk
    from chalicelib.ils.agent.sealing import Key
    from chalicelib.ils.agent.store import TaskStore
    from chalicelib.ils.embedded.adoption import Adoption
    from chalicelib.ils.embedded.desk import LendingDesk
    from chalicelib.ils.embedded.registry import CardIndex, CopyIndex
    from chalicelib.wiring import Services

Hours = Callable[[], tuple[Library, OpeningHours]]
NONE, EMBEDDED, SIP2, KOHA, AGENT = "none", "embedded", "sip2", "koha", "agent"


def circulation(services: "Services") -> Circulation | None:
    """None where the library lets nobody see its loans here. Raises Misconfigured."""
    kind = services.settings.circulation
    if kind == NONE:
        return None
    if kind not in CONNECTORS:
        raise Misconfigured(f"no such library system: {kind} (known: {', '.join(CONNECTORS)})")
    made = CONNECTORS[kind](services)
    return made if kind == EMBEDDED else _guarded(made)


def _guarded(system: Circulation) -> Circulation:
    """What is reached over a line may be down, and is then left in peace for a while."""
    made: Circulation = _on_demand("chalicelib.ils.breaker").Guarded(system)
    return made


def _embedded(services: "Services") -> Circulation:
    return services.embedded.circulation


def _sip2(services: "Services") -> Circulation:
    settings = services.secret_settings
    made: Circulation = _on_demand("chalicelib.ils.sip2.system").connect(
        settings.circulation_at, settings.circulation_secret, services.timezone
    )
    return made


def _koha(services: "Services") -> Circulation:
    settings = services.secret_settings
    made: Circulation = _on_demand("chalicelib.ils.koha.system").connect(
        settings.circulation_at, settings.circulation_secret, services.timezone
    )
    return made


def _agent(services: "Services") -> Circulation:
    services.wire  # noqa: B018 - binds the models
    made: Circulation = _on_demand("chalicelib.ils.agent.circulation").AgentCirculation(
        _tasks(), _key(services), make_id
    )
    return made


def agent_desk(services: "Services") -> "AgentDesk":
    """Raises NotFound where this library has no agent."""
    if services.settings.circulation != AGENT:
        raise NotFound("this library has no agent")
    services.wire  # noqa: B018 - binds the models
    made: AgentDesk = _on_demand("chalicelib.ils.agent.desk").AgentDesk(
        _tasks(), _key(services), make_id
    )
    return made


def _tasks() -> "TaskStore":
    made: TaskStore = _on_demand("chalicelib.ils.agent.store").TaskStore()
    return made


def _key(services: "Services") -> "Key":
    secret = services.secret_settings.circulation_secret
    made: Key = _on_demand("chalicelib.ils.agent.sealing").Key.read(secret)
    return made


CONNECTORS: Mapping[str, Callable[["Services"], Circulation]] = {
    EMBEDDED: _embedded,
    SIP2: _sip2,
    KOHA: _koha,
    AGENT: _agent,
}
"""By the word in the settings."""


def embedded(services: "Services") -> "Embedded":
    return Embedded(services.wire, services.knowledge.current.hours)


@dataclass(frozen=True)
class Embedded:
    """The system for libraries without one. `outages`: days that cost no reader a fee."""

    wire: Wire
    hours: Hours
    outages: Callable[[], frozenset[date]] = frozenset

    @cached_property
    def books(self) -> Books:
        return Books(CirculationStore(self.wire))

    @cached_property
    def circulation(self) -> EmbeddedCirculation:
        return EmbeddedCirculation(self.books, self.terms)

    @cached_property
    def desk(self) -> "LendingDesk":
        made: LendingDesk = _on_demand("chalicelib.ils.embedded.desk").LendingDesk(
            self.books, self.terms
        )
        return made

    @cached_property
    def cards(self) -> "CardIndex":
        made: CardIndex = _on_demand("chalicelib.ils.embedded.registry").CardIndex(
            self.books, self.terms
        )
        return made

    @cached_property
    def copies(self) -> "CopyIndex":
        made: CopyIndex = _on_demand("chalicelib.ils.embedded.registry").CopyIndex(self.books)
        return made

    @cached_property
    def adoption(self) -> "Adoption":
        blobs, jobs = CatalogueStore(consistent=True), JobStore()
        made: Adoption = _on_demand("chalicelib.ils.embedded.adoption").Adoption(
            self.books, self.copies, blobs, jobs
        )
        return made

    def terms(self, now: datetime) -> Terms:
        library, hours = self.hours()
        outages = self.outages()
        days = Days(
            library_day(now, library.timezone), _opens(library, hours), outages.__contains__
        )
        names = {branch.id: branch.called for branch in library.branches}
        kinds = {kind.id: kind.name for kind in library.reader_types}
        return Terms(rules_of(library), days, names, kinds)


def _opens(library: Library, hours: OpeningHours) -> IsOpen:
    """A branch that is not in the facts (any more) keeps the main branch's days."""
    branches = {branch.id: branch for branch in library.branches}

    def is_open(branch: str, day: date) -> bool:
        return hours.on(branches.get(branch, library.main), day).open

    return is_open


def _on_demand(module: str) -> Any:
    return importlib.import_module(module)
