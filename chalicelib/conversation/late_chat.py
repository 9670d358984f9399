"""Chats and jobs that are built for the first message that needs them: others do not wait."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property

from chalicelib.conversation.service import Job
from chalicelib.dialogue import Answer, Chat, Later, Turn


class LateChat:
    """`concerns` tells from the turn alone whether the chat could answer; `build` makes it once."""

    def __init__(
        self, name: str, concerns: Callable[[Turn], bool], build: Callable[[], Chat]
    ) -> None:
        self.name = name
        self._concerns = concerns
        self._build = build

    @cached_property
    def _chat(self) -> Chat:
        return self._build()

    def answer(self, turn: Turn) -> Answer | Later | None:
        return self._chat.answer(turn) if self._concerns(turn) else None


class LateJob:
    def __init__(self, build: Callable[[], Job]) -> None:
        self._build = build

    @cached_property
    def _job(self) -> Job:
        return self._build()

    def run(self, reader: str, facts: Mapping[str, str], deadline: datetime) -> Answer | None:
        return self._job.run(reader, facts, deadline)
