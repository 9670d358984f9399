"""`make export`: the library's own data in open formats, without anything of a reader."""

import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import yaml

from chalicelib.catalogue.json_rows import row_from
from chalicelib.catalogue.service import read_record
from chalicelib.knowledge.entry_codec import plain
from chalicelib.wiring import Services
from infra.copies.place import Place, scan

README = """What is in this file

faq.yaml         questions and answers, as the console imports them
synonyms.yaml    words that mean the same
settings/*.yaml  facts, menu, welcome and the other documents of the console
catalogue.jsonl  one title a line, as the catalogue import takes it
"""


def export(place: Place, path: Path, now: datetime, say: Callable[[str], None]) -> None:
    """A zip of UTF-8 text; whole or not at all."""
    services, half = place.services, path.with_name(f".{path.name}.part")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("README.txt", README)
        entries = [plain(entry) for entry in services.knowledge.editing.entries.all().entries]
        out.writestr("faq.yaml", yaml.safe_dump(entries, allow_unicode=True, sort_keys=False))
        out.writestr("synonyms.yaml", services.knowledge.editing.teaching.synonyms_document().body)
        for name, document in services.documents.all().items():
            out.writestr(f"settings/{name}.yaml", document.body)
        titles = 0
        with out.open("catalogue.jsonl", "w", force_zip64=True) as lines:
            for line in _titles(services):
                lines.write(line)
                titles += 1
    half.replace(path)
    say(f"  {len(entries)} questions and answers, {titles} titles")


def _titles(services: Services) -> Iterator[bytes]:
    for row in scan(services, "catalogue"):
        name = row["name"]["S"]
        if name[:1] == "r" and name[1:].isdigit():
            held = row_from(read_record(row["body"]["B"]))
            yield json.dumps(held, ensure_ascii=False).encode() + b"\n"
