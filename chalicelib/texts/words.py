"""The shape of every reader-facing text: three languages, named slots."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"


@dataclass(frozen=True)
class Text:
    """A template; slots are `{name}`. `say(language, name=...)` fills them."""

    hans: str
    hant: str
    en: str

    def say(self, language: Language, **slots: object) -> str:
        return self.in_language(language).format(**slots)

    def in_language(self, language: Language) -> str:
        by_language = {Language.TRADITIONAL: self.hant, Language.ENGLISH: self.en}
        return by_language.get(language, self.hans)
