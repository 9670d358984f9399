"""Complaints, suggestions, praise and questions to a person, as readers send them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.dialogue import Answer, Dialogue, End, Kind, Later, Promise, Turn
from chalicelib.feedback.model import Author, Case, CaseFull, CaseKind, CasePage, Entry
from chalicelib.feedback.words import after_word, command, described, when
from chalicelib.texts import conversation as fallback_texts
from chalicelib.texts import feedback as texts
from chalicelib.texts import privacy as privacy_texts
from chalicelib.texts.words import Language
from chalicelib.wechat.inbound import Picture, Text, Voice
from chalicelib.wechat.outbound import TextReply

PATIENCE = timedelta(minutes=15)
"""How long we wait for the reader's next words."""
MEDIA_WAIT = timedelta(hours=24)
"""How long a picture waits for its case; the platform keeps it three days."""
MEDIA = ("entry", "media", "at")
_BY_THEMSELVES = frozenset((*texts.MINE, *privacy_texts.COMMANDS))
"""Words that no open case swallows."""


class Desk(Protocol):
    """What the chat needs of the service."""

    def open(
        self, kind: CaseKind, reader: str, origin: str, text: str, language: Language, now: datetime
    ) -> Case: ...

    def add(self, number: str, entry: Entry) -> Case: ...

    def of_reader(self, reader: str, after: str = "", limit: int = 5) -> CasePage: ...


