"""Published texts put together for one reader."""

import re
import unicodedata
from collections.abc import Sequence

from chalicelib.knowledge.publication import PublishedEntry, Said
from chalicelib.texts import knowledge_chat as texts
from chalicelib.texts.words import Language

MAX_REPLY = 600
"""Characters: about 1,800 bytes of the 2,040 a text may have. English may have three times that."""
_SENTENCE = re.compile(r"[。！？；\n]|[.!?;] ")


def limit(language: Language) -> int:
    return 3 * MAX_REPLY if language is Language.ENGLISH else MAX_REPLY


def title(entry: PublishedEntry, language: Language) -> str:
    return entry.question.get(language) or entry.question[Language.SIMPLIFIED]


def body(said: Said, language: Language) -> str:
    """In English where somebody wrote it, else in Simplified with a line that says so."""
    if language in said:
        return said[language]
    return f"{texts.ONLY_CHINESE}\n{said[Language.SIMPLIFIED]}"


def combined(entries: Sequence[PublishedEntry], language: Language) -> tuple[str, bool]:
    """Several answers in one reply; True where some had to be cut."""
    share = limit(language) // len(entries) - 20
    sections = []
    was_cut = False
    for number, entry in enumerate(entries, 1):
        room = share - len(title(entry, language))
        answer, is_cut = _fitting(body(entry.answer, language), room, number, language)
        was_cut = was_cut or is_cut
        question = title(entry, language)
        sections.append(texts.SECTION.say(language, question=question, answer=answer))
    return "\n\n".join(sections), was_cut


def _fitting(text: str, room: int, number: int, language: Language) -> tuple[str, bool]:
    if len(text) <= room:
        return text, False
    hint = texts.CUT.say(language, number=number)
    head = text[: max(20, room - len(hint))]
    ends = [found.end() for found in _SENTENCE.finditer(head, len(head) // 2)]
    return head[: ends[-1] if ends else len(head)].rstrip() + hint, True


def choice(entries: Sequence[PublishedEntry], language: Language) -> str:
    lines = [
        texts.CHOICE_LINE.say(language, number=number, question=title(entry, language))
        for number, entry in enumerate(entries, 1)
    ]
    return texts.CHOOSE.say(language, lines="\n".join(lines))


def chosen_number(said: str) -> int | None:
    """1 for `1`, `①`, `第一个`, `选1`; 0 for none of them; None where it is something else."""
    word = unicodedata.normalize("NFKC", said).strip().lower().rstrip(texts.NUMBER_ENDS)
    if word in texts.NONE_OF_THEM:
        return 0
    for before in texts.NUMBER_BEFORE:
        word = word.removeprefix(before)
    for after in texts.NUMBER_AFTER:
        word = word.removesuffix(after)
    return texts.NUMBERS.get(word.strip())
