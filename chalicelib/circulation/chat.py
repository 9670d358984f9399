"""Asking for one's loans, renewing, holding, cancelling: what the reader wants, as a task.

Nothing is asked of the library system here: it may be slow, so the task is `Later`'s.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from chalicelib.catalogue.hearing import NAME as CATALOGUE
from chalicelib.catalogue.hearing import OPENED
from chalicelib.circulation import lists
from chalicelib.circulation.hearing import NAME, declines, takes_back_all, wants_no_hold
from chalicelib.circulation.intent_model import LIMIT, place_of
from chalicelib.circulation.lists import HOLDS, LOANS
from chalicelib.circulation.numbers import is_numbers, numbers_in, numbers_off
from chalicelib.clock import in_library_time
from chalicelib.dialogue import Answer, Chat, Dialogue, End, Kind, Later, Meaning, Turn
from chalicelib.senior.hearing import asks_for_menu
from chalicelib.texts import cards as card_texts
from chalicelib.texts import circulation as texts
from chalicelib.texts import feedback as feedback_texts
from chalicelib.texts import intents, privacy
from chalicelib.texts import senior as senior_texts
from chalicelib.texts.words import Text as Words
from chalicelib.wechat.inbound import Text
from chalicelib.wechat.outbound import TextReply

JOB = "library_system"
WISH = "library_wish"
"""Effects: they stand in line, the first come is served first."""
PATIENCE = timedelta(minutes=10)
LONGEST_NAME = 12
_LISTS = {"renew": LOANS, "renew_all": LOANS, "cancel": HOLDS}
"""Which list a deed chooses from."""
_OF_HOLDS = re.compile(texts.OF_HOLDS)
_OF_OTHERS = frozenset((*feedback_texts.MINE, *privacy.COMMANDS, *card_texts.MINE))
"""What begins like "my loans" and is not: an open list of ours must not swallow it."""


class Places(Protocol):
    """Where a hold can be collected, as the library's settings say it."""

    def __call__(self) -> Sequence[tuple[str, str]]:
        """Branch ids and names."""


