"""What the console works with; loaded with the first request of staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Protocol

from chalicelib.conversation.report import LedgerReport, report
from chalicelib.ils.embedded.views import plain_number
from chalicelib.ils.marks import mark_of_card
from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.publish_service import Publisher, Report
from chalicelib.knowledge.starter_answers import offer
from chalicelib.library.fields import Unreadable
from chalicelib.limits.attempt_store import AttemptStore
from chalicelib.limits.model import Allowance
from chalicelib.limits.service import Gate, Strangers
from chalicelib.limits.store import CountStore
from chalicelib.reminders.desk_service import ReminderDesk
from chalicelib.sealing import derived_key
from chalicelib.staff.ports import Render, StaffServices
from chalicelib.staff.ports_knowledge import KnowledgeDesk
from chalicelib.staff.ports_lending import Lending
from chalicelib.staff.ports_waiting import WaitingLine
from chalicelib.staff.service import FrontDoor
from chalicelib.staff.service_people import StaffList
from chalicelib.staff.service_second import SecondStep
from chalicelib.staff.store import SessionStore
from chalicelib.staff.store_audit import AuditStore
from chalicelib.tables.staff import SignInAttemptRow
from chalicelib.wiring import Services, on_demand
from chalicelib.wiring_knowledge import sheets

if TYPE_CHECKING:
    from chalicelib.readers.store import ReaderStore


def staff_services(services: Services) -> StaffServices:
    """On one machine the console is served over plain http and the first password may stay."""
    users, sessions = services.staff_users, SessionStore()
    second = SecondStep(users, lambda: derived_key(_root(services), "second factors"))
    local = services.settings.stage == "local"

    def ledger_of(day: str, now: datetime) -> LedgerReport:
        return report(services.ledger, services.conversations, day, now, services.timezone)

    def render(template: str, facts: Mapping[str, object]) -> str:
        return _renderer(services.timezone)(template, facts)

    return StaffServices(
        clock=services.clock,
        timezone=services.timezone,
        secure_cookies=not local,
        insist_on_own_password=not local,
        door=FrontDoor(users, sessions, AttemptStore(SignInAttemptRow), passes=second.passes),
        strangers=_strangers(services),
        people=StaffList(users, sessions),
        second=second,
        square=_square,
        audit=AuditStore(),
        render=render,
        cases=services.feedback,
        files=services.files,
        settings=services.knowledge.editing.settings,
        menu=services.platform,
        ledger=ledger_of,
        rights=services.privacy.at_the_desk,
        imports=services.imports,
        knowledge=_desk(services),
        lending=_lending(services),
        waiting=_waiting(services),
        reminding=_reminding(services),
        region=services.settings.region,
    )


def _root(services: Services) -> str:
    return services.secret_settings.pseudonym_key


def _square(content: str) -> bytes:
    return bytes(on_demand("chalicelib.staff.qr").svg(content))


def _strangers(services: Services) -> Strangers:
    """All sign-ins are counted on four rows: a flood would make one hot."""
    settings = services.settings
    alone = Allowance(settings.strangers_requests_a_minute)
    together = Allowance(settings.sign_ins_a_minute, shards=4)
    return Strangers(Gate(CountStore(services.wire)), alone, together)


class Wanted(Protocol):
    def ask(self, by: str, now: datetime) -> None: ...


@dataclass(frozen=True)
class PublishingLater:
    """In the cloud a request ends before the matcher has learnt: the worker publishes."""

    publisher: Publisher
    wanted: Wanted

    def report(self) -> Report:
        return self.publisher.report()

    def publish(self, by: str, now: datetime) -> Report:
        """Raises Unreadable with all that is wrong; else begins."""
        found = self.publisher.report()
        if found.problems:
            raise Unreadable(list(found.problems))
        self.wanted.ask(by, now)
        return found


def _waiting(services: Services) -> WaitingLine | None:
    if services.settings.circulation == "none":
        return None
    made: WaitingLine = on_demand("chalicelib.wiring_waiting").WaitingDesk(services)
    return made


def _lending(services: Services) -> Lending | None:
    if services.settings.circulation != "embedded":
        return None
    held = services.embedded
    key = services.secret_settings.pseudonym_key
    mark = partial(mark_of_card, key=key)
    return Lending(held.desk, held.cards, held.copies, held.terms, mark, _unbind)


def _unbind(card: str) -> None:
    """Readers may have typed it with hyphens and in small letters."""
    readers: ReaderStore = on_demand("chalicelib.readers.store").ReaderStore()
    readers.unbind(lambda number: plain_number(number) == card)


def _reminding(services: Services) -> ReminderDesk | None:
    if services.settings.circulation == "none":
        return None
    made: ReminderDesk = on_demand("chalicelib.wiring_reminders").desk(services)
    return made


@cache
def _renderer(timezone: str) -> Render:
    render: Render = on_demand("chalicelib.staff.rendering").renderer(timezone)
    return render


def _desk(services: Services) -> KnowledgeDesk:
    knowledge, later = services.knowledge, bool(services.settings.work_queue_url)
    editing, publisher = knowledge.editing, knowledge.editing.publisher
    return KnowledgeDesk(
        entries=editing.entry_service,
        gaps=editing.gaps,
        trial=editing.trying,
        publisher=PublishingLater(publisher, services.wanted) if later else publisher,
        teaching=editing.teaching,
        read_sheet=_read_sheet,
        write_sheet=_write_sheet,
        starter=lambda: offer(knowledge.current.snapshot().library),
        teaches_at_once=not later,
    )


def _read_sheet(body: bytes) -> Sequence[Entry]:
    read: Sequence[Entry] = sheets().from_sheet(body)
    return read


def _write_sheet(entries: Sequence[Entry]) -> bytes:
    return bytes(sheets().to_sheet(entries))
