"""The line of those who wait for the library system: first come, first served.

A wish takes its place before it is tried, so that a later one sees it. It is tried at once where
nobody waits; else in its turn, from the queue, until the system answers or its time has run out.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from chalicelib.circulation.chosen import titles_before
from chalicelib.circulation.intent_model import STUCK, Intent, State, asked_for
from chalicelib.circulation.lists import asks_back
from chalicelib.clock import Clock, in_library_time
from chalicelib.dialogue import Answer, End, Kind
from chalicelib.errors import BadRequest, Conflict, NotAsked, NotYet, TryLater, Unheard
from chalicelib.texts import circulation as deeds
from chalicelib.texts import intents as texts
from chalicelib.texts.words import Language
from chalicelib.wechat.outbound import TextReply

LOOKED_AT = 200
"""Whoever has more before it waits without a closer look."""
AFTER_ALL = timedelta(seconds=2)
"""So long after its deadline an attempt is taken for dead."""
ORPHANED = timedelta(hours=1)
MOST_WORDS = 300


class Intents(Protocol):
    """The line in storage (`intent_store`). Changes raise Conflict where another was quicker."""

    def stand(self, intent: Intent) -> Intent: ...

    def get(self, place: str) -> Intent:
        """Raises NotFound."""

    def ahead(self, place: str, most: int) -> list[Intent]: ...

    def page(self, after: str, most: int) -> tuple[list[Intent], str]: ...

    def take(self, intent: Intent, by: str, until: datetime, now: datetime) -> Intent: ...

    def note(self, intent: Intent, facts: Mapping[str, str]) -> None: ...

    def put_back(self, intent: Intent, tries: int, unsure: bool) -> None: ...

    def set_aside(self, intent: Intent) -> None: ...

    def close(self, intent: Intent, now: datetime) -> None: ...

    def remove(self, intent: Intent) -> None: ...


class Deeds(Protocol):
    """What is done of the library system (`service.Borrowing`)."""

    def pinned(self, reader: str, facts: Mapping[str, str]) -> Mapping[str, str]: ...

    def run(
        self,
        reader: str,
        facts: Mapping[str, str],
        deadline: datetime,
        note: Callable[[Mapping[str, str]], None],
    ) -> Answer: ...


class Hand(Protocol):
    """Gives staff a case; the same origin again is the same case."""

    def __call__(
        self, reader: str, origin: str, text: str, language: Language, now: datetime
    ) -> str:
        """Its number."""


class TitleOf(Protocol):
    def __call__(self, number: str) -> str:
        """Of the catalogue; '' where nobody knows it."""


class IsOwed(Protocol):
    def __call__(self, day: str, key: str) -> bool:
        """Whether a message of that day is still owed its end."""


@dataclass(frozen=True)
class Line:
    intents: Intents
    deeds: Deeds
    hand: Hand
    title_of: TitleOf
    is_owed: IsOwed
    make_id: Callable[[], str]
    timezone: str
    clock: Clock

    def run(self, reader: str, facts: Mapping[str, str], deadline: datetime) -> Answer:
        """Raises NotYet while others come first, TryLater while the system does not answer."""
        now, attempt = self.clock(), self.make_id()
        until = deadline + AFTER_ALL
        meant = self.deeds.pinned(reader, facts)
        new = asked_for(reader, meant)
        if now <= new.until:
            new = replace(new, fresh=True, busy=attempt, busy_until=until)
        stands = self.intents.stand(new)
        if stands.state is not State.OPEN:
            return _told(stands)
        if stands.busy == attempt:
            return self._first_try(stands, deadline, now)
        return self._again(stands, attempt, deadline, now)

    def _first_try(self, mine: Intent, deadline: datetime, now: datetime) -> Answer:
        """What came of it is kept: whoever answers may end before the reader has the answer.
        Where the reader was only asked something back, nothing was done."""
        try:
            self._ahead(mine, False, now)
        except TryLater:
            self._put_back(mine, 0, False)
            raise
        answer = self._attempt(mine, deadline)
        if asks_back(answer.dialogue):
            self.intents.remove(mine)
            return answer
        done = replace(mine, state=State.DONE, said=_words(answer), end=answer.end.value)
        with suppress(Conflict):
            self.intents.close(done, now)
        return answer

    def _again(self, seen: Intent, attempt: str, deadline: datetime, now: datetime) -> Answer:
        if seen.is_busy(now):
            raise NotYet("somebody is at it")
        is_late = now > seen.until
        passed = () if is_late else self._ahead(seen, True, now)
        try:
            mine = self.intents.take(seen, attempt, deadline + AFTER_ALL, now)
        except Conflict:
            raise NotYet("somebody was quicker") from None
        answer = self._too_late(mine, now) if is_late else self._attempt(mine, deadline)
        state = State.LATE if is_late else State.DONE
        ended = self._ended(mine, state, _words(answer), answer.end, now)
        for one in passed:
            self._set_aside(one)
        return ended

    def _ahead(self, mine: Intent, again: bool, now: datetime) -> tuple[Intent, ...]:
        """Those before it that may be passed because they are stuck. Raises NotYet, or TryLater
        where only such as were set aside are in the way."""
        ahead = self.intents.ahead(mine.place, LOOKED_AT)
        waited_for = [one for one in ahead if one.keeps_waiting(mine, again, now)]
        if any(not one.aside for one in waited_for) or len(ahead) == LOOKED_AT:
            raise NotYet("others come first")
        if waited_for:
            raise TryLater("the reader's earlier wish comes first")
        return tuple(one for one in ahead if one.tries >= STUCK and not one.aside)

    def _attempt(self, mine: Intent, deadline: datetime) -> Answer:
        note = partial(self._note, mine)
        try:
            answer = self.deeds.run(mine.reader, mine.facts, deadline, note)
        except Unheard:
            self._put_back(mine, 1, True)
            raise
        except NotAsked:
            self._put_back(mine, 0, False)
            raise
        except TryLater:
            self._put_back(mine, 1, False)
            raise
        except Exception:
            self.intents.remove(mine)
            raise
        return answer

    def _note(self, mine: Intent, facts: Mapping[str, str]) -> None:
        try:
            self.intents.note(mine, facts)
        except Conflict:
            raise NotYet("somebody else took it over") from None

    def _put_back(self, mine: Intent, tries: int, unsure: bool) -> None:
        """Where somebody took it over meanwhile it is theirs."""
        with suppress(Conflict):
            self.intents.put_back(mine, tries, unsure)

    def _set_aside(self, one: Intent) -> None:
        """Another was answered meanwhile, so it is not the system that is down."""
        with suppress(Conflict):
            self.intents.set_aside(one)

    def _too_late(self, mine: Intent, now: datetime) -> Answer:
        language = _language(mine)
        words = texts.STAFF_UNSURE if mine.unsure else texts.STAFF_LATE
        text = words.format(**self._called(mine, Language.SIMPLIFIED))
        number = self.hand(mine.reader, f"intent-{mine.key}", text, language, now)
        told = texts.UNSURE if mine.unsure else texts.LATE
        said = told.say(language, number=number, **self._called(mine, language))
        return Answer(TextReply(said), Kind(mine.facts["kind"]), End.REFUSED)

    def _called(self, intent: Intent, language: Language) -> dict[str, str]:
        asked = f"{in_library_time(intent.asked, self.timezone):%Y-%m-%d %H:%M}"
        return {"deed": self.deed(intent, language), "asked": asked}

    def deed(self, intent: Intent, language: Language = Language.SIMPLIFIED) -> str:
        """What was asked for, with the book's title where it is known."""
        facts = intent.facts
        known = self.title_of(facts["title"]) if facts.get("title") else ""
        titles = [known] if known else titles_before(facts)
        each = (deeds.TITLE.say(language, title=title) for title in titles)
        called = deeds.COMMA.in_language(language).join(each)
        return deeds.DEEDS[facts["do"]].in_language(language) + called

    def _ended(self, mine: Intent, state: State, said: str, end: End, now: datetime) -> Answer:
        language = _language(mine)
        if state is State.DONE:
            said = texts.NOW_DONE.say(language, said=said, **self._called(mine, language))
        done = replace(mine, state=state, said=said, end=end.value)
        try:
            self.intents.close(done, now)
        except Conflict:
            return _told(self.intents.get(mine.place))
        return _told(done)

    def page(self, after: str, most: int) -> tuple[list[Intent], str]:
        return self.intents.page(after, most)

    def settle(self, place: str, done: bool, word: str, now: datetime) -> Intent:
        """By staff: done by hand, or not to be done at all, which the reader is told with a word
        why. Raises NotFound, BadRequest, and Conflict while it is being tried."""
        seen = self.intents.get(place)
        if seen.state is not State.OPEN:
            raise Conflict("it has ended meanwhile")
        if not done and not word.strip():
            raise BadRequest("the reader is owed a word why")
        mine = self.intents.take(seen, self.make_id(), now + AFTER_ALL, now)
        state, told = (State.BY_HAND, texts.BY_HAND) if done else (State.DROPPED, texts.NOT_BY_HAND)
        called = self._called(mine, _language(mine))
        said = told.say(_language(mine), word=word.strip()[:MOST_WORDS], **called).strip()
        self._ended(mine, state, said, End.ANSWERED if done else End.REFUSED, now)
        return mine

    def tend(self, now: datetime) -> int:
        """The head of the line is let go where nobody is owed it: its message ended otherwise."""
        first, _ = self.intents.page("", 1)
        if not first or first[0].asked > now - ORPHANED or first[0].is_busy(now):
            return 0
        if self.is_owed(first[0].day, first[0].key):
            return 0
        mine = self.intents.take(first[0], self.make_id(), now + AFTER_ALL, now)
        self._ended(mine, State.DROPPED, "", End.REFUSED, now)
        return 1


def _language(intent: Intent) -> Language:
    return Language(intent.facts["language"])


def _words(answer: Answer) -> str:
    return answer.reply.content if isinstance(answer.reply, TextReply) else ""


def _told(ended: Intent) -> Answer:
    if ended.state is State.OPEN:
        raise NotYet("somebody else is at it")
    return Answer(TextReply(ended.said), Kind(ended.facts["kind"]), End(ended.end))
