"""A whole knowledge desk in memory: settings, entries, publishing."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import count

from chalicelib.knowledge.entries import Entry, Phrasing, SynonymGroup
from chalicelib.knowledge.publish_service import Publisher
from chalicelib.knowledge.published import Published
from chalicelib.knowledge.teaching_service import Teachings
from chalicelib.library.service import CurrentSettings, LibrarySettings
from chalicelib.library.snapshot import FACTS
from chalicelib.library.written import load_yaml
from tests.knowledge.fakes import FakeBlobs, FakeEntries, reads_keywords, train_by_keywords
from tests.library.factories import DEMO
from tests.library.fakes import FakeCalendar, FakeDocuments

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
FACTS_SOURCE = (DEMO / "library.yaml").read_text("utf-8")


def mark_traditional(text: str) -> str:
    """Stands for conversion: recognisable, so that tests see what went through it."""
    return text.replace("图书馆", "圖書館").replace("电", "電")


class Desk:
    def __init__(self) -> None:
        self.documents = FakeDocuments()
        self.current = CurrentSettings(self.documents, FakeCalendar(), load_yaml)
        self.entries = FakeEntries()
        self.blobs = FakeBlobs()
        self.teaching = Teachings(FakeDocuments())
        self.published = Published(self.current, self.blobs, reads_keywords)
        self.while_training: Callable[[], object] = lambda: None
        numbers = count(1)
        self.publisher = Publisher(
            self.entries,
            self.teaching,
            self.current,
            self.documents,
            self.blobs,
            self.published,
            self._train,
            mark_traditional,
            lambda: str(next(numbers)),
        )
        self.settings = LibrarySettings(
            self.documents,
            self.current,
            (self.publisher.settings_problems,),
            (self.publisher.refresh,),
        )

    def _train(
        self,
        entries: Sequence[Entry],
        synonyms: Sequence[SynonymGroup],
        phrasings: Sequence[Phrasing],
    ) -> bytes:
        self.while_training()
        return train_by_keywords(entries, synonyms, phrasings)

    def save(self, name: str, body: str) -> None:
        self.settings.save(name, body, self.settings.read(name).version, "anna", NOW)


def a_desk() -> Desk:
    """With the demo library's facts."""
    desk = Desk()
    desk.save(FACTS, FACTS_SOURCE)
    return desk