class FeedbackChat:
    name = "feedback"

    def __init__(self, desk: Desk, timezone: str) -> None:
        self._desk = desk
        self._timezone = timezone

    def answer(self, turn: Turn) -> Answer | Later | None:
        if turn.dialogue and turn.dialogue.chat == self.name:
            going_on = self._steps()[turn.dialogue.step](turn, turn.dialogue)
            if going_on is not None:
                return going_on
        if isinstance(turn.message, Picture | Voice):
            return _kept(turn, {})
        return self._opened_by_words(turn) if isinstance(turn.message, Text) else None

    def _steps(self) -> dict[str, Callable[[Turn, Dialogue], Answer | Later | None]]:
        return {
            "text": self._told,
            "confirm": self._confirmed,
            "add": self._added,
            "list": self._next_page,
            "kept": self._another_kept,
        }

    def _opened_by_words(self, turn: Turn) -> Answer | Later | None:
        said = turn.said.strip()
        if said.lower() in texts.MINE:
            return self._list(turn, "")
        question = _human(said)
        if question is not None or turn.meaning.kind is Kind.HUMAN:
            return self._human(turn, question or "")
        named = command(said)
        if named is not None:
            kind, text = named
            return self._opened(turn, kind, text, _waiting(turn)) if text else _ask(turn, kind)
        return self._confirm(turn) if turn.meaning.kind is Kind.FEEDBACK else None

    def _told(self, turn: Turn, dialogue: Dialogue) -> Answer | Later | None:
        """The words we asked for, or a picture of it; any other message goes the usual way."""
        kind = CaseKind(dialogue.facts["kind"])
        if isinstance(turn.message, Picture | Voice):
            return self._opened(turn, kind, "", _medium(turn))
        if not isinstance(turn.message, Text) or _is_a_command(turn):
            return None
        return self._opened(turn, kind, turn.said, _media_of(dialogue))

    def _another_kept(self, turn: Turn, dialogue: Dialogue) -> Answer | None:
        if not isinstance(turn.message, Picture | Voice):
            return None
        return _kept(turn, _media_of(dialogue))

    def _confirm(self, turn: Turn) -> Answer:
        reply = texts.CONFIRM.say(turn.language, text=turn.said[:200])
        facts = {"text": turn.said[:1000], "origin": turn.message.key}
        return _answer(turn, reply, Kind.FEEDBACK, _dialogue(turn, "confirm", facts))

    def _confirmed(self, turn: Turn, dialogue: Dialogue) -> Answer | Later | None:
        said = turn.said.lower()
        if said in texts.YES:
            return self._opened(turn, CaseKind.SUGGESTION, dialogue.facts["text"], {})
        if said in texts.NO:
            return _answer(turn, texts.DROPPED.say(turn.language), Kind.CANCEL)
        return None

    def _opened(
        self, turn: Turn, kind: CaseKind, text: str, media: Mapping[str, str]
    ) -> Answer | Later:
        case = self._open(turn, kind, text)
        template = texts.THANKED if kind is CaseKind.PRAISE else texts.OPENED
        said = template.say(turn.language, **self._slots(case))
        words = "" if text else "wanted"
        return _with_media(self._promised(turn, case, said, words=words), media, turn.language)

    def _human(self, turn: Turn, question: str) -> Answer | Later:
        case = self._open(turn, CaseKind.QUESTION, question)
        template = texts.HUMAN_WITH_QUESTION if question else texts.HUMAN_OPENED
        said = template.say(turn.language, **self._slots(case))
        words = "" if question else "wanted"
        answer = self._promised(turn, case, said, Kind.HUMAN, words)
        return _with_media(answer, _waiting(turn), turn.language)

    def _open(self, turn: Turn, kind: CaseKind, text: str) -> Case:
        message = turn.message
        return self._desk.open(kind, message.reader, message.key, text, turn.language, turn.now)

    def _slots(self, case: Case) -> dict[str, object]:
        return {"number": case.number, "due": when(case.due, case.language, self._timezone)}

    def _promised(
        self, turn: Turn, case: Case, said: str, kind: Kind = Kind.FEEDBACK, words: str = ""
    ) -> Answer:
        """`words`: "wanted" where the reader was asked for them."""
        return Answer(
            TextReply(said),
            kind,
            End.PROMISED,
            slots=turn.meaning.slots,
            dialogue=_dialogue(turn, "add", {"number": case.number, "words": words}),
            promise=Promise(case.number, case.due),
        )

    def _added(self, turn: Turn, dialogue: Dialogue) -> Answer | Later | None:
        """Pictures and voices are added, and words we asked for or can make nothing else of."""
        number = dialogue.facts["number"]
        if isinstance(turn.message, Picture | Voice):
            return _copied_later(turn, dialogue)
        if turn.said.lower() in texts.DONE_WORDS:
            return _answer(turn, texts.DONE.say(turn.language, number=number), Kind.FEEDBACK)
        wanted = dialogue.facts.get("words") == "wanted"
        if not isinstance(turn.message, Text) or _means_something_else(turn, wanted):
            return None
        entry = Entry(turn.message.key, Author.READER, turn.now, turn.said)
        try:
            self._desk.add(number, entry)
        except CaseFull:
            return _answer(turn, texts.FULL.say(turn.language, number=number), Kind.FEEDBACK)
        said = texts.ADDED.say(turn.language, number=number)
        return _answer(turn, said, Kind.FEEDBACK, _dialogue(turn, "add", {"number": number}))

    def _list(self, turn: Turn, after: str) -> Answer:
        page = self._desk.of_reader(turn.message.reader, after)
        if not page.cases:
            return _answer(turn, texts.NONE_YET.say(turn.language), Kind.FEEDBACK)
        lines = [texts.LIST_HEAD.in_language(turn.language)]
        newest, *older = page.cases
        lines += [described(newest, turn.language, self._timezone, in_full=not after)]
        lines += [described(case, turn.language, self._timezone) for case in older]
        if page.after:
            lines.append(texts.LIST_MORE.in_language(turn.language))
        dialogue = _dialogue(turn, "list", {"after": page.after}) if page.after else None
        return _answer(turn, "\n\n".join(lines), Kind.FEEDBACK, dialogue)

    def _next_page(self, turn: Turn, dialogue: Dialogue) -> Answer | None:
        if turn.said.lower() not in texts.NEXT_PAGE:
            return None
        return self._list(turn, dialogue.facts["after"])


def _human(said: str) -> str | None:
    """The question after "人工", '' where it stands alone, None where nobody asked for a person."""
    found = (after_word(said, word) for word in sorted(texts.HUMAN, key=len, reverse=True))
    return next((rest for rest in found if rest is not None), None)


