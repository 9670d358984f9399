"""The numbers of a list, as people write them: `2`, `第二本`, `1、3`, `二`."""

import re

from chalicelib.texts import circulation as texts

_WRITTEN = re.compile(texts.NUMBERS)
_ONE = re.compile(texts.NUMBER)
_OFF = re.compile(texts.THAT_OFF)
_TEN = 10


def is_numbers(said: str) -> bool:
    return bool(_WRITTEN.fullmatch(said.strip()))


def numbers_in(said: str) -> list[int]:
    """Empty where anything else is said."""
    found = _ONE.findall(said) if is_numbers(said) else []
    return [_value(one) for one in found]


def numbers_off(said: str) -> list[int]:
    """Of `第一条不要了`, `把1取消`, `不要1和3了`; empty where anything else is said."""
    found = _OFF.fullmatch(said.strip().lower().rstrip(texts.SENTENCE_ENDS))
    return numbers_in(found[1] or found[2]) if found else []


def _value(written: str) -> int:
    """Digits of any width, or Chinese numerals up to 99."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition(texts.TEN)
    if not ten:
        return texts.DIGITS[written[0]]
    return _TEN * texts.DIGITS.get(tens, 1) + texts.DIGITS.get(ones, 0)
