"""A library system as the settings describe it: JSON that somebody wrote by hand."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.errors import Misconfigured


@dataclass(frozen=True)
class Described:
    """`setting` is its name, for those who are told of a mistake: every method may raise
    Misconfigured."""

    setting: str
    held: Mapping[str, Any]

    def text(self, name: str, default: str = "") -> str:
        value = self.held.get(name, default)
        if not isinstance(value, str):
            raise self.wrong(f"{name} must be a text")
        return value

    def whole(self, name: str, default: int, most: int) -> int:
        """From 1 to `most`."""
        value = self.held.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= most:
            raise self.wrong(f"{name} must be a whole number, at most {most}")
        return value

    def is_on(self, name: str) -> bool:
        return self.held.get(name) is True

    def map(self, name: str) -> Mapping[str, Any]:
        value = self.held.get(name, {})
        if not isinstance(value, dict):
            raise self.wrong(f"{name} must be a map")
        return value

    def texts(self, name: str) -> Mapping[str, str]:
        value = self.map(name)
        if not all(isinstance(one, str) for one in value.values()):
            raise self.wrong(f"{name} must be a map of texts")
        return value

    def wrong(self, what: str) -> Misconfigured:
        return Misconfigured(f"{self.setting}: {what}")


def read(setting: str, described: str, known: Collection[str]) -> Described:
    """`known` are the names it may have. Raises Misconfigured."""
    try:
        facts = json.loads(described)
    except ValueError:
        raise Misconfigured(f"{setting} is no JSON") from None
    strange = sorted(set(facts) - set(known)) if isinstance(facts, dict) else ["facts"]
    if strange:
        raise Misconfigured(f"{setting} knows no {', '.join(strange)}")
    return Described(setting, facts)
