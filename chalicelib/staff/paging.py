"""Page marks in links: what a store says of where to read on, sealed for one session."""

import base64
import hashlib
import hmac
from typing import Any

from chalicelib.errors import BadRequest
from chalicelib.staff.model import Page
from chalicelib.staff.route import Call
from chalicelib.texts import staff as texts


def cursor_of(call: Call) -> str | None:
    return opened(call.query.get("after"), call.secret)


def mark_of(call: Call, page: Page[Any]) -> str | None:
    return sealed(page.next, call.secret)


def sealed(cursor: str | None, secret: str) -> str | None:
    """A mark that only this session can use, and nobody else can make."""
    if cursor is None:
        return None
    text = base64.urlsafe_b64encode(cursor.encode()).decode().rstrip("=")
    return f"{text}.{_mac(cursor, secret)}"


def opened(mark: str | None, secret: str) -> str | None:
    if not mark:
        return None
    text, _, mac = mark.partition(".")
    try:
        cursor = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except ValueError as problem:
        raise BadRequest(texts.BAD_CURSOR) from problem
    if not hmac.compare_digest(_mac(cursor, secret).encode(), mac.encode()):
        raise BadRequest(texts.BAD_CURSOR)
    return cursor


def _mac(cursor: str, secret: str) -> str:
    keyed = hmac.new(secret.encode(), b"cursor" + cursor.encode(), hashlib.sha256)
    return keyed.hexdigest()[:32]
