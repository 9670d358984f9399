"""The reminders' desk over everything in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.errors import Conflict, TryLater
from chalicelib.library.documents import Document
from chalicelib.library.written import load_yaml
from chalicelib.reminders.desk_service import ReminderDesk
from chalicelib.reminders.file_service import FileAccounts
from chalicelib.reminders.file_store import DueFileStore
from chalicelib.wechat.platform_model import PrivateTemplate
from local.wechat_platform.templates import LIBRARY, NOTICES
from tests.fakes_staff import FakeFiles
from tests.notify.fakes import FakeDeliveries


@dataclass
class FakeShelf:
    """Documents with versions."""

    rows: dict[str, Document] = field(default_factory=dict)

    def all(self) -> dict[str, Document]:
        return self.rows

    def save(self, document: Document, now: datetime) -> Document:
        held = self.rows.get(document.name, Document(document.name))
        if held.version != document.version:
            raise Conflict("somebody else saved this document in between")
        saved = replace(document, version=document.version + 1, saved_at=now)
        self.rows[document.name] = saved
        return saved

    def history(self, name: str) -> tuple[Document, ...]:
        return ()


@dataclass
class RemindersAtHand:
    shelf: FakeShelf = field(default_factory=FakeShelf)
    files: FakeFiles = field(default_factory=FakeFiles)
    deliveries: FakeDeliveries = field(default_factory=FakeDeliveries)
    is_heard: bool = True

    @property
    def desk(self) -> ReminderDesk:
        store = DueFileStore(self.shelf, self.files, b"key", lambda: "f1")
        return ReminderDesk(
            self.shelf, FileAccounts(store), self.deliveries, self._listed, load_yaml, lambda: None
        )

    def _listed(self) -> Sequence[PrivateTemplate]:
        if not self.is_heard:
            raise TryLater("busy")
        templates = [PrivateTemplate(one.id, one.title, one.content) for one in LIBRARY]
        notices = [PrivateTemplate(one.id, one.title, one.content, True) for one in NOTICES]
        return templates + notices
