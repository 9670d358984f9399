"""A chat that is built for the first message that concerns it: others do not wait for it."""

from collections.abc import Callable
from functools import cached_property

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
