"""Fills an empty box with the demo library, once."""

from pathlib import Path

from chalicelib.library.documents import Document
from chalicelib.wiring import Services
from local.demo.holdings import with_copies

DEMO = Path(__file__).parent


def seed(services: Services) -> None:
    """Does nothing for what is there already."""
    seed_books(services)
    seed_facts(services)


def seed_facts(services: Services) -> None:
    """Does nothing where the library's facts are there already."""
    if "facts" in services.documents.all():
        return
    print("Filling in the demo library ...", flush=True)
    facts = (DEMO / "library.yaml").read_text("utf-8")
    services.documents.save(Document("facts", facts, saved_by="demo"), services.clock())


def seed_books(services: Services) -> None:
    """By the same import that staff use; does nothing after the first time."""
    if services.imports.newest(1):
        return
    now, key = services.clock(), "imports/demo-books.jsonl"
    lines = (DEMO / "books.zh.jsonl").read_text("utf-8").splitlines()
    body = "\n".join(with_copies(lines, now.date())).encode()
    services.files.put(key, body, "application/jsonl")
    services.imports.start(key, "books.zh.jsonl", "demo", now)
    while (job := services.imports.work(now)) and job.finished_at is None:
        pass
