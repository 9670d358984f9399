"""Questions nobody could answer: counted, shown to staff, and turned into knowledge."""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from chalicelib.errors import BadRequest
from chalicelib.folding.fold import squeeze
from chalicelib.knowledge.entries import Entry, Phrasing
from chalicelib.knowledge.ports import KEEP_GAPS, Gap, GapPage, Gaps
from chalicelib.texts import knowledge_staff as texts
from chalicelib.texts.words import Language

MAX_TEXT = 200
MIN_LETTERS = 2
AT_ONCE = 25


class EntryKeeping(Protocol):
    def get(self, entry_id: str) -> Entry: ...

    def save(self, entry: Entry, by: str, now: datetime) -> Entry: ...


class Teaching(Protocol):
    def add_phrasing(self, phrasing: Phrasing, by: str, now: datetime) -> None: ...


class GapService:
    def __init__(self, gaps: Gaps, entries: EntryKeeping, teaching: Teaching) -> None:
        self._gaps = gaps
        self._entries = entries
        self._teaching = teaching

    def collect(self, now: datetime) -> int:
        """Counts what was asked since; doing one twice counts it twice, and loses none."""
        asked = self._gaps.asked(AT_ONCE)
        for gap in asked:
            self.record_gap(gap.text, gap.language, now, gap.asker)
            self._gaps.delete(gap.key)
        return len(asked)

    def record_gap(self, text: str, language: Language, now: datetime, asker: str = "") -> None:
        """`text` is masked already. The same words in another spelling count as the same."""
        squeezed = squeeze(text)
        if len(squeezed) < MIN_LETTERS:
            return
        self._gaps.forget_before(now - KEEP_GAPS)
        self._gaps.count(gap_key(squeezed), text.strip()[:MAX_TEXT], language, now, asker)

    def page(self, after: str = "", limit: int = 50) -> GapPage:
        return self._gaps.page(after, limit)

    def get(self, key: str) -> Gap:
        return self._gaps.get(key)

    def dismiss(self, key: str) -> None:
        self._gaps.delete(key)

    def to_new_entry(self, key: str, entry: Entry, by: str, now: datetime) -> Entry:
        """The question becomes an entry of its own, and one of its phrasings."""
        asked = self._gaps.get(key).text
        similar = entry.similar if asked in (entry.question, *entry.similar) else (
            *entry.similar, asked
        )  # fmt: skip
        saved = self._entries.save(replace(entry, similar=similar), by, now)
        self._gaps.delete(key)
        return saved

    def to_known_entry(self, key: str, entry_id: str, by: str, now: datetime) -> None:
        """The question teaches the matcher to find an entry there is. Raises NotFound."""
        if not entry_id:
            raise BadRequest(texts.NO_TOPIC.format(value=entry_id))
        self._entries.get(entry_id)
        self._teach(key, entry_id, by, now)

    def to_nothing(self, key: str, by: str, now: datetime) -> None:
        """The matcher learns that this is nobody's question here."""
        self._teach(key, "", by, now)

    def _teach(self, key: str, topic: str, by: str, now: datetime) -> None:
        gap = self._gaps.get(key)
        self._teaching.add_phrasing(Phrasing(topic, gap.text), by, now)
        self._gaps.delete(key)


def gap_key(squeezed: str) -> str:
    return hashlib.sha256(squeezed.encode()).hexdigest()[:32]
