"""What the matcher learnt on this machine, kept below .cache: a second box learns nothing anew."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from chalicelib.knowledge.entries import Entry, Phrasing, SynonymGroup
from chalicelib.knowledge.remembered import named
from chalicelib.wiring_knowledge import teach

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "lessons"
CODE = ROOT / "chalicelib" / "knowledge"


def kept(
    entries: Sequence[Entry], synonyms: Sequence[SynonymGroup], phrasings: Sequence[Phrasing]
) -> bytes:
    """Learnt once for the same lessons, starter pack and matcher."""
    file = FOLDER / f"{named(entries, synonyms, phrasings)[:24]}-{_code()[:24]}"
    if not file.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(".part")
        half.write_bytes(teach(entries, synonyms, phrasings))
        half.replace(file)
    return file.read_bytes()


def _code() -> str:
    digest = hashlib.sha256()
    folding = CODE.parent / "folding"
    for path in sorted([*CODE.rglob("*.py"), *CODE.rglob("*.yaml"), *folding.rglob("*.*")]):
        if path.suffix != ".pyc":
            digest.update(path.read_bytes())
    for path in sorted(CODE.glob("*.txt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
