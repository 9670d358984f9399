"""Koha's REST API as its published description states it: our own table of the part we use.

From the API's description in Koha's sources (api/v1/swagger, versions 22.11 to 24.11): paths,
methods, parameters and their types, what a body must and may hold, statuses, shapes of answers.
"""

from dataclasses import dataclass, field
from typing import Any

PAGED = {"_match": str, "_order_by": str, "_page": int, "_per_page": int, "q": str}
NULL = type(None)
Kinds = tuple[type, ...]


def maybe(*kinds: type) -> Kinds:
    return (*kinds, NULL)


@dataclass(frozen=True)
class Route:
    """`query` and `body`: names and types; nothing else is taken. `embeds`: of x-koha-embed."""

    method: str
    path: str
    statuses: frozenset[int]
    shape: str = ""
    is_list: bool = False
    query: dict[str, type] = field(default_factory=dict)
    must_query: frozenset[str] = frozenset()
    body: dict[str, Kinds] = field(default_factory=dict)
    must: frozenset[str] = frozenset()
    embeds: frozenset[str] = frozenset()


def _route(line: str, *statuses: int, shape: str = "", is_list: bool = False, **rest: Any) -> Route:
    method, path = line.split()
    return Route(method, path, frozenset(statuses), shape, is_list, **rest)


ROUTES = (
    _route(
        "POST /auth/password/validation",
        *(201, 400, 401, 403, 500, 503),
        shape="validated",
        body={"identifier": (str,), "userid": (str,), "password": (str,)},
        must=frozenset({"password"}),
    ),
    _route(
        "GET /patrons",
        *(200, 400, 401, 403, 500, 503),
        shape="patron",
        is_list=True,
        query={**PAGED, "cardnumber": str, "userid": str, "surname": str},
    ),
    _route("GET /patrons/{}", 200, 400, 401, 403, 404, 500, 503, shape="patron"),
    _route("GET /patrons/{}/account", 200, 400, 401, 403, 404, 500, 503, shape="balance"),
    _route(
        "GET /checkouts",
        *(200, 400, 401, 403, 404, 500, 503),
        shape="checkout",
        is_list=True,
        query={**PAGED, "patron_id": int, "checked_in": bool},
        embeds=frozenset({"issuer", "renewals"}),
    ),
    _route("GET /checkouts/{}", 200, 400, 401, 403, 404, 500, 503, shape="checkout"),
    _route(
        "POST /checkouts/{}/renewals",
        *(201, 400, 401, 403, 404, 500, 503),
        shape="checkout",
        query={"seen": int},
    ),
    _route(
        "GET /holds",
        *(200, 400, 401, 403, 404, 500, 503),
        shape="hold",
        is_list=True,
        query={**PAGED, "patron_id": int, "biblio_id": int, "hold_id": int, "item_id": int},
    ),
    _route(
        "POST /holds",
        *(201, 400, 401, 403, 404, 500, 503),
        shape="hold",
        body={
            "patron_id": (int,),
            "biblio_id": maybe(int),
            "item_group_id": maybe(int),
            "hold_date": maybe(str),
            "item_id": maybe(int),
            "pickup_library_id": (str,),
            "expiration_date": maybe(str),
            "notes": maybe(str),
            "item_type": maybe(str),
            "non_priority": maybe(bool),
        },
        must=frozenset({"patron_id", "pickup_library_id"}),
    ),
    _route("DELETE /holds/{}", 202, 204, 400, 401, 403, 404, 500, 503),
    _route(
        "GET /items",
        *(200, 400, 401, 403, 500, 503),
        shape="item",
        is_list=True,
        query={**PAGED, "external_id": str},
        embeds=frozenset({"+strings", "biblio"}),
    ),
    _route(
        "GET /biblios",
        *(200, 401, 403, 404, 500, 503),
        shape="biblio",
        is_list=True,
        query=PAGED,
    ),
    _route(
        "GET /libraries",
        *(200, 400, 401, 403, 500, 503),
        shape="library",
        is_list=True,
        query={**PAGED, "name": str},
    ),
    _route(
        "GET /biblios/{}/items",
        *(200, 401, 403, 404, 500, 503),
        shape="item",
        is_list=True,
        query=PAGED,
    ),
    _route(
        "GET /biblios/{}/pickup_locations",
        *(200, 400, 401, 403, 404, 500, 503),
        shape="library",
        is_list=True,
        query={**PAGED, "patron_id": int},
        must_query=frozenset({"patron_id"}),
    ),
)

SHAPES: dict[str, dict[str, Kinds]] = {
    "validated": {"cardnumber": (str,), "patron_id": (int,), "userid": maybe(str)},
    "patron": {
        "patron_id": (int,),
        "cardnumber": maybe(str),
        "surname": maybe(str),
        "firstname": maybe(str),
        "library_id": (str,),
        "category_id": (str,),
        "expiry_date": maybe(str),
        "patron_card_lost": maybe(bool),
        "restricted": (bool,),
    },
    "checkout": {
        "checkout_id": (int,),
        "patron_id": (int,),
        "item_id": maybe(int),
        "due_date": (str,),
        "library_id": maybe(str),
        "checkin_date": maybe(str),
        "renewals_count": maybe(int),
        "auto_renew": (bool,),
        "checkout_date": (str,),
    },
    "hold": {
        "hold_id": (int,),
        "patron_id": (int,),
        "hold_date": maybe(str),
        "biblio_id": (int,),
        "pickup_library_id": maybe(str),
        "notes": maybe(str),
        "priority": maybe(int),
        "status": maybe(str),
        "item_id": maybe(str),
        "waiting_date": maybe(str),
        "expiration_date": maybe(str),
        "suspended": (bool,),
    },
    "item": {
        "item_id": (int,),
        "biblio_id": (int,),
        "external_id": maybe(str),
        "home_library_id": maybe(str),
        "holding_library_id": maybe(str),
        "not_for_loan_status": (int,),
        "damaged_status": (int,),
        "lost_status": (int,),
        "withdrawn": (int,),
        "callnumber": maybe(str),
        "checked_out_date": maybe(str),
        "biblio": maybe(dict),
    },
    "biblio": {"biblio_id": (int,), "title": maybe(str), "author": maybe(str)},
    "library": {"library_id": (str,), "name": (str,), "pickup_location": (bool,)},
    "balance": {
        "balance": (int, float),
        "outstanding_credits": (dict,),
        "outstanding_debits": (dict,),
    },
}
"""Fields we read and those needed to make sense of them; what is listed must be there."""
