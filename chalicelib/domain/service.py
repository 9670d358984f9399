"""Keeps WeChat's domain files and finds the one that is asked for."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.model import NAME, DomainFile, read, written
from chalicelib.errors import NotFound
from chalicelib.library.cache import Fresh
from chalicelib.library.documents import Document, Documents

KEPT = "domain"


class DomainFiles:
    def __init__(self, kept: Documents) -> None:
        self._kept = kept
        self._files: Fresh[Mapping[str, str]] = Fresh(lambda _: read(self._held().body))

    def text(self, name: str) -> str:
        """Raises NotFound. Whoever asks on and on costs a process one storage call a minute, and
        none with a name that WeChat could not have given."""
        if not NAME.fullmatch(name) or name not in self._files.get():
            raise NotFound("no such file")
        return self._files.get()[name]

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(read(self._held().body)))

    def keep(self, file: DomainFile, now: datetime) -> tuple[str, ...]:
        """The names of all that are kept now; an account with three domains has three. Another
        process serves it within a minute."""
        held = self._held()
        files = read(held.body) | {file.name: file.word}
        self._kept.save(Document(KEPT, written(files), held.version, now, "technician"), now)
        self._files.forget()
        return tuple(sorted(files))

    def _held(self) -> Document:
        return self._kept.all().get(KEPT, Document(KEPT))
