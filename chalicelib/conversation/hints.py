"""Hints for older readers: what a hint asks them to type is always one digit."""

import re

from chalicelib.texts import senior as texts


def in_digits(said: str) -> str:
    """The words with every command in them that has a digit replaced by it."""
    for hint, instead in texts.INSTEAD:
        said = said.replace(hint, instead)
    for digit, words in texts.ASKED_FOR.items():
        wanted = texts.SEND.format(words="|".join(words))
        said = re.sub(wanted, texts.DIGIT.format(send=r"\g<send>", digit=digit), said)
    return re.sub(r"(\d) (?=[，。,.；;：:]|$)", r"\1", said, flags=re.MULTILINE)
