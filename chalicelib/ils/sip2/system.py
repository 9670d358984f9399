"""A library's SIP2 server as the settings describe it."""

import ipaddress
import json
from collections.abc import Mapping
from typing import Any

from chalicelib.errors import Misconfigured
from chalicelib.ils.sip2.client import Client
from chalicelib.ils.sip2.connector import Sip2Circulation
from chalicelib.ils.sip2.dialects import dialect
from chalicelib.ils.sip2.line import Address
from chalicelib.ils.sip2.requests import Requests, Terminal
from chalicelib.ils.sip2.visit import Branches

_KNOWN = {
    *("host", "port", "tls", "ca", "unencrypted"),
    *("user", "location", "institution", "terminal_password"),
    *("dialect", "changes", "branches", "lines"),
}
_STANDARD_PORT = 6001


def connect(described: str, password: str, timezone: str) -> Sip2Circulation:
    """`described` is JSON, see docs/ils.md. Nothing is asked of the system yet.

    Raises Misconfigured naming what is wrong.
    """
    facts = read(described)
    chosen = dialect(_text(facts, "dialect", "standard"), _map(facts, "changes"))
    requests = Requests(_terminal(facts, password), chosen, timezone)
    lines = _number(facts, "lines", 4)
    client = Client(_address(facts), requests, max(1, lines))
    return Sip2Circulation(client, requests, Branches(_map(facts, "branches")))


def read(described: str) -> Mapping[str, Any]:
    try:
        facts = json.loads(described)
    except ValueError:
        raise Misconfigured("circulation_at is no JSON") from None
    strange = sorted(set(facts) - _KNOWN) if isinstance(facts, dict) else ["facts"]
    if strange:
        raise Misconfigured(f"circulation_at knows no {', '.join(strange)}")
    return dict(facts)


def _address(facts: Mapping[str, Any]) -> Address:
    """In the open, PINs would be read by whoever carries them; so plain lines stay at home."""
    host, is_tls = _text(facts, "host", ""), facts.get("tls") is True
    if not host:
        raise Misconfigured("circulation_at names no host")
    if not is_tls and not _is_at_home(host) and facts.get("unencrypted") is not True:
        raise Misconfigured("circulation_at: outside the library's own network SIP2 needs tls")
    return Address(host, _number(facts, "port", _STANDARD_PORT), is_tls, _text(facts, "ca", ""))


def _is_at_home(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"


def _terminal(facts: Mapping[str, Any], password: str) -> Terminal:
    return Terminal(
        user=_text(facts, "user", ""),
        password=password,
        location=_text(facts, "location", ""),
        institution=_text(facts, "institution", ""),
        terminal_password=_text(facts, "terminal_password", ""),
    )


def _text(facts: Mapping[str, Any], name: str, default: str) -> str:
    value = facts.get(name, default)
    if not isinstance(value, str):
        raise Misconfigured(f"circulation_at: {name} must be a text")
    return value


def _number(facts: Mapping[str, Any], name: str, default: int) -> int:
    value = facts.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 65536:
        raise Misconfigured(f"circulation_at: {name} must be a whole number")
    return value


def _map(facts: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = facts.get(name, {})
    if not isinstance(value, dict):
        raise Misconfigured(f"circulation_at: {name} must be a map")
    return value
