"""Copies for the demo books: the same ones each time, spread over the branches."""

import json
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

_LITERATURE, _SCIENCE = "I", "NOPQRSTUVX"
_BRANCHES = ("oldtown", "campus", "jiangnan", "railway")
_STATES = ("here",) * 13 + ("on_loan",) * 5 + ("reserved", "read_here")


def with_copies(lines: Iterable[str], today: date) -> Iterator[str]:
    """The book rows of a JSONL file, each with call number and copies."""
    return (json.dumps(_dealt(json.loads(line), today), ensure_ascii=False) for line in lines)


def _dealt(book: dict[str, Any], today: date) -> dict[str, Any]:
    chance = random.Random(book["id"])
    mark = f"{chance.choice('ABCDFGHLMSWXYZ')}{chance.randint(10, 99)}"
    call = f"{book['clc']}/{mark}"
    places = [_place(book, branch) for branch in _homes(book, chance)]
    copies = [_copy(place, chance, today) for place in places for _ in range(chance.randint(1, 2))]
    return book | {"call_number": call, "copies": [c | {"call_number": call} for c in copies]}


def _homes(book: dict[str, Any], chance: random.Random) -> list[str]:
    """Every book has a home; most stand in one or two other branches too."""
    home = "kids" if _is_for_children(book) else "main"
    return [home, *chance.sample(_BRANCHES, chance.choice((0, 1, 1, 2)))]


def _is_for_children(book: dict[str, Any]) -> bool:
    return bool(book.get("audience") == "少儿")


def _place(book: dict[str, Any], branch: str) -> dict[str, str]:
    letter = book["clc"][:1]
    shelf = f"{letter}-{int.from_bytes(book['clc'].encode(), 'big') % 24 + 1:02d} 架"
    return {"branch": branch, "floor": _floor(letter, branch), "shelf": shelf}


def _floor(letter: str, branch: str) -> str:
    if branch == "main":
        return "2" if letter == _LITERATURE else "4" if letter in _SCIENCE else "3"
    if branch == "kids":
        return "1" if letter == "J" else "2"
    return "2" if branch == "campus" and letter in _SCIENCE else "1"


def _copy(place: dict[str, str], chance: random.Random, today: date) -> dict[str, str]:
    status = chance.choice(_STATES)
    due = today + timedelta(days=chance.randint(1, 28))
    barcode = f"LJ{chance.randrange(10**8):08d}"
    lent = {"due": due.isoformat()} if status == "on_loan" else {}
    return place | {"status": status, "barcode": barcode} | lent
