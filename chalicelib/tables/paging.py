"""A page's end as an opaque word that a browser can carry."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from chalicelib.errors import BadRequest


def cursor(last_key: Mapping[str, Any] | None) -> str:
    """'' after the last page. Holds only keys; do not hand it to readers."""
    if not last_key:
        return ""
    return base64.urlsafe_b64encode(json.dumps(last_key).encode()).decode()


def start_key(after: str, *names: str) -> dict[str, Any] | None:
    """`names` are the key attributes of the list; raises BadRequest for any other mark."""
    if not after:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(after))
    except (binascii.Error, ValueError):
        raise BadRequest("not a page mark") from None
    if not isinstance(key, dict) or set(key) != set(names):
        raise BadRequest("not a page mark of this list")
    if not all(_is_key_value(value) for value in key.values()):
        raise BadRequest("not a page mark of this list")
    return key


def _is_key_value(value: object) -> bool:
    if not isinstance(value, dict) or len(value) != 1:
        return False
    ((kind, held),) = value.items()
    if kind == "N":
        return isinstance(held, str) and held.lstrip("-").isdecimal() and len(held) < 20
    return kind == "S" and isinstance(held, str) and bool(held)