class CirculationChat:
    """`title_of` a number in the catalogue's list is '' where nobody knows it.

    Owns dialogues `loans` and `holds` (a list was shown), `which_loans`, `which_holds` (we
    asked which one), `pickup` (we asked where) and `read_back`."""

    name = NAME

    def __init__(
        self,
        places: Places,
        catalogue: Callable[[], Chat],
        title_of: Callable[[str], str],
        timezone: str,
    ) -> None:
        self._places = places
        self._title_of = title_of
        self._catalogue = catalogue
        self._timezone = timezone

    def answer(self, turn: Turn) -> Answer | Later | None:
        if not isinstance(turn.message, Text) or turn.said.strip().lower() in _OF_OTHERS:
            return None
        ours = turn.dialogue if turn.dialogue and turn.dialogue.chat == self.name else None
        if ours is not None:
            going_on = self._going_on(turn, ours)
            if going_on is not None:
                return going_on
        return self._by_words(turn, ours) or self._by_meaning(turn, ours)

    def _going_on(self, turn: Turn, dialogue: Dialogue) -> Answer | Later | None:
        if turn.senior and asks_for_menu(turn.said):
            return None
        if dialogue.step == "pickup":
            return self._picked_up(turn, dialogue)
        if dialogue.step == "read_back":
            return self._said_yes(turn, dialogue)
        asked = lists.asks_back(dialogue)
        return self._which(turn, dialogue, asked) if asked else _number_alone(turn, dialogue)

    def _which(self, turn: Turn, dialogue: Dialogue, asked: str) -> Answer | Later | None:
        said = turn.said.lower().rstrip(texts.SENTENCE_ENDS)
        if asked == LOANS and said in texts.ALL_OF_THEM:
            return self._task(turn, Kind.RENEW, "renew_all", lists.kept(dialogue, LOANS))
        if asked == HOLDS and said in texts.ALL_OFF:
            return self._task(turn, Kind.HOLD, "cancel", lists.whole(dialogue, HOLDS))
        numbers = numbers_in(turn.said)
        if not numbers:
            return None
        wanted = lists.meant(dialogue, asked, numbers)
        if asked == LOANS:
            return self._task(turn, Kind.RENEW, "renew", wanted)
        return self._task(turn, Kind.HOLD, "cancel", wanted)

    def _by_words(self, turn: Turn, ours: Dialogue | None) -> Answer | Later | None:
        said = turn.said.lower().rstrip(texts.SENTENCE_ENDS)
        index = ",".join(map(str, numbers_in(_after(said, texts.RENEW_WORDS) or "")))
        if index:
            return self._renew(turn, ours, {"index": index})
        index = ",".join(map(str, numbers_in(_after(said, texts.HOLD_WORDS) or "")))
        if index or (said in texts.HOLD_WORDS and _shown(turn.dialogue)):
            return self._hold(turn, {"index": index})
        is_listed = lists.is_open(ours, HOLDS)
        if takes_back_all(said, is_listed):
            return self._task(turn, Kind.HOLD, "cancel", lists.whole(ours, HOLDS))
        off = numbers_off(said) if is_listed else []
        if off:
            return self._task(turn, Kind.HOLD, "cancel", lists.meant(ours, HOLDS, off))
        for words, kind, do in (
            (texts.CANCEL_HOLD, Kind.HOLD, "cancel"),
            (texts.HOLDS, Kind.MY_LOANS, "holds"),
            (texts.OWED, Kind.MY_LOANS, "fees"),
            (texts.MINE, Kind.MY_LOANS, "loans"),
        ):
            rest = _after(said, words)
            if rest is None:
                continue
            numbers = numbers_in(rest)
            if do == "cancel":
                return self._task(turn, kind, do, _meant(ours, HOLDS, numbers))
            return self._task(turn, kind, do, {"card": str(numbers[0])} if numbers else {})
        return self._task(turn, Kind.MY_LOANS, "holds", {}) if wants_no_hold(said) else None

    def _by_meaning(self, turn: Turn, ours: Dialogue | None) -> Answer | Later | None:
        kind, slots = turn.meaning.kind, turn.meaning.slots
        if kind is Kind.MY_LOANS:
            is_of_holds = _OF_HOLDS.search(turn.said.lower())
            return self._task(turn, kind, "holds" if is_of_holds else "loans", {})
        if kind is Kind.RENEW:
            return self._renew(turn, ours, slots)
        if kind is Kind.HOLD and any(word in turn.said.lower() for word in texts.UNDO):
            return self._task(turn, Kind.MY_LOANS, "holds", {})
        return self._hold(turn, slots) if kind is Kind.HOLD else None

    def _renew(self, turn: Turn, ours: Dialogue | None, slots: Mapping[str, str]) -> Answer | Later:
        if slots.get("scope") == "all":
            return self._task(turn, Kind.RENEW, "renew_all", lists.kept(ours, LOANS))
        numbers = numbers_in(slots.get("index", "").replace(",", " "))
        wanted = {"query": slots["query"]} if slots.get("query") and not numbers else {}
        return self._task(turn, Kind.RENEW, "renew", _meant(ours, LOANS, numbers) | wanted)

    def _hold(self, turn: Turn, slots: Mapping[str, str]) -> Answer | Later:
        """From a list of books; a title that is named is looked for first."""
        shown = _shown(turn.dialogue)
        numbers = numbers_in(slots.get("index", "").replace(",", " "))
        query = slots.get("query", "")
        if shown and not query and declines(turn.said):
            reply = TextReply(texts.NOTHING_HELD.in_language(turn.language))
            return Answer(reply, Kind.CANCEL, dialogue=turn.dialogue)
        place = numbers[0] if numbers else 0 if query else _at_hand(turn.dialogue, len(shown))
        if 1 <= place <= len(shown):
            return self._where(turn, shown[place - 1], slots.get("branch", ""))
        if shown and not query:
            hint = texts.PICK_FIRST.in_language(turn.language)
            return Answer(TextReply(hint), Kind.HOLD, dialogue=turn.dialogue)
        return self._look_first(turn, query)

    def _look_first(self, turn: Turn, query: str) -> Answer | Later:
        hint = texts.FIND_FIRST.in_language(turn.language)
        if not query:
            return Answer(TextReply(hint), Kind.HOLD, dialogue=turn.dialogue)
        meaning = Meaning(Kind.CATALOG_SEARCH, slots={"query": query}, sure=1.0)
        asked = replace(turn, meaning=meaning, dialogue=None)
        found = self._catalogue().answer(asked)
        if not isinstance(found, Answer) or not isinstance(found.reply, TextReply):
            return Answer(TextReply(hint), Kind.HOLD)
        return replace(found, kind=Kind.HOLD, slots={"query": query})

    def _where(self, turn: Turn, number: str, branch: str) -> Answer | Later:
        """Asked only where there is a choice."""
        places = self._places()
        named = [id for id, _ in places if id == branch]
        if named or len(places) < 2:
            pickup = named[0] if named else places[0][0] if places else ""
            return self._task(turn, Kind.HOLD, "hold", {"title": number, "pickup": pickup})
        listed = "\n".join(
            texts.PLACE.say(turn.language, place=place, name=name)
            for place, (_, name) in enumerate(places, 1)
        )
        called = self._title_of(number)
        title = (texts.TITLE if called else texts.UNTITLED).say(turn.language, title=called)
        said = texts.WHERE.say(turn.language, title=title, places=listed)
        facts = {"title": number, "places": ",".join(id for id, _ in places)}
        asked = Dialogue(self.name, "pickup", turn.now + PATIENCE, facts)
        return Answer(TextReply(said), Kind.HOLD, dialogue=asked)

    def _picked_up(self, turn: Turn, dialogue: Dialogue) -> Answer | Later | None:
        places = dialogue.facts["places"].split(",")
        numbers = numbers_in(turn.said) or self._named_place(turn, places)
        if not numbers:
            return None
        if not 1 <= numbers[0] <= len(places):
            said = texts.NO_SUCH_PLACE.say(turn.language, count=len(places))
            return Answer(TextReply(said), Kind.HOLD, End.ANSWERED, dialogue=dialogue)
        wanted = {"title": dialogue.facts["title"], "pickup": places[numbers[0] - 1]}
        return self._task(turn, Kind.HOLD, "hold", wanted)

    def _named_place(self, turn: Turn, places: Sequence[str]) -> list[int]:
        """The number of the place whose name is all that is said, near enough."""
        if not 1 < len(turn.said) <= LONGEST_NAME:
            return []
        is_question = turn.meaning.kind in (Kind.FAQ, Kind.CHOICE)
        names = dict(self._places())
        fitting = [
            number
            for number, id in enumerate(places, 1)
            if _is_name(turn.said, names.get(id, ""), is_question)
        ]
        return fitting if len(fitting) == 1 else []

    def _task(self, turn: Turn, kind: Kind, do: str, wanted: Mapping[str, str]) -> Answer | Later:
        """For older readers an effect is read back first."""
        facts = {
            "do": do,
            "kind": kind.value,
            "key": turn.message.key,
            "language": turn.language.value,
            **{name: value for name, value in wanted.items() if value},
        }
        if turn.senior and do in senior_texts.DEEDS:
            return self._read_back(turn, kind, do, facts)
        return self._later(turn, kind, do, facts)

    def _later(self, turn: Turn, kind: Kind, do: str, facts: Mapping[str, str]) -> Later:
        """The place in line is that of the message that settled it."""
        holding = Answer(TextReply(self._holding(turn, do)), kind, End.OWED)
        if do not in texts.DEEDS:
            return Later(JOB, facts, holding)
        holding = replace(holding, dialogue=lists.again(_LISTS.get(do, ""), facts, turn.now))
        place = place_of(turn.message.sent_at, turn.message.key)
        return Later(WISH, {**facts, "place": place}, holding)

    def _read_back(self, turn: Turn, kind: Kind, do: str, facts: Mapping[str, str]) -> Answer:
        said = senior_texts.READ_BACK.say(turn.language, deed=self._deed(turn, do, facts))
        asked = Dialogue(self.name, "read_back", turn.now + PATIENCE, facts)
        return Answer(TextReply(said), kind, dialogue=asked)

    def _deed(self, turn: Turn, do: str, facts: Mapping[str, str]) -> str:
        """With what is needed to see whether it is meant: the title, else the number."""
        called = self._title_of(facts["title"]) if do == "hold" else facts.get("query", "")
        title = (texts.TITLE if called else texts.UNTITLED).say(turn.language, title=called)
        where = dict(self._places()).get(facts.get("pickup", ""), "")
        where = where or texts.SOMEWHERE.in_language(turn.language)
        places = lists.places(_LISTS.get(do, ""), facts) or facts.get("places", "")
        named = "_titled" if called else "_numbered" if places else ""
        deed = senior_texts.DEEDS.get(f"{do}{named}", senior_texts.DEEDS[do])
        return deed.say(turn.language, title=title, where=where, places=places.replace(",", "、"))

    def _said_yes(self, turn: Turn, dialogue: Dialogue) -> Answer | Later | None:
        said, facts = turn.said.lower().rstrip(senior_texts.SIGNS), dialogue.facts
        if said in senior_texts.YES:
            return self._later(turn, Kind(facts["kind"]), facts["do"], facts)
        if said in senior_texts.NO:
            reply = TextReply(senior_texts.NOT_DONE.in_language(turn.language))
            return Answer(reply, Kind.CANCEL)
        return None

    def _holding(self, turn: Turn, do: str) -> str:
        deed: Words | None = texts.DEEDS.get(do)
        if deed is None:
            return texts.LOOKING.in_language(turn.language)
        asked = in_library_time(turn.message.sent_at, self._timezone)
        slots = {"deed": deed.in_language(turn.language), "time": f"{asked:%H:%M}"}
        return intents.NOTED.say(turn.language, until=f"{asked + LIMIT:%Y-%m-%d %H:%M}", **slots)


