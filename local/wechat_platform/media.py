"""Temporary media: what readers send and the service uploads, kept 3 days (wechat.md §6.4)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from local.wechat_platform.codes import ApiError

LIFE = timedelta(days=3)
KIB = 1024
MIB = 1024 * KIB
SIZE_LIMIT = {"image": 10 * MIB, "voice": 2 * MIB, "video": 10 * MIB, "thumb": 64 * KIB}
VOICE_SECONDS = 60
AMR_MAGIC = b"#!AMR\n"
AMR_FRAME_BYTES = 32
AMR_FRAMES_A_SECOND = 50
MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (AMR_MAGIC, "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
)
ALLOWED = {
    "image": {"image/jpeg", "image/png", "image/gif", "image/bmp"},
    "voice": {"audio/amr", "audio/mpeg"},
    "video": {"video/mp4"},
    "thumb": {"image/jpeg"},
}


@dataclass(frozen=True)
class Medium:
    id: str
    kind: str
    content: bytes
    content_type: str
    created_at: datetime

    @property
    def seconds(self) -> int:
        """Length of an AMR voice as its bubble shows it; 1 where it cannot be told."""
        frames = (len(self.content) - len(AMR_MAGIC)) // AMR_FRAME_BYTES
        return max(1, round(frames / AMR_FRAMES_A_SECOND))


class MediaShelf:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._media: dict[str, Medium] = {}

    def keep(self, kind: str, content: bytes) -> Medium:
        """Store it; raises ApiError on a kind, format or size that the platform refuses."""
        content_type = _checked_type(kind, content)
        medium = Medium(secrets.token_urlsafe(48), kind, content, content_type, self._now())
        if kind == "voice" and content_type == "audio/amr" and medium.seconds > VOICE_SECONDS:
            raise ApiError(40006, "voice is longer than 60 s")
        with self._lock:
            self._media[medium.id] = medium
        return medium

    def get(self, media_id: str, *kinds: str) -> Medium:
        """The medium; 40007 when unknown, expired or of another kind."""
        with self._lock:
            medium = self._media.get(media_id)
        if medium is None or self._now() >= medium.created_at + LIFE:
            raise ApiError(40007)
        if kinds and medium.kind not in kinds:
            raise ApiError(40007, f"is of kind {medium.kind}")
        return medium

    def clear(self) -> None:
        with self._lock:
            self._media.clear()


def sniffed_type(content: bytes) -> str:
    if content[4:8] == b"ftyp":
        return "video/mp4"
    found = (name for start, name in MAGIC if content.startswith(start))
    return next(found, "application/octet-stream")


def _checked_type(kind: str, content: bytes) -> str:
    if kind not in SIZE_LIMIT:
        raise ApiError(40004)
    if not content:
        raise ApiError(41005)
    if len(content) > SIZE_LIMIT[kind]:
        raise ApiError(40006)
    content_type = sniffed_type(content)
    if content_type not in ALLOWED[kind]:
        raise ApiError(40005, content_type)
    return content_type
