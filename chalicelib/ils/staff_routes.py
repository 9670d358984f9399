"""Every form of the lending desk is also a call of the API, with the same fields."""

from collections.abc import Callable
from typing import TypeVar

from chalicelib.staff.model import Action
from chalicelib.staff.route import Again, Call, Reply, Route, change, form

T = TypeVar("T")


def both(
    name: str,
    says: str,
    takes: type[T],
    answer: Callable[[Call, T], Reply],
    by_api: Callable[[Call, T], Reply],
    gives: object,
    deed: str,
    again: Again,
) -> tuple[Route, Route]:
    return (
        form(f"/staff/desk/{name}", Action.LEND, says, takes, answer, deed, again=again),
        change(f"/staff/api/desk/{name}", Action.LEND, says, takes, gives, by_api, deed),
    )
