"""Messages and replies as compact bytes, to be worked on again or repeated word for word."""

import dataclasses
import json
import zlib
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Any, get_type_hints

from chalicelib.wechat import inbound, outbound
from chalicelib.wechat.inbound import Inbound
from chalicelib.wechat.outbound import Reply

Hide = Callable[[str], tuple[str, bool]]
WRITTEN = frozenset({"content", "title", "description", "label", "recognition", "result"})
"""Fields that hold people's words. The others are the platform's ids, and an id that happens to
look like a secret has to come back as it was."""


def pack(message: Inbound, hide: Hide) -> bytes:
    """The message with the reader's words in it freed of secrets."""
    plain = {
        name: hide(value)[0] if name in WRITTEN else value
        for name, value in _plain(message).items()
    }
    return _pressed({"type": type(message).__name__, **plain})


def unpack(packed: bytes) -> Inbound:
    held = json.loads(zlib.decompress(packed))
    message: Inbound = _built(getattr(inbound, held.pop("type")), held)
    return message


def pack_reply(reply: Reply) -> bytes:
    return _pressed({"type": type(reply).__name__, **_plain(reply)})


def unpack_reply(packed: bytes) -> Reply:
    held = json.loads(zlib.decompress(packed))
    reply: Reply = _built(getattr(outbound, held.pop("type")), held)
    return reply


def _pressed(plain: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(plain, ensure_ascii=False, default=_simple).encode(), 6)


def _plain(value: Any) -> dict[str, Any]:
    return dataclasses.asdict(value)


def _simple(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else str(value)


def _built(cls: Any, held: dict[str, Any]) -> Any:
    """A dataclass from plain values; nested ones and tuples of them by their annotations."""
    hints = get_type_hints(cls)
    return cls(**{name: _value(hints[name], value) for name, value in held.items()})


def _value(hint: Any, value: Any) -> Any:
    if hint is datetime:
        return datetime.fromisoformat(value)
    if isinstance(value, list):
        inner = getattr(hint, "__args__", (str,))[0]
        return tuple(_value(inner, one) for one in value)
    if isinstance(value, dict) and dataclasses.is_dataclass(hint):
        return _built(hint, value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value