def _is_a_command(turn: Turn) -> bool:
    """Words that ask for something by themselves, or were not typed but tapped."""
    named = command(turn.said)
    bare = named is not None and not named[1]
    asks = turn.said.lower() in _BY_THEMSELVES or _human(turn.said) == "" or bare
    return _tapped(turn) or asks or turn.meaning.kind is Kind.CANCEL


def _tapped(turn: Turn) -> bool:
    return isinstance(turn.message, Text) and bool(turn.message.menu_choice)


def _means_something_else(turn: Turn, wanted: bool) -> bool:
    """Words we did not ask for are added only where they go on telling."""
    if turn.said.lower() in _BY_THEMSELVES or _human(turn.said) is not None:
        return True
    if command(turn.said) or _tapped(turn):
        return True
    if wanted:
        return turn.meaning.kind is Kind.CANCEL
    asks = any(sign in turn.said for sign in texts.QUESTION_SIGNS)
    return asks or turn.meaning.kind not in (Kind.OUT_OF_SCOPE, Kind.FEEDBACK)


def _ask(turn: Turn, kind: CaseKind) -> Answer:
    said = texts.ASK.in_language(turn.language)
    dialogue = _dialogue(turn, "text", {"kind": kind.value, **_waiting(turn)})
    return _answer(turn, said, Kind.FEEDBACK, dialogue)


def _copied_later(turn: Turn, before: Dialogue) -> Later:
    """WeChat keeps a reader's media three days: ours to copy, and the copy may be slow."""
    number = before.facts["number"]
    dialogue = _dialogue(turn, "add", dict(before.facts))
    said = texts.PICTURE_COMING.say(turn.language, number=number)
    holding = _answer(turn, said, Kind.FEEDBACK, dialogue)
    return Later("copy_media", {"number": number, **_medium(turn)}, holding)


def _medium(turn: Turn) -> dict[str, str]:
    """A picture or voice as the copying job wants it; several stand apart by spaces."""
    message = turn.message
    media = message.media_id if isinstance(message, Picture | Voice) else ""
    return {"entry": message.key, "media": media or "none", "at": turn.now.isoformat()}


def _kept(turn: Turn, before: Mapping[str, str]) -> Answer:
    """Without a case it waits, uncopied, for the word that opens one."""
    new = _medium(turn)
    media = {name: f"{before.get(name, '')} {new[name]}".strip() for name in MEDIA}
    said = fallback_texts.VOICE if isinstance(turn.message, Voice) else fallback_texts.PICTURE
    dialogue = Dialogue(FeedbackChat.name, "kept", turn.now + MEDIA_WAIT, media)
    return _answer(turn, said.in_language(turn.language), Kind.OUT_OF_SCOPE, dialogue)


def _waiting(turn: Turn) -> dict[str, str]:
    """What the reader sent before asking for a person or for feedback."""
    is_ours = turn.dialogue is not None and turn.dialogue.chat == FeedbackChat.name
    is_kept = is_ours and turn.dialogue is not None and turn.dialogue.step == "kept"
    return _media_of(turn.dialogue) if turn.dialogue and is_kept else {}


def _media_of(dialogue: Dialogue) -> dict[str, str]:
    return {name: dialogue.facts[name] for name in MEDIA if name in dialogue.facts}


def _with_media(answer: Answer, media: Mapping[str, str], language: Language) -> Answer | Later:
    if not media or answer.promise is None or not isinstance(answer.reply, TextReply):
        return answer
    said = f"{answer.reply.content}\n{texts.WITH_MEDIA.in_language(language)}"
    holding = replace(answer, reply=TextReply(said))
    return Later("copy_media", {"number": answer.promise.number, **media}, holding)


def _answer(turn: Turn, said: str, kind: Kind, dialogue: Dialogue | None = None) -> Answer:
    return Answer(TextReply(said), kind, slots=turn.meaning.slots, dialogue=dialogue)


def _dialogue(turn: Turn, step: str, facts: dict[str, str]) -> Dialogue:
    return Dialogue(FeedbackChat.name, step, turn.now + PATIENCE, facts)
