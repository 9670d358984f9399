"""What a chat is given and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from chalicelib.texts.words import Language
from chalicelib.wechat.inbound import Inbound
from chalicelib.wechat.outbound import Reply


class Kind(StrEnum):
    """What a message was about, as counted in reports and printed by `local.ask`."""

    FAQ = "faq"
    CHOICE = "choice"
    CATALOG_SEARCH = "catalog_search"
    MY_LOANS = "my_loans"
    RENEW = "renew"
    HOLD = "hold"
    FEEDBACK = "feedback"
    HUMAN = "human"
    GREETING = "greeting"
    CHITCHAT = "chitchat"
    CARD = "card"
    CANCEL = "cancel"
    OUT_OF_SCOPE = "out_of_scope"


class End(StrEnum):
    """How an inbound message ended; `OWED` is the only one that is not an end yet. `PAUSED`: sent
    faster than one reader may; the reader was told so."""

    ANSWERED = "answered"
    PROMISED = "promised"
    REFUSED = "refused"
    PAUSED = "paused"
    OWED = "owed"


@dataclass(frozen=True)
class Meaning:
    """What the words mean: `topics` are FAQ ids, best first; `sure` is 0..1.

    `slots` may hold query, branch, scope, index. `kind` FAQ: every topic is to be answered
    (several questions in one message, at most 3); CHOICE: the reader picks one of 2 or 3.
    """

    kind: Kind
    topics: tuple[str, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    sure: float = 0.0


@dataclass(frozen=True)
class Dialogue:
    """An unfinished exchange: which chat owns it, at which step, what it remembers, until when."""

    chat: str
    step: str
    until: datetime
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    """One message of one reader, as every chat sees it.

    `said` is the text with secrets masked, stripped ('' for other messages). `dialogue` is the
    reader's open one if it has not run out. `now` is UTC.
    """

    message: Inbound
    said: str
    meaning: Meaning
    language: Language
    now: datetime
    dialogue: Dialogue | None = None
    senior: bool = False
    """Whether the reader chose the older readers' way."""


@dataclass(frozen=True)
class Promise:
    """A numbered case and the moment by which a person answers."""

    number: str
    due: datetime


@dataclass(frozen=True)
class Answer:
    """What the reader gets. `dialogue` is the state afterwards; None closes any open one.

    `kind` and `topics` say what was done, for the ledger and for measuring.
    """

    reply: Reply
    kind: Kind
    end: End = End.ANSWERED
    topics: tuple[str, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    dialogue: Dialogue | None = None
    promise: Promise | None = None
    language: Language | None = None
    """The reader's new preferred language, where the message chose one."""
    senior: bool | None = None
    """Whether the reader has the older readers' way from now on, where the message chose."""
    gap: str = ""
    """The question nobody had an answer for, for staff's list of gaps."""
    consent: str = ""
    """What becomes of the reader's consent, a `privacy.model.Deed`, for the record."""
    forget: bool = False
    """The reader asked to be forgotten: this answer is the last thing that is kept."""


@dataclass(frozen=True)
class Later:
    """Work that may be slow: `job` names a registered worker, `facts` is all it needs.

    `holding` is what the reader sees when the work is not done inside the reply's budget.
    """

    job: str
    facts: Mapping[str, str]
    holding: Answer


class Chat(Protocol):
    """One feature's ear. `name` also names the dialogues it owns."""

    @property
    def name(self) -> str: ...

    def answer(self, turn: Turn) -> Answer | Later | None: ...


@runtime_checkable
class GoesOn(Protocol):
    """A chat that has an answer to nearly everything. While its dialogue is open it is asked
    first only for what goes on with that: other chats' words still reach them."""

    def going_on(self, turn: Turn) -> Answer | Later | None: ...
