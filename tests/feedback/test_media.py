"""What readers send with a case: looked at before it is kept, fetched from the platform alone."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import BadRequest
from chalicelib.feedback.media import MAX_BYTES, CopyMedia, Media
from chalicelib.feedback.model import Case, CaseKind, CaseState, Entry
from chalicelib.feedback.pictures import check_picture
from chalicelib.texts import feedback as texts
from chalicelib.texts.words import Language
from local.wechat_platform import samples
from local.wechat_platform.png import GREY, png
from tests.fakes_staff import FakeFiles
from tests.feedback.fakes import a_jpeg

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
FACTS = {"number": "1121-0001", "entry": "m1", "media": "id1", "at": NOW.isoformat()}


@dataclass
class Platform:
    """Gives one medium and remembers what it was asked for."""

    medium: Media
    asked: list[tuple[str, int]] = field(default_factory=list)

    def download(self, media_id: str, max_bytes: int, deadline: datetime) -> Media:
        self.asked.append((media_id, max_bytes))
        return self.medium


@dataclass
class Desk:
    added: list[Entry] = field(default_factory=list)

    def get(self, number: str) -> Case:
        new, language = CaseState.NEW, Language.SIMPLIFIED
        return Case(number, "m0", CaseKind.COMPLAINT, new, "reader", language, NOW, NOW, ())

    def add(self, number: str, entry: Entry) -> Case:
        self.added.append(entry)
        return None  # type: ignore[return-value]


def copied(medium: Media) -> tuple[Entry, FakeFiles]:
    desk, files = Desk(), FakeFiles()
    CopyMedia(Platform(medium), files, desk).run("reader", FACTS, NOW + timedelta(seconds=2))
    return desk.added[0], files


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (a_jpeg(), "image/jpeg"),
        (samples.picture(), "image/png"),
        (samples.voice(), "audio/amr"),
    ],
)
def test_what_readers_send_is_kept(body: bytes, kind: str) -> None:
    entry, files = copied(Media(body, kind))
    assert len(entry.pictures) == len(files.rows) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html><script>alert(1)</script>", "image/jpeg"),
        (a_jpeg(), "image/png"),
        (a_jpeg(), "image/svg+xml"),
        (a_jpeg(), "text/html"),
        (b"", "image/png"),
    ],
)
def test_what_is_no_picture_is_not_kept_and_staff_are_told(body: bytes, kind: str) -> None:
    entry, files = copied(Media(body, kind))
    assert (entry.text, entry.pictures, files.rows) == (texts.MEDIUM_LOST, (), {})


def test_a_picture_that_would_burst_a_browser_is_not_kept() -> None:
    small = png(60_000, 60_000, GREY, [b"\x00"])
    assert len(small) < 200
    assert copied(Media(small, "image/png"))[0].text == texts.MEDIUM_LOST
    assert copied(Media(a_jpeg(65_000, 65_000), "image/jpeg"))[0].text == texts.MEDIUM_LOST


def test_a_medium_is_asked_for_by_its_id_and_never_by_an_address_a_message_named() -> None:
    platform = Platform(Media(a_jpeg(), "image/jpeg"))
    CopyMedia(platform, FakeFiles(), Desk()).run("reader", FACTS, NOW)
    assert platform.asked == [("id1", MAX_BYTES)]


@given(st.binary(max_size=200), st.sampled_from(["jpg", "png"]))
def test_any_bytes_are_a_picture_or_refused(body: bytes, ending: str) -> None:
    for_sure = (b"\xff\xd8\xff" if ending == "jpg" else b"\x89PNG\r\n\x1a\n") + body
    with pytest.raises(BadRequest):
        check_picture(body, "png" if body.startswith(b"\xff") else "jpg")
    assert _is_decided(for_sure, ending)


def _is_decided(body: bytes, ending: str) -> bool:
    try:
        check_picture(body, ending)
    except BadRequest:
        return True
    return True
