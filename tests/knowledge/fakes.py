"""Entries, blobs and gaps in memory, and a matcher that finds whole words."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.dialogue import Kind, Meaning
from chalicelib.errors import Conflict, NotFound
from chalicelib.knowledge.entries import Entry, Phrasing, SynonymGroup
from chalicelib.knowledge.ports import EntryPage, EntrySet, Gap, GapPage, Reads
from chalicelib.texts.words import Language


@dataclass
class FakeEntries:
    held: dict[str, Entry] = field(default_factory=dict)
    edits: int = 0

    def all(self) -> EntrySet:
        return EntrySet(str(self.edits), tuple(self.held[id_] for id_ in sorted(self.held)))

    def page(self, after: str, limit: int) -> EntryPage:
        later = [entry for id_, entry in sorted(self.held.items()) if id_ > after]
        return EntryPage(tuple(later[:limit]), later[limit - 1].id if len(later) > limit else "")

    def get(self, entry_id: str) -> Entry:
        if entry_id not in self.held:
            raise NotFound(f"no entry {entry_id}")
        return self.held[entry_id]

    def put(self, entry: Entry, now: datetime) -> Entry:
        held = self.held.get(entry.id)
        if (held.version if held else 0) != entry.version:
            raise Conflict("changed")
        self.edits += 1
        updated_ms = int(now.timestamp() * 1000)
        self.held[entry.id] = replace(entry, version=entry.version + 1, updated_ms=updated_ms)
        return self.held[entry.id]

    def delete(self, entry_id: str, version: int) -> None:
        held = self.held.get(entry_id)
        if held is None or held.version != version:
            raise Conflict("changed")
        self.edits += 1
        del self.held[entry_id]

    def replace_all(self, entries: Sequence[Entry], mark: str, now: datetime) -> None:
        if mark != str(self.edits):
            raise Conflict("changed")
        self.edits += 1
        updated_ms = int(now.timestamp() * 1000)
        self.held = {
            e.id: replace(e, version=max(1, e.version), updated_ms=updated_ms) for e in entries
        }


@dataclass
class FakeBlobs:
    held: dict[str, bytes] = field(default_factory=dict)
    reads: int = 0

    def put(self, name: str, body: bytes, now: datetime) -> None:
        self.held[name] = body

    def get(self, name: str) -> bytes:
        self.reads += 1
        if name not in self.held:
            raise NotFound(f"no blob {name}")
        return self.held[name]

    def delete(self, name: str) -> None:
        self.held.pop(name, None)


@dataclass
class FakeGaps:
    held: dict[str, Gap] = field(default_factory=dict)
    just_asked: list[Gap] = field(default_factory=list)

    def asked(self, limit: int) -> list[Gap]:
        return self.just_asked[:limit]

    def count(
        self, key: str, text: str, language: Language, now: datetime, asker: str = ""
    ) -> None:
        old = self.held.get(key, Gap(key, text, language, 0, now, now, asker))
        alone = asker if old.asker == asker else ""
        self.held[key] = replace(old, count=old.count + 1, last=now, asker=alone)

    def get(self, key: str) -> Gap:
        if key not in self.held:
            raise NotFound("no such question")
        return self.held[key]

    def page(self, after: str, limit: int) -> GapPage:
        newest = sorted(self.held.values(), key=lambda gap: gap.last, reverse=True)
        start = int(after or 0)
        more = str(start + limit) if len(newest) > start + limit else ""
        return GapPage(tuple(newest[start : start + limit]), more)

    def delete(self, key: str) -> None:
        self.held.pop(key, None)
        self.just_asked = [gap for gap in self.just_asked if gap.key != key]

    def forget(self, asker: str) -> int:
        before = len(self.held)
        self.held = {key: gap for key, gap in self.held.items() if gap.asker != asker}
        return before - len(self.held)

    def forget_before(self, moment: datetime) -> None:
        self.held = {key: gap for key, gap in self.held.items() if gap.last >= moment}


def train_by_keywords(
    entries: Sequence[Entry], synonyms: Sequence[SynonymGroup], phrasings: Sequence[Phrasing]
) -> bytes:
    """A model a person can read: word to entry."""
    words = {word: entry.id for entry in entries for word in (*entry.keywords, entry.question)}
    words |= {phrasing.text: phrasing.topic for phrasing in phrasings}
    return json.dumps(words, ensure_ascii=False).encode()


def reads_keywords(model: bytes) -> Reads:
    words: dict[str, str] = json.loads(model)

    def read(said: str) -> Meaning:
        topics = tuple(dict.fromkeys(words[word] for word in words if word in said))[:3]
        return Meaning(Kind.FAQ, topics, sure=1.0) if topics else Meaning(Kind.OUT_OF_SCOPE)

    return read
