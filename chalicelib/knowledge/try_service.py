"""Try a question: what a reader would be answered, and how sure the matcher is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.dialogue import Answer, Kind, Meaning, Turn
from chalicelib.knowledge.ports import Reads, ReadsWith
from chalicelib.texts.words import Language
from chalicelib.wechat.inbound import Text
from chalicelib.wechat.outbound import TextReply

NOBODY = "try"


class Chats(Protocol):
    def answer(self, turn: Turn) -> Answer | None: ...


class Drafts(Protocol):
    def draft_reads(self, reads_with: ReadsWith) -> Reads: ...


@dataclass(frozen=True)
class Tried:
    """`reply` is '' where another part of the service would answer: a search, feedback."""

    kind: Kind
    topics: tuple[str, ...]
    sure: float
    reply: str


class TryService:
    def __init__(self, chat: Chats, reads: Reads, drafts: Drafts, reads_with: ReadsWith) -> None:
        self._chat = chat
        self._reads = reads
        self._drafts = drafts
        self._reads_with = reads_with

    def published(self, text: str, language: Language, now: datetime) -> Tried:
        """As readers are answered now."""
        return self._tried(text, self._reads(text), language, now)

    def draft(self, text: str, now: datetime) -> Tried:
        """What the entries as edited would be understood as; takes as long as publishing, and
        shows no reply, since nothing is published by it."""
        meaning = self._drafts.draft_reads(self._reads_with)(text)
        return Tried(meaning.kind, meaning.topics, meaning.sure, "")

    def _tried(self, text: str, meaning: Meaning, language: Language, now: datetime) -> Tried:
        message = Text(NOBODY, NOBODY, NOBODY, now, text)
        answer = self._chat.answer(Turn(message, text, meaning, language, now))
        if answer is None:
            return Tried(meaning.kind, meaning.topics, meaning.sure, "")
        reply = answer.reply.content if isinstance(answer.reply, TextReply) else ""
        return Tried(answer.kind, answer.topics, meaning.sure, reply)
