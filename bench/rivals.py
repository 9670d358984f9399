"""The same titles in SQLite's FTS5 (own grams) and in tantivy, best first by the same order."""

import importlib
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.catalogue.grams import searchable, without_nation
from chalicelib.catalogue.model import Record
from chalicelib.catalogue.weight import weight

Ask = Callable[[str], int]
"""Counts what matches and reads the first page."""


@dataclass(frozen=True)
class Rival:
    name: str
    build_s: float
    bytes: int
    ask: Ask


def texts(records: Sequence[Record]) -> list[str]:
    """Title and author in the order of rank."""
    order = sorted(range(len(records)), key=lambda i: (weight(records[i]), i))
    return [_text(records[i]) for i in order]


def _text(record: Record) -> str:
    return "\n".join(searchable(t) for t in (record.title, *map(without_nation, record.authors)))


def _grams(text: str) -> str:
    found = [
        line[at : at + n] for line in text.split("\n") for n in (1, 2) for at in _starts(line, n)
    ]
    return " ".join(f"{gram}" for gram in found)


def _starts(line: str, width: int) -> range:
    return range(len(line) - width + 1)


def _needed(said: str) -> list[str]:
    return [said] if len(said) <= 2 else [said[at : at + 2] for at in range(len(said) - 1)]


def sqlite(rows: Sequence[str], folder: Path) -> Rival:
    path = folder / "fts5.db"
    db = sqlite3.connect(path)
    began = time.perf_counter()
    db.execute("PRAGMA journal_mode=OFF")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(g, content='', detail='none')")
    db.execute("CREATE TABLE d(id INTEGER PRIMARY KEY, text TEXT)")
    with db:
        db.executemany(
            "INSERT INTO t(rowid, g) VALUES (?, ?)",
            ((i, _grams(text)) for i, text in enumerate(rows, 1)),
        )
        db.executemany("INSERT INTO d VALUES (?, ?)", enumerate(rows, 1))
    built = time.perf_counter() - began

    def ask(said: str) -> int:
        wanted = " AND ".join(f'"{gram}"' for gram in _needed(said))
        if len(said) <= 2:
            count = db.execute("SELECT count(*) FROM t WHERE t MATCH ?", (wanted,)).fetchone()[0]
            db.execute("SELECT rowid FROM t WHERE t MATCH ? LIMIT 5", (wanted,)).fetchall()
            return int(count)
        found = db.execute(
            "SELECT d.id FROM t JOIN d ON d.id = t.rowid WHERE t MATCH ? AND instr(d.text, ?)",
            (wanted, said),
        ).fetchall()
        return len(found)

    return Rival(
        f"SQLite {sqlite3.sqlite_version} FTS5, own grams", built, path.stat().st_size, ask
    )


def tantivy(rows: Sequence[str], folder: Path) -> Rival:
    """Terms are whole grams; a longer question asks for all its grams, unverified."""
    library: Any = importlib.import_module("tantivy")
    home = folder / "tantivy"
    home.mkdir()
    schema = library.SchemaBuilder()
    schema.add_text_field("g", tokenizer_name="whitespace", index_option="basic")
    schema.add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
    index = library.Index(schema.build(), path=str(home))
    began = time.perf_counter()
    writer = index.writer(200_000_000, 1)
    for text in rows:
        writer.add_document(library.Document(g=_grams(text), text=text))
    writer.commit()
    writer.wait_merging_threads()
    built = time.perf_counter() - began
    index.reload()
    searcher = index.searcher()

    def ask(said: str) -> int:
        terms = [library.Query.term_query(index.schema, "g", gram) for gram in _needed(said)]
        query = library.Query.boolean_query([(library.Occur.Must, term) for term in terms])
        found = searcher.search(query, 5, count=True)
        for _, address in found.hits:
            searcher.doc(address)
        return int(found.count)

    size = sum(file.stat().st_size for file in home.rglob("*") if file.is_file())
    return Rival("tantivy 0.27", built, size, ask)
