"""WeChat's return codes as our errors: what each asks us to do next.

Source: WeChat's pages on customer-service messages, templates, mass send, tokens, readers, menus
and media. A cause is ours and short: the platform's own words may repeat what it was sent.
"""

import re

from chalicelib.errors import (
    BadRequest,
    GiveUp,
    Misconfigured,
    NotAllowed,
    NotFound,
    TryLater,
    WeiguanError,
)

BUSY = -1
NOT_LISTED = 40164
STALE_TOKEN = frozenset({40001, 40014, 42001})
"""The access token is no longer good; a new one may be."""

_LATER = {
    BUSY: "the platform is busy",
    45009: "the day's calls are used up",
    45011: "too many calls this minute",
    45066: "repeated too fast",
    42010: "sent too fast",
    43117: "too many messages to this reader",
    45081: "the typing sign is already shown",
    **dict.fromkeys(STALE_TOKEN, "the access token was refused"),
}
_NOT_ALLOWED = {
    45015: "the reader's window is closed, or the reader left",
    45047: "the reader's window is used up",
    45080: "the reader has not written in the last 30 seconds",
    43004: "the reader does not follow",
    43101: "the reader refused, or the consent is used up",
    45028: "no mass send is left",
    48006: "no clearing of the quota is left this month",
}
_NOT_FOUND = {
    40003: "no such reader",
    40007: "the medium is unknown or has expired",
    40029: "the web login's code is unknown or has run out",
    40163: "the web login's code was used before",
    46003: "there is no menu",
    46004: "no such reader",
}
_MISCONFIGURED = {
    40002: "the platform address does not give tokens",
    40013: "the app id is wrong",
    40125: "the app secret is wrong",
    40164: "this server's address is not on the platform's list",
    40243: "the app secret is frozen",
    41002: "the app id is missing",
    41004: "the app secret is missing",
    48001: "the account lacks this ability",
    48017: "the platform address has moved",
    40200: "the account lacks this kind of message",
    65400: "the platform's own desk is not enabled",
    45109: "the platform has withdrawn this call",
}
_BAD_REQUEST = {
    40035: "a value is missing or wrong",
    40016: "a menu has 1 to 3 buttons",
    40017: "an unknown type of button",
    40018: "a button's name is over 16 bytes, or empty",
    40019: "a button's key is over 128 bytes, or empty",
    40020: "a button's address is over 1024 bytes, or empty",
    40023: "a button has 1 to 5 buttons below it",
    40024: "an unknown type of lower button",
    40025: "a lower button's name is over 60 bytes, or empty",
    40026: "a lower button's key is over 128 bytes, or empty",
    40027: "a lower button's address is over 1024 bytes, or empty",
    40053: "a scene is 1 to 64 characters",
    40054: "a button's address is not allowed",
    40055: "a lower button's address is not allowed",
    40066: "not an address",
    40201: "no address of ours is set",
    65320: "a conditional menu is matched by tag only",
    44004: "the text is empty",
    47003: "a value breaks its field's rule",
}
_GIVE_UP = {
    40004: "an unknown type of medium",
    40005: "the file's format is not taken",
    40006: "the file is too large or too long",
    40008: "an unknown type of message",
    40037: "no such template",
    41001: "the access token was left out",
    41005: "the file was left out",
    41006: "the medium's id was left out",
    41008: "the web login's code was left out",
    43002: "asked in the wrong way",
    44002: "nothing was sent",
    47001: "what was sent cannot be read",
    40202: "an unknown check of our address",
    40203: "an unknown place to check from",
    65301: "no such conditional menu",
    65303: "a conditional menu needs a menu for all the others",
    76021: "no such call",
    76022: "this call has no count to ask for",
    45002: "the text is too long",
    45008: "more than one article",
    45056: "no more tags can be made",
    45057: "the tag has too many readers",
    45058: "a tag of the platform's own",
    45059: "the reader has too many tags",
    45065: "sent before",
    45067: "the message's id is too long",
    45072: "an unknown typing command",
    45098: "the message's menu is too long",
    45157: "a tag of that name exists",
    45158: "the tag's name is too long",
}
_TABLES: tuple[tuple[type[WeiguanError], dict[int, str]], ...] = (
    (TryLater, _LATER),
    (NotAllowed, _NOT_ALLOWED),
    (NotFound, _NOT_FOUND),
    (Misconfigured, _MISCONFIGURED),
    (BadRequest, _BAD_REQUEST),
    (GiveUp, _GIVE_UP),
)
KNOWN = {code: (kind, cause) for kind, table in _TABLES for code, cause in table.items()}


def error_for(code: int, words: str = "") -> WeiguanError:
    """The error to raise for a return code other than 0; unknown ones are given up. Of the
    platform's own words only our address is taken, which it alone knows."""
    kind, cause = KNOWN.get(code, (GiveUp, "refused for a reason not known here"))
    ours = f": {_address_in(words)}" if code == NOT_LISTED else ""
    return kind(f"WeChat: {cause}{ours} ({code})")


def token_error_for(code: int, words: str = "") -> WeiguanError:
    """The same for a refused token request, where 40001 is about the secret."""
    if code == 40001:
        return Misconfigured(f"WeChat: the app secret is wrong ({code})")
    return error_for(code, words)


def code_of(problem: Exception) -> int:
    """The return code an error of ours was made from, 0 where it was none."""
    ending = re.search(r"\((-?\d+)\)$", str(problem))
    return int(ending[1]) if ending else 0


def _address_in(words: str) -> str:
    found = re.search(r"\b\d{1,3}(?:\.\d{1,3}){3}\b", words)
    return found[0] if found else "not told"
