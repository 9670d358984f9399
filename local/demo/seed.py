"""Fills an empty box with the demo library, once."""

from pathlib import Path

from chalicelib.library.documents import Document
from chalicelib.wiring import Services

DEMO = Path(__file__).parent


def seed(services: Services) -> None:
    """Does nothing where the library's facts are there already."""
    if "facts" in services.documents.all():
        return
    print("Filling in the demo library ...", flush=True)
    facts = (DEMO / "library.yaml").read_text("utf-8")
    services.documents.save(Document("facts", facts, saved_by="demo"), services.clock())
