"""What the platform tells about itself and its readers when asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Menu = Mapping[str, Any]
"""A menu as the platform writes it: `{"button": [...]}`."""


@dataclass(frozen=True)
class QrCode:
    """`ticket` draws the picture, `url` is what the picture says; it lives `expires_s` seconds,
    for ever where that is 0."""

    ticket: str
    url: str
    expires_s: int = 0


@dataclass(frozen=True)
class Follower:
    """All that is left of a reader's facts since names and pictures were withdrawn in 2021."""

    reader: str
    follows: bool
    followed_at: datetime | None = None
    came_by: str = ""
    scene: str = ""
    remark: str = ""
    tags: tuple[int, ...] = ()


@dataclass(frozen=True)
class Followers:
    """One page of at most 10,000; `next` asks for the one after, '' at the end."""

    total: int
    readers: tuple[str, ...] = ()
    next: str = ""


@dataclass(frozen=True)
class PrivateTemplate:
    """`content`: a line for each field, its label and `{{thing1.DATA}}`. A notice goes to who has
    consented to it, once for each consent."""

    id: str
    title: str
    content: str
    is_notice: bool = False


@dataclass(frozen=True)
class Visitor:
    """Who opened a page of ours, as web login tells. The reader of a snapshot is made up."""

    reader: str
    is_snapshot: bool


@dataclass(frozen=True)
class Quota:
    """Calls a day of one interface."""

    limit: int
    used: int
    left: int
