"""A library's SIP2 server as the settings describe it."""

import ipaddress

from chalicelib.errors import Misconfigured
from chalicelib.ils.described import Described, read
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
_STANDARD_PORT, _HIGHEST_PORT = 6001, 65535
_MOST_LINES = 100


def connect(described: str, password: str, timezone: str) -> Sip2Circulation:
    """`described` is JSON, see docs/ils.md. Nothing is asked of the system yet.

    Raises Misconfigured naming what is wrong.
    """
    facts = read("circulation_at", described, _KNOWN)
    chosen = dialect(facts.text("dialect", "standard"), facts.map("changes"))
    requests = Requests(_terminal(facts, password), chosen, timezone)
    client = Client(_address(facts), requests, facts.whole("lines", 4, _MOST_LINES))
    return Sip2Circulation(client, requests, Branches(facts.map("branches")))


def _address(facts: Described) -> Address:
    """In the open, PINs would be read by whoever carries them; so plain lines stay at home."""
    host, is_tls = facts.text("host"), facts.is_on("tls")
    if not host:
        raise Misconfigured("circulation_at names no host")
    if not is_tls and not _is_at_home(host) and not facts.is_on("unencrypted"):
        raise facts.wrong("outside the library's own network SIP2 needs tls")
    return Address(
        host, facts.whole("port", _STANDARD_PORT, _HIGHEST_PORT), is_tls, facts.text("ca")
    )


def _is_at_home(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"


def _terminal(facts: Described, password: str) -> Terminal:
    return Terminal(
        user=facts.text("user"),
        password=password,
        location=facts.text("location"),
        institution=facts.text("institution"),
        terminal_password=facts.text("terminal_password"),
    )
