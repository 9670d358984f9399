"""Cases put into words for the reader."""

from datetime import datetime

from chalicelib.clock import in_library_time
from chalicelib.feedback.model import Case, CaseKind, CaseState
from chalicelib.texts import feedback as texts
from chalicelib.texts.words import Language


def when(moment: datetime, language: Language, timezone: str) -> str:
    local = in_library_time(moment, timezone)
    return texts.DAY_AND_TIME.say(language, month=local.month, day=local.day, time=f"{local:%H:%M}")


def command(said: str) -> tuple[CaseKind, str] | None:
    """`投诉 三楼太冷` as its kind and the rest; None where it is no such command."""
    for name, words in texts.COMMANDS.items():
        for word in sorted(words, key=len, reverse=True):
            rest = after_word(said, word)
            if rest is not None:
                return CaseKind(name), rest
    return None


def after_word(said: str, word: str) -> str | None:
    """What follows a command word: '' alone; None where the word runs on into another."""
    if said.lower() == word:
        return ""
    rest = said[len(word) :]
    parted = rest[:1] in " 　:：,，。!！\n"
    return rest.strip(" 　:：,，。!！\n") if said.lower().startswith(word) and parted else None


def described(case: Case, language: Language, timezone: str, in_full: bool = False) -> str:
    """One case in the reader's list: where it stands, and the answer or the promised time."""
    lines = [
        texts.LIST_LINE.say(
            language,
            number=case.number,
            kind=texts.KINDS[case.kind].in_language(language),
            state=texts.STATES[case.state].in_language(language),
            heading=case.heading(),
        )
    ]
    answer = case.last_answer()
    if answer is not None:
        said = answer.text if in_full else shortened(answer.text)
        lines.append(texts.LIST_ANSWER.say(language, answer=said))
    elif case.state in (CaseState.NEW, CaseState.IN_HAND):
        lines.append(texts.LIST_DUE.say(language, due=when(case.due, language, timezone)))
    return "\n".join(lines)


def shortened(text: str, most: int = 120) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
