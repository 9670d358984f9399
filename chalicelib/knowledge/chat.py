"""Everything the library's own knowledge answers: questions, opening hours, menu, small talk."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from chalicelib.clock import library_day
from chalicelib.dialogue import Answer, Dialogue, End, Kind, Turn
from chalicelib.folding.fold import squeeze
from chalicelib.knowledge import words
from chalicelib.knowledge.branches import named_branches
from chalicelib.knowledge.days import asked_time
from chalicelib.knowledge.hours_answer import HoursAnswer
from chalicelib.knowledge.nearest import branch_in_words, nearest_in_words
from chalicelib.knowledge.publication import WELCOME, Publication, PublishedEntry
from chalicelib.knowledge.small_talk import NOT_YET, SmallTalk
from chalicelib.library.model import Branch
from chalicelib.library.snapshot import Snapshot
from chalicelib.privacy.model import Deed
from chalicelib.texts import days as day_texts
from chalicelib.texts import feedback as feedback_texts
from chalicelib.texts import hours as hour_texts
from chalicelib.texts import knowledge_chat as texts
from chalicelib.texts import privacy as privacy_texts
from chalicelib.wechat.inbound import Followed, Location, Scanned, Tapped, Text
from chalicelib.wechat.outbound import TextReply

PATIENCE = timedelta(minutes=10)
"""How long a choice waits for its number."""
OPENING_HOURS = "opening-hours"
HOLIDAY_HOURS = "holiday-hours"
HOURS_TOPICS = frozenset((OPENING_HOURS, "weekly-closing", HOLIDAY_HOURS))
"""Topics whose answer is computed for the day and the branch asked about."""
PLACES_TOPIC = "branch-addresses"
PLACE_TOPICS = frozenset((PLACES_TOPIC, "transport-main", "contact-phone"))
"""Topics that are answered by the branch itself where one is named."""
_ASKED_ELSEWHERE = frozenset((*feedback_texts.MINE, *privacy_texts.COMMANDS))
"""Other chats' words, which an open dialogue of ours is not to answer."""
FOLLOW_UP_CHARS = 12
"""`那少儿馆呢` goes on about opening hours; a longer message is a question of its own."""


class Published(Protocol):
    def publication(self) -> Publication: ...


class Settings(Protocol):
    def snapshot(self) -> Snapshot: ...


