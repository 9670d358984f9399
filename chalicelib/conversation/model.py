"""What is known of a reader's conversation between two messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.dialogue import Dialogue, End, Kind
from chalicelib.texts.words import Language

LEASE = timedelta(seconds=6)
"""WeChat cuts at 5 s and repeats; after 6 s a repeat may take the message over."""
KEEP_ANSWER = timedelta(seconds=90)
"""Three attempts take 15 s; a stored answer older than this serves nobody."""
KEEP_ROW = timedelta(days=30)
"""After the reader's last word the row goes, and what was said with it."""
ABANDONED = timedelta(seconds=20)
"""No attempt of WeChat's is left after 15 s: the sweeper may finish the message."""


class Door(StrEnum):
    """Which customer-service window a message opens (wechat.md 2.1)."""

    MESSAGE = "message"
    TAP = "tap"
    NONE = "none"


class NoticeState(StrEnum):
    """WAITING: to be sent. SENDING: handed to WeChat, fate unknown. PARKED: no window is open,
    it rides on the reader's next reply. UNSURE: perhaps sent; it rides too, and says so."""

    WAITING = "waiting"
    SENDING = "sending"
    PARKED = "parked"
    UNSURE = "unsure"


RIDES_ONLY = (NoticeState.PARKED, NoticeState.UNSURE)
"""Nothing is left to do for these until the reader writes."""


@dataclass(frozen=True)
class Notice:
    """Something the library still has to tell a reader; `id` is made from what caused it."""

    id: str
    text: str
    at: datetime
    state: NoticeState = NoticeState.WAITING


@dataclass(frozen=True)
class OpenMessage:
    """A message under work: who works on it, until when, and enough to do it again."""

    key: str
    attempt: str
    lease_until: datetime
    arrived: datetime
    body: bytes = b""
    """The inbound message, secrets masked, as `codec.pack` makes it."""
    answer: bytes | None = None
    """The finished reply as `codec.pack_reply` makes it; None while unfinished."""
    left: bool = False
    """A repeat was let go with `success`: nobody waits any more, the answer goes as a notice."""


@dataclass(frozen=True)
class Windows:
    """When the reader last wrote or tapped, and what was sent since (wechat.md 2.1)."""

    last_message: datetime | None = None
    last_tap: datetime | None = None
    sent_since_message: int = 0
    sent_since_tap: int = 0


@dataclass(frozen=True)
class Row:
    """One reader's conversation row."""

    reader: str
    version: int = 0
    salt: str = ""
    """Keys the reader's pseudonym; it dies with the row."""
    language: Language | None = None
    senior: bool = False
    dialogue: Dialogue | None = None
    messages: Mapping[str, OpenMessage] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    windows: Windows = Windows()
    paused_until: datetime | None = None
    """The reader sent too fast: until then messages are noted and not answered."""

    def unfinished(self, but: str = "") -> list[OpenMessage]:
        return [m for m in self.messages.values() if m.answer is None and m.key != but]

    def riding(self) -> list[Notice]:
        """Notices that may ride on a reply, oldest first."""
        riding = [n for n in self.notices if n.state is not NoticeState.SENDING]
        return sorted(riding, key=lambda n: (n.at, n.id))

    def open_since(self) -> datetime | None:
        """The oldest thing the sweeper would have to finish; None where all is done."""
        due = [m.arrived for m in self.unfinished()]
        due += [n.at for n in self.notices if n.state not in RIDES_ONLY]
        return min(due, default=None)


SHARDS = 4
"""Partitions of one day's ledger and of each index of what is not done yet."""


def shard_of(reader: str) -> str:
    return str(sum(reader.encode()) % SHARDS)


LONGEST_PAUSE = timedelta(minutes=10)


def pause(failures: int) -> timedelta:
    """How long what failed so often waits for its next turn, so that it holds up nothing else."""
    return min(timedelta(seconds=5) * 2.0 ** min(failures - 1, 10), LONGEST_PAUSE)


@dataclass(frozen=True)
class Claimed:
    """This attempt alone may answer the message."""

    row: Row
    message: OpenMessage


@dataclass(frozen=True)
class Seen:
    """The message is somebody else's; `answer` is there once it is finished."""

    answer: bytes | None
    lease_until: datetime


@dataclass(frozen=True)
class LedgerEntry:
    """How one inbound message ended. `reader` is a pseudonym; no text is kept."""

    day: str
    key: str
    reader: str
    type: str
    end: End
    kind: Kind | None
    arrived: datetime
    ended: datetime
    topics: tuple[str, ...] = ()
    number: str = ""
    promised: datetime | None = None
    job: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    openid: str = ""
    """Only while work is owed: whom to tell."""
    due: datetime | None = None
    """Only while work is owed: when its next turn is."""


@dataclass(frozen=True)
class Finish:
    """All that one finished message changes, written in one transaction."""

    answer: bytes
    dialogue: Dialogue | None
    language: Language | None
    entry: LedgerEntry
    delivered: tuple[str, ...] = ()
    """Ids of the notices that rode along."""
    notice: Notice | None = None
    """The answer itself, where it can no longer be a passive reply."""
    gap: str = ""
    """The question nobody had an answer for, as asked, secrets masked."""
    gap_language: Language = Language.SIMPLIFIED
    senior: bool | None = None
    paused_until: datetime | None = None
    """Where the reader is to slow down; None leaves what is there."""
    consent: str = ""
    """A `privacy.model.Deed` to be put on record."""
    forget: bool = False
    """Nothing of the row stays but this answer, for repeats; the rest is owed an erasure."""
