"""Fills an empty box with the demo library, once."""

import sys
from pathlib import Path

from chalicelib.knowledge.entry_yaml import entries_from_yaml
from chalicelib.knowledge.starter_answers import with_english
from chalicelib.wiring import Services
from local.demo.holdings import with_copies

DEMO = Path(__file__).parent
LAST_SAVED = "menu"
"""Where it is there, an earlier run came to its end."""


def seed(services: Services) -> None:
    """Does nothing for what is there already."""
    seed_books(services)
    seed_knowledge(services)


def seed_facts(services: Services) -> None:
    """The library's facts alone, for those who need no answers."""
    _save(services, "facts", "library.yaml")


def seed_knowledge(services: Services) -> None:
    """Facts, questions, welcome and menu, published."""
    if LAST_SAVED in services.documents.all():
        return
    print("Filling in the demo library ...", file=sys.stderr, flush=True)
    editing, now = services.knowledge.editing, services.clock()
    seed_facts(services)
    entries = with_english(entries_from_yaml((DEMO / "faq.yaml").read_text("utf-8")))
    mark = editing.entries.all().mark
    editing.entry_service.apply(entries, False, mark, "demo", now)
    synonyms = (DEMO / "synonyms.yaml").read_text("utf-8")
    version = editing.teaching.synonyms_document().version
    editing.teaching.save_synonyms(synonyms, version, "demo", now)
    editing.publisher.publish("demo", now)
    for name in ("welcome", "canned", LAST_SAVED):
        _save(services, name, f"{name}.yaml")


def _save(services: Services, name: str, file: str) -> None:
    body = (DEMO / file).read_text("utf-8")
    settings = services.knowledge.editing.settings
    if not settings.read(name).version:
        settings.save(name, body, 0, "demo", services.clock())


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
