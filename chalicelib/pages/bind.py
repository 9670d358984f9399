"""The page on which a reader's card and PIN are checked; its end is a code for the chat."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.errors import BadRequest, NotAllowed, NotFound, TryLater
from chalicelib.ils.model import CardNumber, Secret
from chalicelib.pages.model import Asked, Page
from chalicelib.readers.model import Waits
from chalicelib.texts import cards as texts

MOST_SECRET = 64


class Desk(Protocol):
    def look(self, word: str, now: datetime) -> None: ...

    def prove(
        self, word: str, number: CardNumber, secret: Secret, name: str, address: str, now: datetime
    ) -> str: ...


class Strangers(Protocol):
    def wait(self, address: str, route: str, now: datetime) -> timedelta: ...


@dataclass(frozen=True)
class BindPage:
    """GET shows the form and uses nothing up; POST checks what was filled in.

    A link is looked at first: one that is none of ours costs no storage call and is not counted.
    """

    desk: Desk
    library: str
    strangers: Strangers

    def answer(self, asked: Asked) -> Page:
        word = asked.params["word"]
        try:
            self.desk.look(word, asked.now)
            if self.strangers.wait(asked.address, "", asked.now):
                return self._form(asked, texts.PAGE_TOO_FAST, 429)
            if asked.method == "GET":
                return self._form(asked)
            return self._proved(asked, word)
        except NotFound:
            return Page("problem.html", {"words": texts.PAGE_GONE}, 410)
        except NotAllowed:
            return Page("problem.html", {"words": texts.PAGE_FORGED}, 404)

    def _proved(self, asked: Asked, word: str) -> Page:
        typed, secret = asked.field("card", 80), asked.field("pin", MOST_SECRET)
        if not typed.strip() or not secret:
            return self._form(asked, texts.PAGE_EMPTY)
        try:
            number = CardNumber.read(typed)
        except BadRequest:
            return self._form(asked, texts.PAGE_BAD_NUMBER)
        return self._code(asked, word, number, Secret(secret))

    def _code(self, asked: Asked, word: str, number: CardNumber, secret: Secret) -> Page:
        try:
            code = self.desk.prove(
                word, number, secret, asked.field("name", 40), asked.address, asked.now
            )
        except Waits as waits:
            return self._form(asked, _waiting(waits, asked.now), 429)
        except BadRequest:
            return self._form(asked, texts.PAGE_WRONG)
        except TryLater:
            return self._form(asked, texts.PAGE_DOWN, 503)
        return Page("code.html", {"code": code, "library": self.library})

    def _form(self, asked: Asked, problem: str = "", status: int = 0) -> Page:
        """What was typed stays, but for the PIN."""
        facts = {
            "problem": problem,
            "library": self.library,
            "card": asked.field("card", 80),
            "name": asked.field("name", 40),
        }
        return Page("bind.html", facts, status or (400 if problem else 200))


def _waiting(waits: Waits, now: datetime) -> str:
    minutes = math.ceil((waits.until - now).total_seconds() / 60)
    return texts.PAGE_WAIT.format(minutes=max(1, minutes))
