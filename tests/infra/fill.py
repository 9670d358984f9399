"""Run in a process of its own: gives a deployed stage the demo library, as staff would.

Only rows and files are written here; the stage's own worker imports the books and publishes.
"""

import os

from chalicelib.ils.model import CardNumber
from chalicelib.knowledge.entry_yaml import entries_from_yaml
from chalicelib.readers.model import Card, Cards
from chalicelib.readers.store import ReaderStore
from chalicelib.settings import from_environment
from chalicelib.wiring import IMPORT, Services
from local.demo.seed import DEMO, seed_facts

BOOKS = 30
STAYING, LEAVING = "ostayingreader", "oleavingreader"
"""Readers with a card."""


def fill(services: Services) -> None:
    now, editing = services.clock(), services.knowledge.editing
    _ = services.wire
    seed_facts(services)
    entries = entries_from_yaml((DEMO / "faq.yaml").read_text("utf-8"))
    editing.entry_service.apply(entries, False, editing.entries.all().mark, "trial", now)
    lines = (DEMO / "books.zh.jsonl").read_text("utf-8").splitlines()[:BOOKS]
    services.files.put("imports/books.jsonl", "\n".join(lines).encode(), "application/jsonl")
    services.imports.start("imports/books.jsonl", "books.jsonl", "trial", now)
    services.queue.nudge(IMPORT, {})
    services.wanted.ask("trial", now)
    for reader in (STAYING, LEAVING):
        ReaderStore().save(Cards(reader, (Card("c1", CardNumber("R0001"), now, "妈妈的证"),)))


if __name__ == "__main__":
    fill(Services(from_environment(os.environ)))
