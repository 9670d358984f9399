"""Entries as staff write them in a file."""

from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.entry_codec import entries_from
from chalicelib.library.fields import Unreadable
from chalicelib.library.written import load_yaml
from chalicelib.texts import knowledge_staff as texts


def entries_from_yaml(source: str) -> list[Entry]:
    """Raises Unreadable, naming each wrong entry by its place and id."""
    held = load_yaml(source)
    if not isinstance(held, list):
        raise Unreadable([texts.NO_ENTRIES])
    return entries_from(enumerate(held, 1), texts.ROW, texts.ROW_NAMED)
