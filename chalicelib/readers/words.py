"""A card as readers and staff see it: its own name and its last digits."""

from collections.abc import Sequence

from chalicelib.readers.model import Card
from chalicelib.texts import cards as texts
from chalicelib.texts.words import Language


def shown(card: Card, language: Language) -> str:
    tail = card.number.text[-4:] if len(card.number.text) > 6 else card.number.text[-2:]
    if card.name:
        return texts.NAMED_CARD.say(language, name=card.name, tail=tail)
    return texts.CARD.say(language, tail=tail)


def listed(cards: Sequence[Card], language: Language) -> str:
    lines = (
        texts.CARD_LINE.say(language, place=place, card=shown(card, language))
        for place, card in enumerate(cards, 1)
    )
    return "\n".join(lines)
