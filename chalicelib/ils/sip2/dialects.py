"""How one library system speaks SIP2, as data: the standard leaves much open, and is not kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from chalicelib.errors import Misconfigured
from chalicelib.ils.model import Reason

_PATTERN = r"(?P<id>\S+)(?:\s+(?P<title>.+))?"


@dataclass(frozen=True)
class Dialect:
    """`encoding` is a codec's name: gbk, gb18030, utf-8, cp850, ascii.

    `line_end` as sent; an answer ends at its first character. `error_detection` sends sequence
    numbers and checksums; an answer's own are checked whenever it has them.
    `unsupported`: requests the system does not take, whatever its status answer says;
    `supported`: those it takes although its status answer denies or omits them.
    `list_entry`: a pattern for the entries of account lists with the groups id, title and due.
    `ready_list`: the list of available holds holds nothing else; without it each is checked.
    `due_formats`: further forms of due dates, as of strptime; year-month-day is always read.
    `page_size`: how many list entries are asked for at once; 0 asks for all.
    `echoes_card`: answers name the card they were asked about.
    `hold_type`: 2 any copy of the title, 3 this copy. `cancels_holds`: it takes a hold back.
    """

    encoding: str = "utf-8"
    delimiter: str = "|"
    line_end: str = "\r"
    error_detection: bool = True
    currency: str = "CNY"
    language: str = "019"
    protocol: str = "2.00"
    logs_in: bool = True
    unsupported: frozenset[str] = frozenset()
    supported: frozenset[str] = frozenset()
    list_entry: str = _PATTERN
    due_formats: tuple[str, ...] = ()
    page_size: int = 0
    echoes_card: bool = True
    hold_type: str = "2"
    cancels_holds: bool = True
    ready_list: bool = False
    allows_third_party: bool = False
    refusals: Mapping[str, str] = field(default_factory=dict)
    """Pattern -> reason, tried before the shared ones."""

    @cached_property
    def entry(self) -> re.Pattern[str]:
        return re.compile(self.list_entry)

    @property
    def reads_as(self) -> str:
        """GB18030 holds all of GBK and GB2312, and systems send more than they say."""
        plain = self.encoding.lower().replace("-", "")
        return "gb18030" if plain in {"gbk", "gb2312", "cp936"} else self.encoding


CHINESE = Dialect(encoding="gbk")
DIALECTS: Mapping[str, Dialect] = {
    "standard": Dialect(),
    "chinese": CHINESE,
    "dp2": replace(CHINESE, unsupported=frozenset({"15", "23", "65"})),
    "koha": Dialect(line_end="\r\n", ready_list=True),
    "evergreen": Dialect(unsupported=frozenset({"37"})),
    "edge-sip2": Dialect(unsupported=frozenset({"15", "65"})),
}
"""Starting points a library's settings name and refine.

dp2: DigitalPlatform/chord, SipProcessor; edge-sip2: folio-org/edge-sip2. Both leave messages out.
"""


def dialect(name: str, changes: Mapping[str, Any]) -> Dialect:
    """`changes` by field name, as settings hold them. Raises Misconfigured naming what is wrong."""
    known = DIALECTS.get(name)
    if known is None:
        raise Misconfigured(f"no SIP2 dialect is called {name}; there are {', '.join(DIALECTS)}")
    strange = sorted(set(changes) - {one.name for one in fields(Dialect)})
    if strange:
        raise Misconfigured(f"a SIP2 dialect has no {', '.join(strange)}")
    chosen = replace(known, **{key: _value(key, value) for key, value in changes.items()})
    _check(chosen)
    return chosen


def _value(key: str, value: Any) -> Any:
    kind = type(getattr(CHINESE, key))
    is_list = kind in (frozenset, tuple)
    if not isinstance(value, list if is_list else kind):
        raise Misconfigured(
            f"a SIP2 dialect: {key} must be a {'list' if is_list else kind.__name__}"
        )
    return kind(value)


def _check(chosen: Dialect) -> None:
    try:
        "a|1".encode(chosen.encoding)
        complete = {"id"} <= set(chosen.entry.groupindex)
        [(re.compile(pattern), Reason(why)) for pattern, why in chosen.refusals.items()]
    except (LookupError, re.error, ValueError) as problem:
        raise Misconfigured(f"a SIP2 dialect cannot be used: {problem}") from None
    if not complete or len(chosen.delimiter) != 1 or chosen.line_end not in {"\r", "\r\n", "\n"}:
        raise Misconfigured("a SIP2 dialect needs an id in list_entry, a delimiter and a line end")
