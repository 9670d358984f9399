"""Keeps WeChat's domain files and finds the one that is asked for."""

from datetime import datetime

from chalicelib.domain.model import NAME, DomainFile, read, written
from chalicelib.errors import NotFound
from chalicelib.library.documents import Document, Documents

KEPT = "domain"


class DomainFiles:
    def __init__(self, kept: Documents) -> None:
        self._kept = kept

    def text(self, name: str) -> str:
        """Raises NotFound; storage is asked only for a name that WeChat could have given."""
        if not NAME.fullmatch(name):
            raise NotFound("no such file")
        found = read(self._held().body).get(name)
        if found is None:
            raise NotFound("no such file")
        return found

    def keep(self, file: DomainFile, now: datetime) -> tuple[str, ...]:
        """The names of all that are kept now; an account with three domains has three."""
        held = self._held()
        files = read(held.body) | {file.name: file.word}
        self._kept.save(Document(KEPT, written(files), held.version, now, "technician"), now)
        return tuple(sorted(files))

    def _held(self) -> Document:
        return self._kept.all().get(KEPT, Document(KEPT))
