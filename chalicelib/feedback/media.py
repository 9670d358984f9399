"""Pictures and voices readers send with a case: copied on arrival, WeChat keeps them three days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.dialogue import Answer, End, Kind
from chalicelib.errors import BadRequest, GiveUp, NotAllowed, NotFound
from chalicelib.feedback.model import Author, Case, CaseFull, Entry
from chalicelib.feedback.pictures import check_picture
from chalicelib.files.ports import Files
from chalicelib.logs import fields, logger
from chalicelib.texts import feedback as texts
from chalicelib.wechat.outbound import TextReply

log = logger("media")
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "audio/amr": "amr",
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "voice/amr": "amr",
}
"""What readers can send by WeChat; anything else is refused."""
PICTURES = ("jpg", "png")
MAX_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Media:
    body: bytes
    content_type: str


class Downloads(Protocol):
    def download(self, media_id: str, max_bytes: int, deadline: datetime) -> Media:
        """Raises TryLater, NotFound (expired), GiveUp, NotAllowed."""


class Desk(Protocol):
    def get(self, number: str) -> Case: ...

    def add(self, number: str, entry: Entry) -> Case: ...


class CopyMedia:
    """The job behind a picture sent with a case; doing it twice leaves one copy."""

    def __init__(self, downloads: Downloads, files: Files, desk: Desk) -> None:
        self._downloads = downloads
        self._files = files
        self._desk = desk

    def run(self, reader: str, facts: Mapping[str, str], deadline: datetime) -> Answer | None:
        """Nothing to tell when done: the holding answer said it all. Raises TryLater, and
        NotFound where the reader was forgotten.

        `entry`, `media` and `at` may name several, apart by spaces.
        """
        each = zip(*(facts[name].split() for name in ("entry", "media", "at")), strict=True)
        for entry, media, at in each:
            one = {"number": facts["number"], "entry": entry, "media": media, "at": at}
            try:
                self._add(reader, facts["number"], self._entry(one, deadline))
            except CaseFull as full:
                return _said(full)
        return None

    def _add(self, reader: str, number: str, entry: Entry) -> None:
        """Not for a reader who was forgotten while the picture was on its way."""
        if self._desk.get(number).reader != reader:
            self._drop(entry)
            raise NotFound("the reader has left")
        try:
            self._desk.add(number, entry)
        except CaseFull:
            self._drop(entry)
            raise

    def _drop(self, entry: Entry) -> None:
        for key in entry.pictures:
            self._files.delete(key)

    def _entry(self, facts: Mapping[str, str], deadline: datetime) -> Entry:
        at = datetime.fromisoformat(facts["at"])
        try:
            key = self._copied(facts, deadline)
        except (NotFound, GiveUp, NotAllowed, BadRequest) as lost:
            log.error(
                "a reader's medium is lost", extra=fields(case=facts["number"], why=str(lost))
            )
            return Entry(facts["entry"], Author.READER, at, texts.MEDIUM_LOST)
        return Entry(facts["entry"], Author.READER, at, "", pictures=(key,))

    def _copied(self, facts: Mapping[str, str], deadline: datetime) -> str:
        media = self._downloads.download(facts["media"], MAX_BYTES, deadline)
        ending = ENDINGS.get(media.content_type.split(";")[0].strip().lower())
        if ending is None:
            raise BadRequest("not a picture or voice")
        if ending in PICTURES:
            check_picture(media.body, ending)
        key = f"cases/{facts['number']}/{facts['entry']}.{ending}"
        self._files.put(key, media.body, media.content_type, deadline)
        return key


def _said(full: CaseFull) -> Answer:
    said = texts.FULL.say(full.language, number=full.number)
    return Answer(TextReply(said), Kind.FEEDBACK, End.REFUSED)