class KnowledgeChat:
    name = "knowledge"

    def __init__(self, published: Published, settings: Settings, lends: bool = False) -> None:
        """`lends`: another chat sees to loans and holds, also while a dialogue of ours is open."""
        self._published = published
        self._settings = settings
        self._lends = lends

    def answer(self, turn: Turn) -> Answer | None:
        if not isinstance(turn.message, Text):
            return self._event(turn)
        if turn.said.lower() in _ASKED_ELSEWHERE:
            return None
        return self.going_on(turn) or self._asked(turn)

    def _event(self, turn: Turn) -> Answer | None:
        match turn.message:
            case Followed():
                return self._welcome(turn)
            case Scanned():
                return self._small_talk().greeting(turn)
            case Tapped(button=button):
                return self._tapped(turn, button)
            case Location(latitude=latitude, longitude=longitude):
                return self._nearest(turn, (latitude, longitude))
        return None

    def _welcome(self, turn: Turn) -> Answer:
        """With a word about privacy, which is put on record: nobody is asked anything yet."""
        return _with_privacy(self._what_we_do(turn), turn)

    def _what_we_do(self, turn: Turn) -> Answer:
        said = self._published.publication().texts.get(WELCOME)
        if said is None:
            return self._small_talk().welcome(turn)
        return _said(words.body(said, turn.language), Kind.GREETING)

    def _tapped(self, turn: Turn, button: str) -> Answer:
        """`faq:` and `text:` buttons; `cmd:` ones reach every chat as the words they stand for."""
        kind, _, name = button.partition(":")
        publication = self._published.publication()
        said = publication.texts.get(f"text:{name}")
        if kind == "text" and said is not None:
            return _said(words.body(said, turn.language), Kind.FAQ)
        entries = self._holding(turn, (name,)) if kind == "faq" else []
        if entries:
            return self._answered(turn, entries)
        return _said(texts.EMPTY_MENU.in_language(turn.language), Kind.OUT_OF_SCOPE, End.REFUSED)

    def _nearest(self, turn: Turn, place: tuple[float, float]) -> Answer | None:
        settings = self._settings.snapshot()
        said = nearest_in_words(settings.library, settings.hours, place, turn.language, turn.now)
        return _said(said, Kind.FAQ, topics=(PLACES_TOPIC,)) if said else None

    def going_on(self, turn: Turn) -> Answer | None:
        """A number after a choice; a day or a branch after opening hours."""
        dialogue = turn.dialogue
        if dialogue is None or dialogue.chat != self.name:
            return None
        if turn.said.lower() in _ASKED_ELSEWHERE:
            return None
        return self._steps()[dialogue.step](turn, dialogue)

    def _steps(self) -> dict[str, Callable[[Turn, Dialogue], Answer | None]]:
        return {"choice": self._chosen, "hours": self._follow_up}

    def _chosen(self, turn: Turn, dialogue: Dialogue) -> Answer | None:
        number = words.chosen_number(turn.said)
        topics = dialogue.facts["topics"].split(",")
        if number is None or number > len(topics):
            return None
        if number == 0:
            return self._small_talk().not_known(turn)
        entries = self._holding(turn, (topics[number - 1],))
        if not entries:
            return self._small_talk().not_known(turn)
        answer = self._answered(turn, entries)
        return answer if answer.dialogue else _keeping(answer, dialogue)

    def _follow_up(self, turn: Turn, dialogue: Dialogue) -> Answer | None:
        if len(squeeze(turn.said)) > FOLLOW_UP_CHARS:
            return None
        asked = asked_time(turn.said, self._today(turn))
        branches = self._branches(turn)
        if not branches and asked.empty:
            return None
        if asked.empty:
            asked = asked_time(dialogue.facts["said"], self._today(turn))
        if not branches:
            library = self._settings.snapshot().library
            branches = named_branches(dialogue.facts["said"], library)
        said = self._hours(turn).say(asked, branches)
        return _said(said, Kind.FAQ, topics=(dialogue.facts["topic"],), dialogue=dialogue)

    def _asked(self, turn: Turn) -> Answer | None:
        meaning = turn.meaning
        if meaning.kind in (Kind.HUMAN, Kind.FEEDBACK) or (self._lends and meaning.kind in NOT_YET):
            return None
        if turn.said.lower() in texts.HELP_WORDS:
            return self._what_we_do(turn)
        unsure = meaning.kind in (Kind.OUT_OF_SCOPE, Kind.CHITCHAT)
        choice = meaning.kind is Kind.CHOICE
        if (unsure or choice) and self._names_a_branch_and(turn, day_texts.OPEN_WORDS):
            return self._hours_answer(turn, OPENING_HOURS, self._holding(turn, (OPENING_HOURS,)))
        if unsure and self._names_a_branch_and(turn, hour_texts.PLACE_WORDS):
            return self._places(turn, PLACES_TOPIC)
        if meaning.kind in (Kind.FAQ, Kind.CHOICE):
            entries = self._holding(turn, meaning.topics)
            if not entries:
                return self._small_talk().not_known(turn)
            if meaning.kind is Kind.CHOICE and len(entries) > 1:
                return self._hours_of_choice(turn, entries) or self._choice(turn, entries)
            return self._answered(turn, entries)
        return self._small_talk().answer(turn)

    def _hours_of_choice(self, turn: Turn, entries: Sequence[PublishedEntry]) -> Answer | None:
        """Several rules about opening, and a day is named: its hours answer them all."""
        asked = asked_time(turn.said, self._today(turn))
        if asked.empty or any(entry.id not in HOURS_TOPICS for entry in entries):
            return None
        named = [e for e in entries if e.id == HOLIDAY_HOURS] if asked.holiday else []
        entry = (named or entries)[0]
        return self._hours_answer(turn, entry.id, [entry])

    def _names_a_branch_and(self, turn: Turn, words_of: Sequence[str]) -> bool:
        """A branch's own name beside such a word: nobody else's hours or place are meant."""
        squeezed = squeeze(turn.said)
        return any(word in squeezed for word in words_of) and bool(
            named_branches(turn.said, self._settings.snapshot().library)
        )

    def _places(self, turn: Turn, topic: str) -> Answer:
        settings = self._settings.snapshot()
        named = named_branches(turn.said, settings.library)[:2]
        said = [
            branch_in_words(settings.library, settings.hours, branch, turn.language, turn.now)
            for branch in named
        ]
        return _said("\n\n".join(said), Kind.FAQ, topics=(topic,))

    def _holding(self, turn: Turn, topics: Sequence[str]) -> list[PublishedEntry]:
        """Those that are published and hold today."""
        held = self._published.publication().entries
        today = self._today(turn)
        return [held[topic] for topic in topics if topic in held and held[topic].holds(today)]

    def _answered(self, turn: Turn, entries: Sequence[PublishedEntry]) -> Answer:
        hours = [entry for entry in entries if entry.id in HOURS_TOPICS]
        if hours and len(hours) == len(entries):
            return self._hours_answer(turn, hours[0].id, entries)
        topics = tuple(entry.id for entry in entries)
        settings = self._settings.snapshot()
        if set(topics) <= PLACE_TOPICS and named_branches(turn.said, settings.library):
            return self._places(turn, topics[0])
        if len(entries) == 1:
            return _said(words.body(entries[0].answer, turn.language), Kind.FAQ, topics=topics)
        said, was_cut = words.combined(entries, turn.language)
        dialogue = _choice_dialogue(turn, entries) if was_cut else None
        return _said(said, Kind.FAQ, topics=topics, dialogue=dialogue)

    def _hours_answer(self, turn: Turn, topic: str, entries: Sequence[PublishedEntry]) -> Answer:
        """Computed first; then the general text, unless day and branch were both named."""
        if not self._settings.snapshot().ready:
            return self._small_talk().not_known(turn)
        asked, branches = asked_time(turn.said, self._today(turn)), self._branches(turn)
        general_rule = topic != OPENING_HOURS and asked.empty and not branches
        parts = [] if general_rule else [self._hours(turn).say(asked, branches)]
        if not branches:
            parts += [words.body(entry.answer, turn.language) for entry in entries]
        facts = {"topic": topic, "said": turn.said[:100]}
        dialogue = Dialogue(self.name, "hours", turn.now + PATIENCE, facts)
        topics = tuple(entry.id for entry in entries) or (topic,)
        said = _within(parts, words.limit(turn.language))
        return _said(said, Kind.FAQ, topics=topics, dialogue=dialogue)

    def _choice(self, turn: Turn, entries: Sequence[PublishedEntry]) -> Answer:
        topics = tuple(entry.id for entry in entries)
        said = words.choice(entries, turn.language)
        dialogue = _choice_dialogue(turn, entries)
        return _said(said, Kind.CHOICE, topics=topics, dialogue=dialogue)

    def _hours(self, turn: Turn) -> HoursAnswer:
        settings = self._settings.snapshot()
        return HoursAnswer(settings.library, settings.hours, turn.language, turn.now)

    def _branches(self, turn: Turn) -> tuple[Branch, ...]:
        """Named in the words, else understood from them."""
        library = self._settings.snapshot().library
        meant = turn.meaning.slots.get("branch", "")
        understood = tuple(branch for branch in library.branches if branch.id == meant)
        return named_branches(turn.said, library) or understood

    def _today(self, turn: Turn) -> date:
        return library_day(turn.now, self._settings.snapshot().library.timezone)

    def _small_talk(self) -> SmallTalk:
        return SmallTalk(self._settings.snapshot())


