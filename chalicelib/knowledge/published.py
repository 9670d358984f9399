"""What readers are answered with now, kept in the process until something else is published."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Protocol, TypeVar

from chalicelib.errors import NotFound
from chalicelib.knowledge.ports import Blobs, Reads, ReadsWith
from chalicelib.knowledge.publication import Publication, unpack
from chalicelib.library.documents import Document
from chalicelib.library.snapshot import Snapshot

_T = TypeVar("_T")
POINTER = "publication"


@dataclass(frozen=True)
class Pointer:
    """The names of what holds; `older` are names to be deleted in time, oldest first.

    `mark` tells the entries and teaching it was made from, `settings` the settings' versions.
    """

    answers: str
    model: str
    mark: str
    settings: str = ""
    older: tuple[str, ...] = ()


class SettingsNow(Protocol):
    def snapshot(self) -> Snapshot: ...

    def document(self, name: str) -> Document: ...

    def forget(self) -> None: ...


class Published:
    """What holds now, kept in the process until the pointer names something else."""

    def __init__(self, settings: SettingsNow, blobs: Blobs, reads_with: ReadsWith) -> None:
        self._settings = settings
        self._blobs = blobs
        self._reads_with = reads_with
        self._lock = Lock()
        self._held: tuple[str, Publication] = ("", Publication())
        self._model: tuple[str, Reads | None] = ("", None)

    def publication(self) -> Publication:
        """Empty before the first publishing. Raises TryLater, NotFound."""
        return self._fresh(self._publication)

    def _publication(self) -> Publication:
        pointer = self.pointer()
        if pointer is None:
            return Publication()
        name, held = self._held
        return held if name == pointer.answers else self._load(pointer.answers)

    def reads(self) -> Reads | None:
        """The matcher of the current publication; None before the first."""
        return self._fresh(self._reads)

    def _fresh(self, read: Callable[[], _T]) -> _T:
        """Parts that are gone: others published again and again since the pointer was read."""
        try:
            return read()
        except NotFound:
            self._settings.forget()
            return read()

    def _reads(self) -> Reads | None:
        pointer = self.pointer()
        if pointer is None:
            return None
        name, reads = self._model
        return reads if name == pointer.model else self._load_model(pointer.model)

    def pointer(self) -> Pointer | None:
        return read_pointer(self._settings.document(POINTER))

    def _load(self, name: str) -> Publication:
        with self._lock:
            if self._held[0] != name:
                self._held = (name, unpack(self._blobs.get(name)))
            return self._held[1]

    def _load_model(self, name: str) -> Reads | None:
        with self._lock:
            if self._model[0] != name:
                self._model = (name, self._reads_with(self._blobs.get(name)))
            return self._model[1]


def read_pointer(document: Document) -> Pointer | None:
    if not document.version:
        return None
    held = json.loads(document.body)
    return Pointer(
        held["answers"], held["model"], held["mark"], held["settings"], tuple(held["older"])
    )
