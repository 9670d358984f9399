"""Keeping the entries: one by one, or a whole file with a preview of what it changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

import chalicelib.knowledge.entry_codec as codec
from chalicelib.errors import Conflict
from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.ports import Entries, EntryPage
from chalicelib.library.facts import problems_in
from chalicelib.library.fields import Unreadable
from chalicelib.library.snapshot import Snapshot
from chalicelib.texts import knowledge_staff as texts


class SettingsNow(Protocol):
    def snapshot(self) -> Snapshot: ...


@dataclass(frozen=True)
class Change:
    """`fields` names what differs."""

    before: Entry
    after: Entry
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """What an import would do. `mark` goes back with the decision: it tells what was seen."""

    mark: str
    added: tuple[Entry, ...]
    changed: tuple[Change, ...]
    removed: tuple[Entry, ...]
    unchanged: int

    @property
    def empty(self) -> bool:
        return not (self.added or self.changed or self.removed)


class EntryService:
    def __init__(self, entries: Entries, settings: SettingsNow) -> None:
        self._entries = entries
        self._settings = settings

    def page(self, after: str = "", limit: int = 50) -> EntryPage:
        return self._entries.page(after, limit)

    def get(self, entry_id: str) -> Entry:
        """Raises NotFound."""
        return self._entries.get(entry_id)

    def categories(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entry.category for entry in self._entries.all().entries))

    def read(self, held: dict[str, Any]) -> Entry:
        """From a form or a body: id, category, question, answer and the rest. Raises Unreadable."""
        return codec.read_entry(held)

    def save(self, entry: Entry, by: str, now: datetime) -> Entry:
        """`entry.version` is the one that was edited, 0 for a new one. Readers see it once it is
        published. Raises Unreadable, Conflict."""
        checked = replace(
            codec.read_entry(codec.plain(entry)), version=entry.version, updated_by=by
        )
        problems = self._problems([checked])
        if problems:
            raise Unreadable(problems)
        return self._entries.put(checked, now)

    def delete(self, entry_id: str, version: int) -> None:
        """Readers lose it once that is published. Raises Conflict."""
        self._entries.delete(entry_id, version)

    def export(self) -> list[dict[str, Any]]:
        """Plain values, as a file holds them."""
        return [codec.plain(entry) for entry in self._entries.all().entries]

    def preview(self, wanted: Sequence[Entry], keep_others: bool) -> Preview:
        """`keep_others`: entries the file does not name stay. Raises Unreadable with all that is
        wrong, by row."""
        problems = self._problems(wanted)
        if problems:
            raise Unreadable(problems)
        held = self._entries.all()
        before = {entry.id: entry for entry in held.entries}
        named = {entry.id for entry in wanted}
        changes = [_change(before[e.id], e) for e in wanted if e.id in before]
        changed = tuple(change for change in changes if change.fields)
        missing = () if keep_others else tuple(e for e in held.entries if e.id not in named)
        added = tuple(entry for entry in wanted if entry.id not in before)
        return Preview(held.mark, added, changed, missing, len(changes) - len(changed))

    def apply(
        self, wanted: Sequence[Entry], keep_others: bool, mark: str, by: str, now: datetime
    ) -> Preview:
        """All of the file or nothing. Raises Conflict where entries changed since the preview."""
        preview = self.preview(wanted, keep_others)
        if preview.mark != mark:
            raise Conflict("entries changed since the preview")
        if preview.empty:
            return preview
        after = {entry.id: entry for entry in self._entries.all().entries}
        for entry in preview.removed:
            del after[entry.id]
        for entry in (*preview.added, *(change.after for change in preview.changed)):
            old = after.get(entry.id)
            version = old.version + 1 if old else 1
            after[entry.id] = replace(entry, version=version, updated_by=by)
        self._entries.replace_all(tuple(after.values()), mark, now)
        return preview

    def _problems(self, entries: Iterable[Entry]) -> list[str]:
        """Facts that templates name and the library does not have."""
        settings = self._settings.snapshot()
        if not settings.ready:
            return []
        return [
            texts.OF_ENTRY.format(id=entry.id, problem=problem)
            for entry in entries
            for template in entry.templates()
            for problem in problems_in(template, settings.library)
        ]


def _change(before: Entry, after: Entry) -> Change:
    old, new = codec.plain(before), codec.plain(after)
    fields = tuple(name for name in {**old, **new} if old.get(name) != new.get(name))
    return Change(before, after, fields)