def _choice_dialogue(turn: Turn, entries: Sequence[PublishedEntry]) -> Dialogue:
    facts = {"topics": ",".join(entry.id for entry in entries)}
    return Dialogue(KnowledgeChat.name, "choice", turn.now + PATIENCE, facts)


def _with_privacy(answer: Answer, turn: Turn) -> Answer:
    if not isinstance(answer.reply, TextReply):
        return answer
    said = f"{answer.reply.content}\n\n{privacy_texts.IN_WELCOME.in_language(turn.language)}"
    return replace(answer, reply=TextReply(said), consent=Deed.TOLD)


def _keeping(answer: Answer, dialogue: Dialogue) -> Answer:
    """The same choice stays open, so that another number may follow."""
    return Answer(answer.reply, answer.kind, answer.end, answer.topics, dialogue=dialogue)


def _within(parts: Sequence[str], limit: int) -> str:
    """As many of the parts as fit; the first one always."""
    said = parts[0]
    for part in parts[1:]:
        if len(said) + 2 + len(part) <= limit:
            said = f"{said}\n\n{part}"
    return said


def _said(
    text: str,
    kind: Kind,
    end: End = End.ANSWERED,
    topics: tuple[str, ...] = (),
    dialogue: Dialogue | None = None,
) -> Answer:
    return Answer(TextReply(text), kind, end, topics, dialogue=dialogue)
