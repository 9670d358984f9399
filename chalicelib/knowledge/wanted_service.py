"""A publication that staff asked for stands on record until it is done; the queue only hurries it.

The worker publishes; where its nudge was lost, the sweeper nudges again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.errors import BadRequest, Conflict
from chalicelib.library.documents import Document, Documents
from chalicelib.logs import fields, logger

log = logger("publication")
ASKED, DONE = "publication-asked", "publication-done"
PATIENCE = timedelta(minutes=3)
"""Longer than the worker may take for one."""


class WantedPublications:
    """`kept` is a shelf of its own; `publish` raises what `Publisher.publish` raises."""

    def __init__(
        self,
        kept: Documents,
        publish: Callable[[str, datetime], object],
        nudge: Callable[[], None],
    ) -> None:
        self._kept = kept
        self._publish = publish
        self._nudge = nudge

    def ask(self, by: str, now: datetime) -> None:
        """Asking twice before the first is done is one publication, of all there is then."""
        held = self._kept.all().get(ASKED, Document(ASKED))
        self._kept.save(Document(ASKED, "", held.version, now, by), now)
        self._nudge()

    def work(self, now: datetime) -> None:
        """Raises TryLater and Conflict: another try may do. What can never be is ended."""
        asked = self._open()
        if asked is None:
            return
        try:
            self._publish(asked.saved_by, now)
        except BadRequest as unfit:
            log.error("a publication cannot be", extra=fields(why=str(unfit)))
        self._end(asked, now)

    def sweep(self, now: datetime) -> int:
        """How many were left behind: none or one."""
        asked = self._open()
        if asked is None or asked.saved_at is None or not _is_due(now - asked.saved_at):
            return 0
        self._nudge()
        return 1

    def _open(self) -> Document | None:
        held = self._kept.all()
        asked, done = held.get(ASKED), held.get(DONE)
        ended = int(done.body) if done else 0
        return asked if asked is not None and asked.version > ended else None

    def _end(self, asked: Document, now: datetime) -> None:
        held = self._kept.all().get(DONE, Document(DONE))
        ended = Document(DONE, str(asked.version), held.version, now, asked.saved_by)
        try:
            self._kept.save(ended, now)
        except Conflict:
            log.info("another worker ended this publication")


def _is_due(waited: timedelta) -> bool:
    """Every third minute, so that a publication under way is not begun again each minute."""
    minutes = int(waited / timedelta(minutes=1))
    return waited >= PATIENCE and minutes % 3 == 0
