"""Cards and titles as stored text and back."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar

from chalicelib.ils.embedded.model import Card, Copy, Lent, Owed, Queued, Title
from chalicelib.ils.model import FeeKind, HoldState

T = TypeVar("T")


def card_text(card: Card) -> str:
    return _text({**_plain(card), "loans": _all(card.loans), "fees": _all(card.fees)})


def title_text(title: Title) -> str:
    return _text({**_plain(title), "copies": _all(title.copies), "queue": _all(title.queue)})


def card_of(text: str) -> Card:
    held = json.loads(text)
    loans = tuple(_lent(one) for one in held.get("loans", ()))
    fees = tuple(_owed(one) for one in held.get("fees", ()))
    days = {name: _day(held.get(name)) for name in ("made", "expires")}
    return Card(**{**held, **days, "loans": loans, "fees": fees})


def title_of(text: str) -> Title:
    held = json.loads(text)
    copies = tuple(Copy(**{**one, "due": _day(one.get("due"))}) for one in held.get("copies", ()))
    queue = tuple(_queued(one) for one in held.get("queue", ()))
    return Title(**{**held, "copies": copies, "queue": queue})


def _lent(held: Mapping[str, Any]) -> Lent:
    moments = {"due": _day(held["due"]), "lent_at": datetime.fromisoformat(held["lent_at"])}
    return Lent(**{**held, **moments})


def _owed(held: Mapping[str, Any]) -> Owed:
    return Owed(**{**held, "kind": FeeKind(held["kind"]), "since": _day(held["since"])})


def _queued(held: Mapping[str, Any]) -> Queued:
    known = {
        "placed_at": datetime.fromisoformat(held["placed_at"]),
        "state": HoldState(held.get("state", HoldState.WAITING)),
        "ready_until": _day(held.get("ready_until")),
    }
    return Queued(**{**held, **known})


def _day(text: str | None) -> Any:
    return date.fromisoformat(text) if text else None


def _all(values: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [_plain(value) for value in values]


def _plain(value: Any) -> dict[str, Any]:
    """Only what differs from its default: rows stay small."""
    held = ((part, getattr(value, part.name)) for part in fields(value))
    return {part.name: _word(one) for part, one in held if one != part.default}


def _word(one: Any) -> Any:
    if isinstance(one, date | datetime):
        return one.isoformat()
    return one.value if isinstance(one, Enum) else one


def _text(held: Mapping[str, Any]) -> str:
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))
