"""SIP2 messages as values: fixed fields by name, variable fields by identifier.

Source of the layouts: 3M Standard Interchange Protocol 2.00, 2006, the published message tables.
Requests have odd codes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chalicelib.errors import BadRequest, TryLater

Layout = tuple[tuple[str, int], ...]

_DATE = ("date", 18)
_COUNTS = tuple((f"{kind}_count", 4) for kind in ("hold", "overdue", "charged", "fine", "recall"))
_LENT: Layout = (("ok", 1), ("renewal_ok", 1), ("magnetic", 1), ("desensitize", 1), _DATE)
LAYOUTS: Mapping[str, Layout] = {
    "09": (("no_block", 1), _DATE, ("return_date", 18)),
    "10": (("ok", 1), ("resensitize", 1), ("magnetic", 1), ("alert", 1), _DATE),
    "11": (("renewal_policy", 1), ("no_block", 1), _DATE, ("nb_due_date", 18)),
    "12": _LENT,
    "15": (("mode", 1), _DATE),
    "16": (("ok", 1), ("available", 1), _DATE),
    "17": (_DATE,),
    "18": (("circulation_status", 2), ("security_marker", 2), ("fee_type", 2), _DATE),
    "23": (("language", 3), _DATE),
    "24": (("patron_status", 14), ("language", 3), _DATE),
    "29": (("third_party", 1), ("no_block", 1), _DATE, ("nb_due_date", 18)),
    "30": _LENT,
    "35": (_DATE,),
    "36": (("end_session", 1), _DATE),
    "37": (_DATE, ("fee_type", 2), ("payment_type", 2), ("currency", 3)),
    "38": (("accepted", 1), _DATE),
    "63": (("language", 3), _DATE, ("summary", 10)),
    "64": (
        *(("patron_status", 14), ("language", 3), _DATE),
        *_COUNTS,
        ("unavailable_count", 4),
    ),
    "65": (_DATE,),
    "66": (("ok", 1), ("renewed_count", 4), ("unrenewed_count", 4), _DATE),
    "93": (("user_algorithm", 1), ("password_algorithm", 1)),
    "94": (("ok", 1),),
    "96": (),
    "97": (),
    "98": (
        *(("online", 1), ("checkin", 1), ("checkout", 1), ("renewal_policy", 1)),
        *(("status_update", 1), ("offline", 1), ("timeout", 3), ("retries", 3)),
        *(_DATE, ("version", 4)),
    ),
    "99": (("status", 1), ("print_width", 3), ("version", 4)),
}
FIELD = 2
"""Characters of a variable field's identifier."""


class Garbled(TryLater):
    """An answer that cannot be an answer: cut off, checksum wrong, another message's code."""


@dataclass(frozen=True)
class Message:
    """`fixed` by name, `fields` in order; an identifier may come several times."""

    code: str
    fixed: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def first(self, id: str) -> str:
        """The first value that says anything; '' where none does."""
        return next(iter(self.every(id)), "")

    def every(self, id: str) -> tuple[str, ...]:
        """All values but blank ones and repeats, in order."""
        values = (value.strip() for known, value in self.fields if known == id)
        return tuple(dict.fromkeys(value for value in values if value))

    def count(self, name: str) -> int | None:
        digits = self.fixed.get(name, "").strip()
        return int(digits) if digits.isascii() and digits.isdigit() else None


def answer_to(code: str) -> str:
    """The code of a request's answer: the next number, but for the status."""
    return "98" if code == "99" else f"{int(code) + 1:02}"


def make(code: str, fixed: Mapping[str, str], fields: Iterable[tuple[str, str]] = ()) -> Message:
    """Raises BadRequest where a fixed field is missing or has another width than its layout's."""
    for name, width in LAYOUTS[code]:
        if len(fixed.get(name, "")) != width:
            raise BadRequest(f"SIP2 {code}: {name} is {width} characters wide")
    return Message(code, dict(fixed), tuple(fields))


def write(message: Message, delimiter: str = "|") -> str:
    """The message as text, without sequence number, checksum and line end.

    Raises BadRequest for a value that would end its field or the message.
    """
    fixed = "".join(message.fixed[name] for name, _ in LAYOUTS[message.code])
    fields = "".join(f"{id}{_carried(value, delimiter)}{delimiter}" for id, value in message.fields)
    return f"{message.code}{fixed}{fields}"


def _carried(value: str, delimiter: str) -> str:
    if delimiter in value or any(char < " " or char == "\x7f" for char in value):
        raise BadRequest("a value holds a character that SIP2 cannot carry")
    return value


def read(text: str, delimiter: str = "|") -> Message:
    """Unknown fields are kept, pieces too short for a field dropped. Raises Garbled."""
    layout = LAYOUTS.get(text[:2])
    if layout is None:
        raise Garbled("SIP2: a message of no known code")
    fixed, at = {}, 2
    for name, width in layout:
        fixed[name] = text[at : at + width]
        at += width
    if len(text) < at:
        raise Garbled(f"SIP2 {text[:2]}: cut off")
    pieces = text[at:].split(delimiter)
    fields = tuple((piece[:FIELD], piece[FIELD:]) for piece in pieces if len(piece) >= FIELD)
    return Message(text[:2], fixed, fields)
