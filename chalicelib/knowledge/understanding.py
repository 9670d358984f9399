"""From what a reader writes to what it means. Pure; about a millisecond; never raises."""

import re
from collections.abc import Callable, Sequence

from chalicelib.dialogue import Kind, Meaning
from chalicelib.folding.fold import squeeze
from chalicelib.knowledge import slots
from chalicelib.knowledge.lessons import INTENT, NONE, is_entry
from chalicelib.knowledge.matcher import Guess, Matcher
from chalicelib.knowledge.slots import BranchNames
from chalicelib.texts import knowledge as texts

ENTRIES_TOGETHER = 0.78
"""Belief that it is for the FAQ at all, below which no choice is offered."""
ENTRIES_ENOUGH = 0.65
"""The same for one entry that stands out."""
SURE = 0.42
AHEAD_OF_ENTRY = 3.0
AHEAD_OF_OTHER = 2.5
"""One entry is given alone when it is this sure, and so many times likelier than the next."""
CLOSE = 0.12
"""An option of a choice is at least this share of the first."""
FAIR = 0.12
"""The first option of a choice is at least this sure."""
SURE_OF_PART = 0.65
SURE_TO_ACT = 0.25
"""Nothing is done for a reader on less."""
MAX_OPTIONS = 3
MAX_PARTS = 4
MIN_PART_CHARS = 6
"""Shorter parts lean on what was said before them."""
_PARTS = re.compile(f"[{texts.CLAUSE_ENDS}]+")
_COMMANDS = {squeeze(word): kind for kind, words in texts.COMMANDS.items() for word in words}
_ACTS = (Kind.RENEW, Kind.HOLD, Kind.FEEDBACK, Kind.CANCEL, Kind.HUMAN, Kind.MY_LOANS)
_UNDECIDED = (Kind.CHOICE, Kind.OUT_OF_SCOPE)


class Understanding:
    """`branches` gives the library's branch names as they are now."""

    def __init__(self, matcher: Matcher, branches: Callable[[], BranchNames]) -> None:
        self._matcher = matcher
        self._branches = branches

    def __call__(self, said: str) -> Meaning:
        return self._with_slots(self._bare(said), said)

    def _bare(self, said: str) -> Meaning:
        if not said.strip():
            return Meaning(Kind.OUT_OF_SCOPE)
        command = _COMMANDS.get(squeeze(said))
        if command:
            return Meaning(Kind(command), sure=1.0)
        if slots.isbn_in(said):
            return Meaning(Kind.CATALOG_SEARCH, sure=1.0)
        plain = slots.spelled(said)
        if slots.titles_in(plain):
            return self._about_title(plain)
        meaning = decide(self._matcher.ranked(said))
        unclear = meaning.topics or meaning.kind is Kind.OUT_OF_SCOPE
        return self._several(said, meaning) if unclear else meaning

    def _several(self, said: str, meaning: Meaning) -> Meaning:
        """Several questions in one message: each part asks, and each part is clear by itself."""
        parts = [part for part in _PARTS.split(said) if len(part.strip()) >= MIN_PART_CHARS]
        if not 1 < len(parts) <= MAX_PARTS:
            return meaning
        clear = [self._clear_topic(part) for part in parts]
        topics = tuple(dict.fromkeys(topic for topic in clear if topic))
        strangers = meaning.topics and not set(topics) & set(meaning.topics)
        if len(topics) < 2 or strangers:
            return meaning
        return Meaning(Kind.FAQ, topics[:MAX_OPTIONS], sure=meaning.sure)

    def _clear_topic(self, part: str) -> str:
        best, *_ = self._matcher.ranked(part)
        asks = self._matcher.asks(part)
        return best.topic if asks and is_entry(best.topic) and best.sure >= SURE_OF_PART else ""

    def _about_title(self, plain: str) -> Meaning:
        """A title in 《》 is searched, renewed or held, by the words around it, unless they ask
        what an entry answers about any book."""
        around = re.sub(texts.TITLE, "", plain)
        if not any(sign in around for sign in texts.SEARCH_SIGNS):
            about_a_book = re.sub(texts.TITLE, texts.THIS_BOOK, plain)
            meaning = decide(self._matcher.ranked(about_a_book))
            if meaning.kind not in _UNDECIDED and meaning.sure >= SURE_OF_PART:
                return meaning
        return Meaning(_wish(around), sure=1.0)

    def _with_slots(self, meaning: Meaning, said: str) -> Meaning:
        found = slots.named(meaning.kind, said, self._branches())
        return Meaning(meaning.kind, meaning.topics, found, meaning.sure)


def decide(ranked: Sequence[Guess]) -> Meaning:
    """An answer, a choice, an intent, or the honest "not for me"."""
    best = ranked[0]
    entries = [guess for guess in ranked if is_entry(guess.topic)]
    together = sum(guess.sure for guess in entries)
    if together >= ENTRIES_ENOUGH and _stands_out(ranked):
        return Meaning(Kind.FAQ, (best.topic,), sure=best.sure)
    if together >= ENTRIES_TOGETHER and entries[0].sure >= FAIR:
        return _choice(entries)
    return Meaning(_kind(best), sure=best.sure)


def _kind(best: Guess) -> Kind:
    if is_entry(best.topic) or best.topic == NONE:
        return Kind.OUT_OF_SCOPE
    kind = Kind(best.topic.removeprefix(INTENT))
    return Kind.OUT_OF_SCOPE if kind in _ACTS and best.sure < SURE_TO_ACT else kind


def _stands_out(ranked: Sequence[Guess]) -> bool:
    best, *others = ranked
    if not is_entry(best.topic) or best.sure < SURE:
        return False
    next_best = others[0] if others else Guess(NONE, 0.0)
    ahead = AHEAD_OF_ENTRY if is_entry(next_best.topic) else AHEAD_OF_OTHER
    return best.sure >= ahead * next_best.sure


def _choice(entries: Sequence[Guess]) -> Meaning:
    first = entries[0]
    close = [g.topic for g in entries[:MAX_OPTIONS] if g.sure >= CLOSE * first.sure]
    kind = Kind.CHOICE if len(close) > 1 else Kind.FAQ
    return Meaning(kind, tuple(close), sure=first.sure)


def _wish(around: str) -> Kind:
    if any(sign in around for sign in texts.RENEW_SIGNS):
        return Kind.RENEW
    if any(sign in around for sign in texts.HOLD_SIGNS):
        return Kind.HOLD
    return Kind.CATALOG_SEARCH
