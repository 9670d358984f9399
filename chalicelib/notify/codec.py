"""A message as plain values that JSON can hold, and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chalicelib.notify.model import About, Fact, Message


def plain(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "about": message.about.value,
        "text": message.text,
        "facts": {name: _plain(fact) for name, fact in message.facts.items()},
        "link": message.link,
    }


def read(held: Mapping[str, Any]) -> Message:
    facts = {name: _fact(fact) for name, fact in held["facts"].items()}
    return Message(held["id"], About(held["about"]), held["text"], facts, held["link"])


def _plain(fact: Fact) -> Any:
    return {"day": fact.isoformat()} if isinstance(fact, date) else fact


def _fact(held: Any) -> Fact:
    fact: Fact = date.fromisoformat(held["day"]) if isinstance(held, dict) else held
    return fact
