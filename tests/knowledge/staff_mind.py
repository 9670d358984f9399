"""The knowledge behind the console in memory: the real rules over stores that forget."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.dialogue import Kind, Meaning
from chalicelib.knowledge import entry_codec
from chalicelib.knowledge.chat import KnowledgeChat
from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.entry_service import EntryService
from chalicelib.knowledge.gap_service import GapService
from chalicelib.knowledge.starter_answers import offer
from chalicelib.knowledge.try_service import TryService
from chalicelib.staff.ports_knowledge import KnowledgeDesk
from tests.knowledge.desk import Desk, a_desk
from tests.knowledge.fakes import FakeGaps, reads_keywords


@dataclass(frozen=True)
class Mind:
    desk: KnowledgeDesk
    gaps: FakeGaps
    behind: Desk


def a_mind() -> Mind:
    behind, gaps = a_desk(), FakeGaps()
    entries = EntryService(behind.entries, behind.current)
    chat = KnowledgeChat(behind.published, behind.current)
    trial = TryService(chat, lambda said: _reads(behind, said), behind.publisher, reads_keywords)
    desk = KnowledgeDesk(
        entries=entries,
        gaps=GapService(gaps, entries, behind.teaching),
        trial=trial,
        publisher=behind.publisher,
        teaching=behind.teaching,
        read_sheet=_read_sheet,
        write_sheet=_write_sheet,
        starter=lambda: offer(behind.current.snapshot().library),
    )
    return Mind(desk, gaps, behind)


def _reads(behind: Desk, said: str) -> Meaning:
    reads = behind.published.reads()
    return reads(said) if reads is not None else Meaning(Kind.OUT_OF_SCOPE)


def _read_sheet(body: bytes) -> Sequence[Entry]:
    """Stands for .xlsx: its two first letters, then JSON."""
    return [entry_codec.read_entry(held) for held in json.loads(body[4:])]


def _write_sheet(entries: Sequence[Entry]) -> bytes:
    plain = [entry_codec.plain(entry) for entry in entries]
    return b"PK\x03\x04" + json.dumps(plain, ensure_ascii=False).encode()
