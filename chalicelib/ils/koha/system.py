"""A library's Koha as the settings describe it."""

from chalicelib.errors import Misconfigured
from chalicelib.ils.described import Described, read
from chalicelib.ils.koha.client import Client
from chalicelib.ils.koha.connector import KohaCirculation
from chalicelib.ils.koha.model import EVERYTHING, Login, Ways
from chalicelib.ils.model import Can, Reason
from chalicelib.ils.web import Web, checked_url

_KNOWN = {
    *("url", "ca", "unencrypted", "lines", "login", "user"),
    *("branches", "refusals", "pickup", "currency", "title_ids", "page_size", "without"),
}
_LOGINS = ("oauth", "basic")


def connect(described: str, secret: str, timezone: str) -> KohaCirculation:
    """`described` is JSON, see docs/ils.md. Nothing is asked of the system yet.

    Raises Misconfigured naming what is wrong.
    """
    facts = read("circulation_at", described, _KNOWN)
    kind = facts.text("login", "oauth")
    if kind not in _LOGINS:
        raise facts.wrong("login is oauth or basic")
    login = Login(facts.text("user"), secret, kind == "oauth")
    if not login.user:
        raise Misconfigured("circulation_at names no user")
    return KohaCirculation(Client(_web(facts), login), _ways(facts, timezone))


def _web(facts: Described) -> Web:
    url = checked_url(facts.text("url"), facts.is_on("unencrypted"))
    return Web(f"{url.rstrip('/')}/api/v1", facts.text("ca"), facts.whole("lines", 2, 20))


def _ways(facts: Described, timezone: str) -> Ways:
    refusals = facts.texts("refusals")
    wrong = sorted(set(refusals.values()) - {reason.value for reason in Reason})
    if wrong:
        raise facts.wrong(f"refusals: no reason is called {wrong[0]}")
    return Ways(
        timezone=timezone,
        branches=facts.texts("branches"),
        refusals=refusals,
        pickup=facts.text("pickup"),
        currency=facts.text("currency", "CNY"),
        title_ids=facts.held.get("title_ids") is not False,
        page_size=facts.whole("page_size", 20, 100),
        offers=EVERYTHING - _without(facts),
    )


def _without(facts: Described) -> frozenset[Can]:
    listed = facts.held.get("without", [])
    try:
        return frozenset(Can(one) for one in listed)
    except (TypeError, ValueError):
        raise facts.wrong("without lists what is not offered") from None
