"""Looking for a book in the chat: the question, pages, and one title with its places."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.catalogue import shown
from chalicelib.catalogue.hearing import NAME, OPENED, may_be_a_name
from chalicelib.catalogue.model import Record
from chalicelib.catalogue.service import Found, How
from chalicelib.catalogue.shown import BranchName
from chalicelib.clock import library_day
from chalicelib.dialogue import Answer, Dialogue, Kind, Turn
from chalicelib.errors import NotFound, TryLater
from chalicelib.texts import catalogue as texts
from chalicelib.texts import senior as senior_texts
from chalicelib.texts.words import Language
from chalicelib.texts.words import Text as Words
from chalicelib.wechat.inbound import Text
from chalicelib.wechat.outbound import TextReply

PATIENCE = timedelta(minutes=30)
_PICK = re.compile(texts.PICK)
_LONGEST_QUESTION = 100
_ROOM = 1700
"""Bytes; a hint about holds never makes a reply so long that it has to be cut."""
_ELSE = (
    *(Kind.FAQ, Kind.CHOICE, Kind.CANCEL, Kind.HUMAN, Kind.FEEDBACK, Kind.GREETING),
    *(Kind.MY_LOANS, Kind.RENEW, Kind.HOLD),
)


class Finds(Protocol):
    """What the chat needs of the service."""

    def find(self, said: str, page: int, now: datetime, branch: str = "") -> Found: ...

    def title(self, number: int) -> Record:
        """Raises NotFound."""


def _none_are_held(_: Record) -> bool:
    return False


class CatalogueChat:
    """`may_hold`: whether the reader can have a title put on hold here.

    Owns dialogues `ask` (we asked for a title) and `list` (a page was shown).

    Facts of `list`: query, page, branch, the numbers of the titles shown, the place opened last.
    """

    name = NAME

    def __init__(
        self,
        search: Finds,
        branch_name: BranchName,
        timezone: str,
        may_hold: Callable[[Record], bool] = _none_are_held,
    ) -> None:
        self._search = search
        self._branch_name = branch_name
        self._timezone = timezone
        self._may_hold = may_hold

    def answer(self, turn: Turn) -> Answer | None:
        if not isinstance(turn.message, Text) or _is_for_seniors(turn):
            return None
        if turn.dialogue and turn.dialogue.chat == self.name:
            going_on = self._going_on(turn, turn.dialogue)
            if going_on is not None:
                return going_on
        if turn.meaning.kind is not Kind.CATALOG_SEARCH:
            return self._named(turn) if may_be_a_name(turn) else None
        query = turn.meaning.slots.get("query", "").strip()
        if not query or query.lower() in texts.WISHES:
            return self._asked(turn)
        return self._found(turn, query, 0, turn.meaning.slots.get("branch", ""))

    def _named(self, turn: Turn) -> Answer | None:
        """Words that nobody understood may be just a title, an author or initials. A guess is not
        worth an apology: where the catalogue is silent, others answer."""
        try:
            found = self._search.find(turn.said, 0, turn.now)
        except TryLater:
            return None
        return self._shown(turn, found, "") if found.named else None

    def _going_on(self, turn: Turn, dialogue: Dialogue) -> Answer | None:
        if dialogue.step == "ask":
            is_else = turn.meaning.kind in _ELSE
            query = turn.meaning.slots.get("query") or turn.said
            return None if is_else else self._found(turn, query[:_LONGEST_QUESTION], 0, "")
        said = turn.said.lower().strip()
        facts, page = dialogue.facts, int(dialogue.facts["page"])
        moves = dict.fromkeys(texts.NEXT, 1) | dict.fromkeys(texts.PREVIOUS, -1)
        moves |= dict.fromkeys(texts.BACK, 0)
        if said in moves:
            return self._turned(turn, facts, page, moves[said])
        picked = _picked(turn, said)
        return self._opened(turn, facts, picked) if picked else None

    def _turned(self, turn: Turn, facts: Mapping[str, str], page: int, step: int) -> Answer:
        if page + step < 0:
            return _answer(turn, texts.FIRST_PAGE.in_language(turn.language), facts)
        if step > 0 and not facts.get("more"):
            return _answer(turn, texts.LAST_PAGE.in_language(turn.language), facts)
        return self._found(turn, facts["query"], page + step, facts["branch"])

    def _opened(self, turn: Turn, facts: Mapping[str, str], picked: int) -> Answer:
        numbers = facts["shown"].split(",") if facts["shown"] else []
        if picked > len(numbers):
            text = texts.NO_SUCH_NUMBER.say(turn.language, count=len(numbers))
            return _answer(turn, text, facts)
        try:
            record = self._search.title(int(numbers[picked - 1]))
        except NotFound:
            return _answer(turn, texts.GONE.in_language(turn.language), facts)
        text = self._described(record, turn)
        hint = texts.BACK_HINT.in_language(turn.language)
        text = self._with_hold(text, record, picked, turn.language)
        return _answer(turn, f"{text}\n{hint}", {**facts, OPENED: str(picked)})

    def _asked(self, turn: Turn) -> Answer:
        reply = TextReply(texts.ASK.in_language(turn.language))
        dialogue = Dialogue(self.name, "ask", turn.now + PATIENCE)
        return Answer(reply, Kind.CATALOG_SEARCH, dialogue=dialogue)

    def _found(self, turn: Turn, query: str, page: int, branch: str) -> Answer:
        return self._shown(turn, self._search.find(query, page, turn.now, branch), branch)

    def _shown(self, turn: Turn, found: Found, branch: str) -> Answer:
        facts = {
            "query": found.said,
            "page": str(found.page),
            "branch": branch,
            "shown": ",".join(str(hit.number) for hit in found.hits),
            "more": "1" if found.has_next else "",
            "meant": found.meant,
        }
        said = self._page_of(found, branch, turn) + _age(found, turn)
        return _answer(turn, said, facts)

    def _page_of(self, found: Found, branch: str, turn: Turn) -> str:
        """A list; a single title is opened at once."""
        called, language = self._branch_name(branch) if branch else "", turn.language
        if found.total != 1 or not found.hits or found.how is How.NEAR:
            return self._listed(found, called, turn)
        record = found.hits[0].record
        title = self._described(record, turn)
        text = f"{_heading(found, called, language)}\n{title}"
        return self._with_hold(text, record, 1, language)

    def _described(self, record: Record, turn: Turn) -> str:
        today = library_day(turn.now, self._timezone)
        return shown.described(record, self._branch_name, turn.language, today)

    def _listed(self, found: Found, branch: str, turn: Turn) -> str:
        language = turn.language
        lines = [_heading(found, branch, language)]
        lines += [shown.line(n, hit.record, language) for n, hit in enumerate(found.hits, 1)]
        if found.at_least:
            lines.append(texts.ONLY_BEST.in_language(language))
        if found.hits:
            lines.append(_hints(found, language))
        if not found.page and not turn.senior:
            lines += self._first_to_hold(found, language)
        if found.how in (How.NONE, How.NEAR) and not (turn.senior and found.hits):
            propose = texts.PROPOSE_TO_A_PERSON if turn.senior else texts.PROPOSE
            lines.append(propose.say(language, said=shown.asked(found.said)))
        return "\n".join(lines)

    def _first_to_hold(self, found: Found, language: Language) -> list[str]:
        """Said once, on the first page. Older readers hold what they have opened."""
        numbered = enumerate(found.hits, 1)
        place = next((n for n, hit in numbered if self._may_hold(hit.record)), 0)
        return [texts.FIRST_HOLD_HINT.say(language, place=place)] if place else []

    def _with_hold(self, text: str, record: Record, place: int, language: Language) -> str:
        hint = texts.HOLD_HINT.say(language, place=place)
        has_room = len(text.encode()) <= _ROOM
        return f"{text}\n{hint}" if has_room and self._may_hold(record) else text


def _is_for_seniors(turn: Turn) -> bool:
    """The older readers' way has digits of its own behind a list of five."""
    ours = turn.dialogue is not None and turn.dialogue.chat == NAME
    return ours and turn.senior and turn.said in senior_texts.IN_LIST


