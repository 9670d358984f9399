"""MARC files made by hand."""

from collections.abc import Callable

Pair = tuple[str, str]


def a_field(tag: str, **subfields: str) -> Pair:
    return tag, "  " + "".join(f"\x1f{code}{value}" for code, value in subfields.items())


def a_marc(
    *fields: Pair,
    encoding: str = "utf-8",
    leader_9: str = " ",
    raw: tuple[bytes, bytes] | None = None,
    by_chars: bool = False,
) -> bytes:
    """One ISO 2709 record. `by_chars`: its lengths count characters, as bad exports do."""
    bodies = [(tag.encode(), value.encode(encoding) + b"\x1e") for tag, value in fields]
    bodies += [(raw[0], raw[1] + b"\x1e")] if raw else []
    length: Callable[[bytes], int] = (lambda b: len(b.decode(encoding))) if by_chars else len
    directory, start = b"", 0
    for tag, body in bodies:
        directory += tag + f"{length(body):04d}{start:05d}".encode()
        start += length(body)
    data = b"".join(body for _, body in bodies)
    base = 24 + len(directory) + 1
    leader = f"{base + len(data) + 1:05d}nam {leader_9}22{base:05d}   4500"
    return leader.encode() + directory + b"\x1e" + data + b"\x1d"


def a_marcxml(prefix: str, title: str) -> bytes:
    p = prefix
    return (
        f'<{p}record><{p}leader>x</{p}leader><{p}controlfield tag="001">1</{p}controlfield>'
        f'<{p}datafield tag="245" ind1=" " ind2=" "><{p}subfield code="a">{title}</{p}subfield>'
        f"</{p}datafield></{p}record>"
    ).encode()