def _is_name(said: str, name: str, is_question: bool) -> bool:
    return bool(name) and (said in name or (name in said and not is_question))


def _number_alone(turn: Turn, dialogue: Dialogue) -> Answer | None:
    """Below a list, where it may be meant to look or to act; older readers' digits are a menu."""
    numbers = numbers_in(turn.said)
    if turn.senior or len(numbers) != 1:
        return None
    is_loans = dialogue.step == LOANS
    words = texts.RENEW_THAT if is_loans else texts.CANCEL_THAT
    said = words.say(turn.language, number=numbers[0])
    return Answer(TextReply(said), Kind.RENEW if is_loans else Kind.HOLD, dialogue=dialogue)


def _after(said: str, words: Sequence[str]) -> str | None:
    """The number behind one of the words; '' where it stands alone, None where none fits."""
    for word in sorted(words, key=len, reverse=True):
        if said.startswith(word):
            rest = said[len(word) :].strip()
            return rest if not rest or is_numbers(rest) else None
    return None


def _meant(dialogue: Dialogue | None, step: str, numbers: Sequence[int]) -> dict[str, str]:
    return lists.meant(dialogue, step, numbers) if numbers else lists.kept(dialogue, step)


def _at_hand(dialogue: Dialogue | None, shown: int) -> int:
    """The place of the title that was opened last, or of the only one; 0 for none."""
    opened = dialogue.facts.get(OPENED, "") if dialogue else ""
    return int(opened) if opened else int(shown == 1)


def _shown(dialogue: Dialogue | None) -> list[str]:
    """Numbers of the titles in the catalogue's list, as it was shown last."""
    if dialogue is None or dialogue.chat != CATALOGUE:
        return []
    return [one for one in dialogue.facts.get("shown", "").split(",") if one]
