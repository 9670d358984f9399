"""WeChat's small XML, read and written safely.

Read with expat itself: a third of the time of a general reader, no DTD, no entities, bounded
depth and size, and one or many elements of a name come out alike. (wechatpy's parser fails with
five kinds of exception, turns an empty text into None and changes the fields it read.)
"""

import re
from collections.abc import Mapping
from math import isfinite
from xml.parsers import expat

Node = Mapping[str, "list[str | Node]"]
"""An element with children: every value is a list, of texts and of further nodes."""

_MAX_DEPTH = 8
_MAX_ELEMENTS = 2_000
_ILLEGAL_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no way to write, not even escaped."""
_SPLIT_END = "]]]]><![CDATA[>"
_STRAY_END = re.compile(r"\]\]>(?!\s*<)")


class MalformedMarkup(ValueError):
    """Not a document WeChat would send."""


def read(xml: bytes) -> Node:
    """The content of the one `<xml>` element; raises MalformedMarkup.

    Readers' texts may carry control characters or half characters that no XML can hold, or the
    end mark of character data: such a document is cleaned and read once more, because the reader
    deserves an answer. (Of two elements of one name the first counts, so that a text which ends
    its own element cannot name another sender.)
    """
    try:
        return _Reader().read(xml)
    except MalformedMarkup:
        clean = scrub(xml.decode("utf-8", "replace"))
    return _Reader().read(_STRAY_END.sub(_SPLIT_END, clean).encode())


def scrub(text: str) -> str:
    """`text` without what XML cannot hold; line ends are `\\n`, as a reader of XML sees them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ILLEGAL_TEXT.sub("", text)


def cdata(text: str) -> str:
    """`text` as character data; `]]>` is split over two sections, or it would end the first."""
    return f"<![CDATA[{scrub(text).replace(']]>', _SPLIT_END)}]]>"


def text_of(node: Node, name: str) -> str:
    """The first text of that name as it was sent, or ''."""
    return next((value for value in node.get(name, ()) if isinstance(value, str)), "")


def word_of(node: Node, name: str) -> str:
    return text_of(node, name).strip()


def int_of(node: Node, name: str) -> int:
    """A whole number, 0 where there is none; raises ValueError for anything else."""
    return int(word_of(node, name) or "0")


def float_of(node: Node, name: str) -> float:
    """A finite number; raises ValueError, also where there is none."""
    value = float(word_of(node, name))
    if not isfinite(value):
        raise ValueError(name)
    return value


def nodes_of(node: Node, *path: str) -> list[Node]:
    """Every element with children that stands at the end of `path`."""
    found = [node]
    for name in path:
        found = [v for n in found for v in n.get(name, ()) if not isinstance(v, str)]
    return found


def node_of(node: Node, *path: str) -> Node:
    """The first of `nodes_of`, or an empty one."""
    return next(iter(nodes_of(node, *path)), {})


class _Reader:
    def __init__(self) -> None:
        self._open: list[tuple[str, dict[str, list[str | Node]], list[str]]] = []
        self._document: Node | None = None
        self._elements = 0

    def read(self, xml: bytes) -> Node:
        try:
            self._parser().Parse(xml, True)
        except expat.ExpatError as problem:
            raise MalformedMarkup(expat.ErrorString(problem.code)) from None
        if self._document is None:
            raise MalformedMarkup("no content")
        return self._document

    def _parser(self) -> expat.XMLParserType:
        """Made anew and not kept: it holds our methods, and a ring would wait for the collector."""
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self._open) >= _MAX_DEPTH or self._elements > _MAX_ELEMENTS:
            raise MalformedMarkup("too many elements")
        if not self._open and name != "xml":
            raise MalformedMarkup("not an <xml> document")
        self._open.append((name, {}, []))

    def _text(self, text: str) -> None:
        self._open[-1][2].append(text)

    def _end(self, name: str) -> None:
        _, children, texts = self._open.pop()
        if not self._open:
            self._document = children
            return
        self._open[-1][1].setdefault(name, []).append(children or "".join(texts))

    def _refuse(self, *_: object) -> None:
        raise MalformedMarkup("a document type is never sent")
