"""What every answer tells a browser, so that it does no harm with it."""

from collections.abc import MutableMapping
from typing import Any

SAFE: dict[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), "
        "browsing-topics=()"
    ),
    "Strict-Transport-Security": "max-age=31536000",
    "Cache-Control": "no-store",
}
"""Referrer-Policy may not be `no-referrer`: browsers would then send `Origin: null` with forms.
Over plain http, on one machine, browsers pass over Strict-Transport-Security."""


def complete(headers: MutableMapping[str, Any]) -> None:
    """Adds what is missing; what an answer says of itself stays."""
    said = {name.lower() for name in headers}
    for name, value in SAFE.items():
        if name.lower() not in said:
            headers[name] = value
