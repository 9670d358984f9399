"""Entries as a YAML file to carry away and bring back (loaded on demand)"""

from collections.abc import Sequence

import yaml

from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.entry_codec import entries_from_yaml, plain


class _Readable(yaml.SafeDumper):
    """Lists are indented below their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def to_yaml(entries: Sequence[Entry]) -> bytes:
    held = [plain(entry) for entry in entries]
    text = yaml.dump(held, Dumper=_Readable, allow_unicode=True, sort_keys=False, width=10_000)
    return str(text).encode()


def from_yaml(body: bytes) -> Sequence[Entry]:
    """Raises Unreadable."""
    return entries_from_yaml(body.decode("utf-8-sig", "replace"))
