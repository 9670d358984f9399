"""Words staff wrote once or in several languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.library.fields import Fields
from chalicelib.texts import library as texts
from chalicelib.texts.words import Language


@dataclass(frozen=True)
class Wording:
    """`hans` is always there; an empty `hant` or `en` was not written."""

    hans: str
    hant: str = ""
    en: str = ""

    def written(self) -> dict[Language, str]:
        by_language = {
            Language.SIMPLIFIED: self.hans,
            Language.TRADITIONAL: self.hant,
            Language.ENGLISH: self.en,
        }
        return {language: words for language, words in by_language.items() if words}


def wording(held: Any, path: str, problems: list[str], limit: int) -> Wording:
    """From a plain text or a mapping of languages; what is wrong is added to `problems`."""
    by_language = held if isinstance(held, Mapping) else {Language.SIMPLIFIED.value: held}
    fields = Fields(by_language, path, problems)
    words = Wording(
        fields.text(Language.SIMPLIFIED.value, required=True),
        fields.text(Language.TRADITIONAL.value),
        fields.text(Language.ENGLISH.value),
    )
    check_length(words, path, problems, limit)
    return words


def check_length(words: Wording, path: str, problems: list[str], limit: int) -> None:
    """English says the same in about three times as many letters."""
    for language, written in words.written().items():
        allowed = limit * 3 if language is Language.ENGLISH else limit
        if len(written) > allowed:
            at = path if language is Language.SIMPLIFIED else f"{path}.{language.value}"
            problems.append(texts.TOO_LONG.format(path=at, limit=allowed))