def _age(found: Found, turn: Turn) -> str:
    """Said of copies whose places are not known as of today."""
    days = (turn.now - found.copied).days if found.copied and found.hits else 0
    return f"\n{texts.AGE.say(turn.language, days=days)}" if days else ""


def _picked(turn: Turn, said: str) -> int:
    """Which title of the page is meant; 0 for none."""
    named = _PICK.fullmatch(said)
    if named:
        return _digit(named[1])
    index = turn.meaning.slots.get("index", "")
    wants = turn.meaning.kind is Kind.CATALOG_SEARCH and index.isdecimal()
    return int(index) if wants and "query" not in turn.meaning.slots else 0


def _digit(said: str) -> int:
    return texts.DIGITS[said] if said in texts.DIGITS else int(said)


def _answer(turn: Turn, text: str, facts: Mapping[str, str]) -> Answer:
    """The dialogue stays open on the page that was shown last, if there is one to choose from."""
    slots = {"query": facts.get("meant") or facts["query"], "branch": facts["branch"]}
    listed = Dialogue(CatalogueChat.name, "list", turn.now + PATIENCE, dict(facts))
    return Answer(
        TextReply(text),
        Kind.CATALOG_SEARCH,
        slots={name: value for name, value in slots.items() if value},
        dialogue=listed if facts["shown"] else None,
    )


def _hints(found: Found, language: Language) -> str:
    more = texts.MORE_HINT.in_language(language) if found.has_next else ""
    return (texts.PICK_HINT.in_language(language) + more).strip()


def _heading(found: Found, branch: str, language: Language) -> str:
    slots = {
        "said": shown.asked(found.said),
        "meant": shown.asked(found.meant),
        "total": found.total,
        "page": found.page + 1,
        "pages": found.pages,
        "branch": branch,
    }
    template = {
        How.SOUND: texts.MEANT,
        How.TYPO: texts.MEANT,
        How.NEAR: texts.NEAR,
        How.ELSEWHERE: texts.ELSEWHERE,
        How.NONE: texts.NOTHING,
    }.get(found.how)
    if template is None:
        template = _counted(found, branch)
    return template.say(language, **slots)


def _counted(found: Found, branch: str) -> Words:
    if branch:
        return texts.FOUND_HERE_PAGE if found.pages > 1 else texts.FOUND_HERE
    return texts.FOUND_PAGE if found.pages > 1 else texts.FOUND
