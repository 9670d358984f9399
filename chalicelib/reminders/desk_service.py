"""Reminders as staff see them: when, from where, by which templates, and what did not arrive."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from chalicelib.errors import BadRequest, GiveUp, Misconfigured, NotAllowed, TryLater
from chalicelib.library.documents import Document, Documents
from chalicelib.notify.model import Delivery
from chalicelib.notify.settings import TEMPLATES, Templates, parse_templates
from chalicelib.reminders.file_model import DueFile
from chalicelib.reminders.model import Rules
from chalicelib.reminders.settings import REMINDERS, parse_rules
from chalicelib.wechat.platform_model import PrivateTemplate


class Files(Protocol):
    def known(self) -> DueFile | None: ...

    def take(self, content: bytes, name: str, by: str, now: datetime) -> DueFile:
        """Raises BadRequest with what is wrong with it, Conflict."""


class Deliveries(Protocol):
    def troubles(self, before: int, limit: int) -> tuple[Sequence[Delivery], int | None]: ...


class ReminderDesk:
    """`listed` asks the platform for the account's templates; `load` reads what staff wrote;
    `saved` is told after a change."""

    def __init__(
        self,
        documents: Documents,
        files: Files,
        deliveries: Deliveries,
        listed: Callable[[], Sequence[PrivateTemplate]],
        load: Callable[[str], Any],
        saved: Callable[[], None],
    ) -> None:
        self._documents = documents
        self._files = files
        self._deliveries = deliveries
        self._listed = listed
        self._load = load
        self._saved = saved

    def rules(self) -> tuple[Rules, int]:
        """With the version to be sent back with a change."""
        document = self._document(REMINDERS)
        return parse_rules(self._held(document)), document.version

    def save_rules(self, held: Mapping[str, Any], version: int, by: str, now: datetime) -> None:
        """Raises Unreadable with all that is wrong, Conflict."""
        parse_rules(held)
        self._save(REMINDERS, held, version, by, now)

    def templates(self) -> tuple[Templates, int]:
        document = self._document(TEMPLATES)
        return parse_templates(self._held(document)), document.version

    def save_templates(self, held: Sequence[Any], version: int, by: str, now: datetime) -> None:
        """Raises Unreadable with all that is wrong, Conflict."""
        parse_templates(held)
        self._save(TEMPLATES, held, version, by, now)

    def listed(self) -> tuple[Sequence[PrivateTemplate], bool]:
        """The account's templates, and whether the platform told them at all."""
        try:
            return self._listed(), True
        except (NotAllowed, TryLater, GiveUp, Misconfigured, BadRequest):
            return (), False

    def file(self) -> DueFile | None:
        return self._files.known()

    def take_file(self, content: bytes, name: str, by: str, now: datetime) -> DueFile:
        return self._files.take(content, name, by, now)

    def troubles(self, before: int, limit: int) -> tuple[Sequence[Delivery], int | None]:
        """Newest first, and the mark of the next page."""
        return self._deliveries.troubles(before, limit)

    def _document(self, name: str) -> Document:
        return self._documents.all().get(name, Document(name))

    def _held(self, document: Document) -> Any:
        return self._load(document.body) if document.body else None

    def _save(self, name: str, held: Any, version: int, by: str, now: datetime) -> None:
        body = json.dumps(held, ensure_ascii=False, indent=1)
        self._documents.save(Document(name, body, version, None, by), now)
        self._saved()
