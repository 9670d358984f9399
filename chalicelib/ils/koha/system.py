"""A library's Koha as the settings describe it."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.errors import Misconfigured
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
    facts = read(described)
    kind = _text(facts, "login", "oauth")
    if kind not in _LOGINS:
        raise Misconfigured("circulation_at: login is oauth or basic")
    login = Login(_text(facts, "user", ""), secret, kind == "oauth")
    if not login.user:
        raise Misconfigured("circulation_at names no user")
    return KohaCirculation(Client(_web(facts), login), _ways(facts, timezone))


def read(described: str) -> Mapping[str, Any]:
    try:
        facts = json.loads(described)
    except ValueError:
        raise Misconfigured("circulation_at is no JSON") from None
    strange = sorted(set(facts) - _KNOWN) if isinstance(facts, dict) else ["facts"]
    if strange:
        raise Misconfigured(f"circulation_at knows no {', '.join(strange)}")
    return dict(facts)


def _web(facts: Mapping[str, Any]) -> Web:
    url = checked_url(_text(facts, "url", ""), facts.get("unencrypted") is True)
    return Web(f"{url.rstrip('/')}/api/v1", _text(facts, "ca", ""), _number(facts, "lines", 2, 20))


def _ways(facts: Mapping[str, Any], timezone: str) -> Ways:
    refusals = _map(facts, "refusals")
    wrong = sorted(set(refusals.values()) - {reason.value for reason in Reason})
    if wrong:
        raise Misconfigured(f"circulation_at: refusals: no reason is called {wrong[0]}")
    return Ways(
        timezone=timezone,
        branches=_map(facts, "branches"),
        refusals=refusals,
        pickup=_text(facts, "pickup", ""),
        currency=_text(facts, "currency", "CNY"),
        title_ids=facts.get("title_ids") is not False,
        page_size=_number(facts, "page_size", 20, 100),
        offers=EVERYTHING - _without(facts),
    )


def _without(facts: Mapping[str, Any]) -> frozenset[Can]:
    listed = facts.get("without", [])
    try:
        return frozenset(Can(one) for one in listed)
    except (TypeError, ValueError):
        raise Misconfigured("circulation_at: without lists what is not offered") from None


def _text(facts: Mapping[str, Any], name: str, default: str) -> str:
    value = facts.get(name, default)
    if not isinstance(value, str):
        raise Misconfigured(f"circulation_at: {name} must be a text")
    return value


def _number(facts: Mapping[str, Any], name: str, default: int, most: int) -> int:
    value = facts.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= most:
        raise Misconfigured(f"circulation_at: {name} must be a whole number, at most {most}")
    return value


def _map(facts: Mapping[str, Any], name: str) -> Mapping[str, str]:
    value = facts.get(name, {})
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise Misconfigured(f"circulation_at: {name} must be a map of texts")
    return value
