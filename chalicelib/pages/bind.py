"""The page on which a reader's card and PIN are checked. Whom web login has shown to be the link's
reader has bound the card then; everybody else gets a code for the chat."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.errors import BadRequest, NotAllowed, NotFound, TryLater
from chalicelib.ils.model import CardNumber, Secret
from chalicelib.pages import kept
from chalicelib.pages.model import Asked, Page
from chalicelib.readers.login_model import Opened, Step, Who
from chalicelib.readers.model import MOST_CARDS, Card, TooManyCards, Waits
from chalicelib.readers.words import shown
from chalicelib.texts import cards as texts
from chalicelib.texts.words import Language

MOST_SECRET = 64
MOST_CODE = 512


class Desk(Protocol):
    def look(self, word: str, now: datetime) -> str: ...

    def prove(
        self, word: str, number: CardNumber, secret: Secret, name: str, address: str, now: datetime
    ) -> str: ...

    def bind(
        self, word: str, number: CardNumber, secret: Secret, name: str, address: str, now: datetime
    ) -> Card: ...


class Login(Protocol):
    def step(self, opened: Opened, now: datetime) -> Step: ...

    def who(self, opened: Opened, now: datetime) -> Who: ...


class Strangers(Protocol):
    def wait(self, address: str, route: str, now: datetime) -> timedelta: ...


@dataclass(frozen=True)
class BindPage:
    """GET shows the form and uses nothing up; POST checks what was filled in.

    A link is looked at first: one that is none of ours costs no storage call and is not counted.
    `site` gives what our addresses begin with, '' where nobody knows it yet; `login` is None where
    the account has no web login.
    """

    desk: Desk
    library: str
    strangers: Strangers
    site: Callable[[], str] = str
    login: Login | None = None
    secure_cookies: bool = True

    def answer(self, asked: Asked) -> Page:
        word = asked.params["word"]
        try:
            opened = self._opened(asked, self.desk.look(word, asked.now))
            if self.strangers.wait(asked.address, "", asked.now):
                return self._form(asked, Who.UNKNOWN, texts.PAGE_TOO_FAST, 429)
            if asked.method == "GET":
                return self._shown(asked, opened)
            return self._filled_in(asked, opened)
        except NotFound:
            return Page("problem.html", {"words": texts.PAGE_GONE}, 410)
        except NotAllowed:
            return Page("problem.html", {"words": texts.PAGE_FORGED}, 404)

    def _opened(self, asked: Asked, reader: str) -> Opened:
        word = asked.params["word"]
        held = kept.kept_for(word, asked.cookies, self.secure_cookies)
        site = self.site() or (f"https://{asked.host}{asked.base}" if asked.host else "")
        page = f"{site}/r/bind/{word}" if site else ""
        code, state = asked.told("code", MOST_CODE), asked.told("state", MOST_CODE)
        return Opened(word, reader, page, held, code, state)

    def _shown(self, asked: Asked, opened: Opened) -> Page:
        can = self.login is not None and opened.page
        step = self.login.step(opened, asked.now) if self.login and can else Step()
        if step.go:
            page = Page("", {}, 302, location=step.go)
        elif step.who is Who.OTHER:
            page = _not_yours()
        else:
            page = self._form(asked, step.who)
        if step.keep is None:
            return page
        return replace(page, cookie=kept.cookie(opened.word, step.keep, self.secure_cookies))

    def _filled_in(self, asked: Asked, opened: Opened) -> Page:
        who = self.login.who(opened, asked.now) if self.login else Who.UNKNOWN
        if who is Who.OTHER:
            return _not_yours()
        typed, secret = asked.field("card", 80), asked.field("pin", MOST_SECRET)
        if not typed.strip() or not secret:
            return self._form(asked, who, texts.PAGE_EMPTY)
        try:
            number = CardNumber.read(typed)
        except BadRequest:
            return self._form(asked, who, texts.PAGE_BAD_NUMBER)
        return self._tried(asked, who, number, Secret(secret))

    def _tried(self, asked: Asked, who: Who, number: CardNumber, secret: Secret) -> Page:
        try:
            return self._checked(asked, who, number, secret)
        except Waits as waits:
            return self._form(asked, who, _waiting(waits, asked.now), 429)
        except TooManyCards:
            return self._form(asked, who, texts.TOO_MANY_CARDS.hans.format(most=MOST_CARDS))
        except BadRequest:
            return self._form(asked, who, texts.PAGE_WRONG)
        except TryLater:
            return self._form(asked, who, texts.PAGE_DOWN, 503)

    def _checked(self, asked: Asked, who: Who, number: CardNumber, secret: Secret) -> Page:
        word, name = asked.params["word"], asked.field("name", 40)
        if who is Who.READER:
            card = self.desk.bind(word, number, secret, name, asked.address, asked.now)
            return Page("bound.html", {"card": shown(card, Language.SIMPLIFIED)})
        code = self.desk.prove(word, number, secret, name, asked.address, asked.now)
        return Page("code.html", {"code": code, "library": self.library})

    def _form(self, asked: Asked, who: Who, problem: str = "", status: int = 0) -> Page:
        """What was typed stays, but for the PIN. It goes to the page's own address: the one in the
        browser may still hold a login's code."""
        facts = {
            "problem": problem,
            "library": self.library,
            "card": asked.field("card", 80),
            "name": asked.field("name", 40),
            "action": f"{asked.base}/r/bind/{asked.params['word']}",
            "is_proven": who is Who.READER,
            "is_snapshot": who is Who.SNAPSHOT,
        }
        return Page("bind.html", facts, status or (400 if problem else 200))


def _not_yours() -> Page:
    return Page("problem.html", {"words": texts.PAGE_NOT_YOURS}, 403)


def _waiting(waits: Waits, now: datetime) -> str:
    minutes = math.ceil((waits.until - now).total_seconds() / 60)
    return texts.PAGE_WAIT.format(minutes=max(1, minutes))
