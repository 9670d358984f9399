"""All that is held about a reader, in the reader's words."""

from collections.abc import Callable, Iterator
from datetime import datetime

from chalicelib.clock import in_library_time
from chalicelib.conversation.model import Row
from chalicelib.dialogue import Dialogue
from chalicelib.feedback.model import Author, Case, Entry
from chalicelib.ils.model import CardNumber
from chalicelib.privacy.model import Consent, Held
from chalicelib.reminders.model import OFF
from chalicelib.texts import circulation as loan_texts
from chalicelib.texts import feedback as feedback_texts
from chalicelib.texts import privacy as texts
from chalicelib.texts import reminders as reminder_texts
from chalicelib.texts.words import Language

_OWN_WORDS = ("text", "said", "query")
"""How chats call what the reader said, among the facts of a dialogue."""


def in_words(held: Held, language: Language, timezone: str) -> str:
    def when(moment: datetime) -> str:
        return f"{in_library_time(moment, timezone):%Y-%m-%d %H:%M}"

    lines = [
        texts.HELD_HEAD.in_language(language),
        texts.HELD_ID.say(language, reader=held.reader),
        *(_of_row(held.row, language, timezone) if held.row else ()),
        *_of_cards(held, language, when),
        *_of_wishes(held, language, when),
        *_of_sent(held, language, when),
        *(line for case in held.cases for line in _of_case(case, language, when(case.opened))),
        *(_of_consent(one, language, when(one.at)) for one in held.consents),
        texts.HELD_TAIL.in_language(language),
    ]
    return "\n".join(lines)


def _of_cards(held: Held, language: Language, when: Callable[[datetime], str]) -> Iterator[str]:
    """Numbers not whole: the answer stays in a chat that others may look into."""
    for card in held.cards:
        number = CardNumber(card.number).masked
        called = f" {card.name}" if card.name else ""
        yield texts.HELD_CARD.say(language, number=number, name=called, when=when(card.bound_at))
    if held.choices:
        chosen = (_choice(*one, language) for one in sorted(held.choices.items()))
        words = texts.COMMA.in_language(language).join(chosen)
        yield texts.HELD_CHOICES.say(language, words=words)


def _choice(name: str, value: str, language: Language) -> str:
    called = reminder_texts.NAMES[name].in_language(language)
    state = reminder_texts.OFF if value == OFF else reminder_texts.ON
    return texts.HELD_CHOICE.say(language, name=called, state=state.in_language(language))


def _of_wishes(held: Held, language: Language, when: Callable[[datetime], str]) -> Iterator[str]:
    for wish in held.wishes:
        deed = loan_texts.DEEDS[wish.deed].in_language(language)
        called = (loan_texts.TITLE.say(language, title=one) for one in wish.titles)
        title = loan_texts.COMMA.in_language(language).join(called)
        slots = {"when": when(wish.asked), "until": when(wish.until)}
        yield texts.HELD_WISH.say(language, deed=deed, title=title, **slots)


def _of_sent(held: Held, language: Language, when: Callable[[datetime], str]) -> Iterator[str]:
    if held.sent.last is not None:
        last = when(held.sent.last)
        yield texts.HELD_SENT.say(language, count=held.sent.count, last=last)


def _of_row(row: Row, language: Language, timezone: str) -> Iterator[str]:
    windows = row.windows
    if row.language:
        yield texts.HELD_LANGUAGE.say(language, words=row.language.value)
    for said, moment in (
        (texts.HELD_LAST, windows.last_message),
        (texts.HELD_TAP, windows.last_tap),
    ):
        if moment:
            local = in_library_time(moment, timezone)
            yield said.say(language, when=f"{local:%Y-%m-%d %H:%M}")
    if row.senior:
        yield texts.HELD_SENIOR.in_language(language)
    if row.dialogue and row.dialogue.facts:
        yield _of_dialogue(row.dialogue, language)
    for notice in row.notices:
        yield texts.HELD_NOTICE.say(language, words=notice.text)


def _of_dialogue(dialogue: Dialogue, language: Language) -> str:
    """The reader's words; numbers of what was shown, and names of ours, tell nobody anything."""
    words = next((dialogue.facts[name] for name in _OWN_WORDS if dialogue.facts.get(name)), "")
    if not words:
        return texts.HELD_LIST.in_language(language)
    return texts.HELD_DIALOGUE.say(language, words=words)


def _of_case(case: Case, language: Language, when: str) -> Iterator[str]:
    """Notes among staff are the library's own and stay in the house."""
    kind = feedback_texts.KINDS[case.kind].in_language(language)
    yield texts.HELD_CASE.say(language, kind=kind, number=case.number, when=when)
    for entry in case.entries:
        yield from _of_entry(entry, language)


def _of_entry(entry: Entry, language: Language) -> Iterator[str]:
    said = {Author.READER: texts.HELD_YOU, Author.STAFF: texts.HELD_US}.get(entry.author)
    if said and entry.text:
        yield said.say(language, words=entry.text)
    if entry.pictures:
        yield texts.HELD_FILES.say(language, count=len(entry.pictures))


def _of_consent(consent: Consent, language: Language, when: str) -> str:
    deed = texts.DEEDS[consent.deed].in_language(language)
    return texts.HELD_CONSENT.say(language, when=when, deed=deed, version=consent.version)
