"""Which messages want an answer, and which customer-service window each opens (wechat.md 2.1)."""

from chalicelib.conversation.model import Door
from chalicelib.wechat.inbound import (
    CodeScanned,
    File,
    Followed,
    Inbound,
    Link,
    Location,
    Picture,
    Scanned,
    Tapped,
    Text,
    Unknown,
    Video,
    Voice,
)

_MESSAGES = (Text, Picture, Voice, Video, Location, Link, File)
_TAPS = (Tapped, CodeScanned, Followed, Scanned)


def wants_answer(message: Inbound) -> bool:
    """Events that tell us something but expect nothing are not worth two storage calls."""
    return isinstance(message, (*_MESSAGES, *_TAPS)) or _is_strange(message)


def door_of(message: Inbound) -> Door:
    """A message opens 48 hours; a tap, a follow or a scan one minute; all else nothing. A tapped
    entry of a message menu comes as a text, but counts as a tap."""
    if isinstance(message, Text) and message.menu_choice:
        return Door.TAP
    if isinstance(message, _MESSAGES):
        return Door.MESSAGE
    return Door.TAP if isinstance(message, _TAPS) else Door.NONE


def _is_strange(message: Inbound) -> bool:
    """A kind of message no page describes: somebody wrote it and waits all the same."""
    return isinstance(message, Unknown) and "Event" not in message.fields
