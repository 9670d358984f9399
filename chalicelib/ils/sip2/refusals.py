"""From the words on a screen to a neutral reason; the words themselves go along."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from chalicelib.folding.fold import fold
from chalicelib.ils.model import Reason

_FILE = Path(__file__).with_name("refusals.txt")


class Effect(StrEnum):
    RENEW = "renew"
    HOLD = "hold"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Pattern:
    """`effect` is '' for a pattern of all effects."""

    effect: str
    regex: re.Pattern[str]
    reason: Reason


def reason_of(words: str, effect: Effect, own: Mapping[str, str]) -> Reason:
    """`own`: a dialect's pattern -> reason, tried first. UNKNOWN where nothing fits."""
    folded = fold(words)
    for pattern, reason in own.items():
        if re.search(pattern, folded, re.IGNORECASE):
            return Reason(reason)
    fitting = (one for one in _patterns() if one.effect in ("", effect))
    return next((p.reason for p in fitting if p.regex.search(folded)), Reason.UNKNOWN)


@cache
def _patterns() -> tuple[Pattern, ...]:
    return tuple(read_patterns(_FILE.read_text("utf-8")))


def read_patterns(text: str) -> list[Pattern]:
    found, effect = [], ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            effect = "" if section == "common" else Effect(section).value
        elif line and not line.startswith("#"):
            pattern, _, reason = line.rpartition("\t")
            found.append(Pattern(effect, re.compile(pattern), Reason(reason)))
    return found
