"""Builds what staff change of the library's knowledge, and what publishes it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from chalicelib.ils.embedded.rules import problems
from chalicelib.knowledge.blob_store import BlobStore
from chalicelib.knowledge.entry_service import EntryService
from chalicelib.knowledge.entry_store import EntryStore
from chalicelib.knowledge.gap_service import GapService
from chalicelib.knowledge.gap_store import GapStore
from chalicelib.knowledge.publish_service import Publisher
from chalicelib.knowledge.teaching_service import Teachings
from chalicelib.knowledge.try_service import TryService
from chalicelib.knowledge.wanted_service import WantedPublications
from chalicelib.library.service import LibrarySettings
from chalicelib.library.snapshot import Snapshot
from chalicelib.library.store import DocumentStore
from chalicelib.wiring import PUBLISH, Services
from chalicelib.wiring_knowledge import Knowledge, to_traditional


@dataclass(frozen=True)
class Editing:
    """`held` is what readers are answered from."""

    held: Knowledge

    @cached_property
    def settings(self) -> LibrarySettings:
        checks = (self.publisher.settings_problems, _lending_problems)
        saved = (self.publisher.refresh,)
        return LibrarySettings(self.held.documents, self.held.current, checks, saved)

    @cached_property
    def entries(self) -> EntryStore:
        return EntryStore(self.held.wire, self.held.make_id)

    @cached_property
    def teaching(self) -> Teachings:
        return Teachings(DocumentStore(self.held.wire, "teaching"))

    @cached_property
    def publisher(self) -> Publisher:
        return Publisher(
            self.entries,
            self.teaching,
            self.held.current,
            self.held.documents,
            BlobStore(),
            self.held.published,
            self.held.train,
            to_traditional,
            self.held.make_id,
        )

    @cached_property
    def entry_service(self) -> EntryService:
        return EntryService(self.entries, self.held.current)

    @cached_property
    def gaps(self) -> GapService:
        return GapService(GapStore(), self.entry_service, self.teaching)

    @cached_property
    def trying(self) -> TryService:
        return TryService(self.held.chat, self.held.reads, self.publisher, self.held.reads_with)


def wanted(services: Services) -> WantedPublications:
    def publish(by: str, now: datetime) -> None:
        services.knowledge.editing.publisher.publish(by, now)

    def nudge() -> None:
        services.queue.nudge(PUBLISH, {})

    return WantedPublications(DocumentStore(services.wire, "wanted"), publish, nudge)


def _lending_problems(settings: Snapshot) -> list[str]:
    return problems(settings.library)
