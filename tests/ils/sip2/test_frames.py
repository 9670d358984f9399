"""The line's bytes: what goes out comes back, whatever the text; what is no message is refused."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.errors import BadRequest
from chalicelib.ils.sip2.dialects import Dialect
from chalicelib.ils.sip2.frames import checksum, from_bytes, to_bytes
from chalicelib.ils.sip2.messages import LAYOUTS, Garbled, Message, make, read

UTF8 = Dialect()
GBK = Dialect(encoding="gbk")
BARE = Dialect(error_detection=False)
CODES = st.sampled_from(sorted(LAYOUTS))
IDS = st.text(string.ascii_uppercase, min_size=2, max_size=2)
ASCII = st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters="|")
GBK_TEXT = st.text(
    st.one_of(ASCII, st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)), max_size=40
)
ANY_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="|"), max_size=40
)


@st.composite
def messages(draw: st.DrawFn, text: st.SearchStrategy[str]) -> Message:
    code = draw(CODES)
    fixed = {n: draw(st.text(ASCII, min_size=w, max_size=w)) for n, w in LAYOUTS[code]}
    return make(code, fixed, draw(st.lists(st.tuples(IDS, text), max_size=8)))


@settings(deadline=None)
@given(messages(ANY_TEXT), st.integers(0, 9))
def test_what_is_written_in_utf8_is_read_again(message: Message, sequence: int) -> None:
    frame = from_bytes(to_bytes(message, UTF8, sequence), UTF8)
    assert frame.message == message


@settings(deadline=None)
@given(messages(GBK_TEXT), st.integers(0, 9))
def test_what_is_written_in_gbk_is_read_again(message: Message, sequence: int) -> None:
    frame = from_bytes(to_bytes(message, GBK, sequence), GBK)
    assert frame.message == message


@settings(deadline=None)
@given(messages(st.text(ASCII, max_size=9)), st.integers(0, 9))
def test_the_sequence_number_goes_along(message: Message, sequence: int) -> None:
    frame = from_bytes(to_bytes(message, UTF8, sequence), UTF8)
    assert frame.sequence == (None if message.code in {"96", "97"} else sequence)


@settings(deadline=None)
@given(messages(GBK_TEXT), st.data())
def test_a_changed_byte_is_noticed(message: Message, data: st.DataObject) -> None:
    line = bytearray(to_bytes(message, GBK, 1).rstrip(b"\r"))
    at = data.draw(st.integers(0, len(line) - 7))
    line[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Garbled):
        from_bytes(bytes(line), GBK)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_garbage_is_read_or_refused_but_never_breaks(line: bytes) -> None:
    assert _outcome(line, GBK) in {"read", "refused"}


def _outcome(line: bytes, dialect: Dialect) -> str:
    try:
        from_bytes(line, dialect)
    except Garbled:
        return "refused"
    return "read"


@settings(deadline=None)
@given(messages(GBK_TEXT), st.integers(0, 400))
def test_a_truncated_line_is_read_or_refused(message: Message, kept: int) -> None:
    assert _outcome(to_bytes(message, GBK, 3)[:kept], GBK) in {"read", "refused"}


@pytest.mark.parametrize("sign", ["億", "倈", "唡", "坾"])
def test_the_delimiters_byte_inside_a_character_splits_nothing(sign: str) -> None:
    raw = f"101YNN{' ' * 18}AB123|AJ{sign}萬富翁|".encode("gbk")
    assert from_bytes(raw, GBK).message.first("AJ") == f"{sign}萬富翁"


def test_more_than_gbk_is_read_from_a_system_that_says_gbk() -> None:
    raw = f"101YNN{' ' * 18}AJ龘靐|".encode("gb18030")
    assert from_bytes(raw, GBK).message.first("AJ") == "龘靐"


def test_a_title_cut_inside_a_character_keeps_its_rest() -> None:
    raw = f"101YNN{' ' * 18}AJ三体".encode()[:-1] + b"|AB123|"
    message = from_bytes(raw, UTF8).message
    assert (message.first("AJ"), message.first("AB")) == ("三\ufffd", "123")


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=20))
def test_a_gbk_title_cut_inside_a_character_swallows_no_field(title: str) -> None:
    cut = title.encode("gbk")[:-1]
    raw = b"18030001" + b" " * 18 + b"AB1|AJ" + cut + b"|AH20261205|CF2|"
    message = from_bytes(raw, GBK).message
    assert [message.first(id) for id in ("AB", "AH", "CF")] == ["1", "20261205", "2"]
    assert message.first("AJ") == f"{title[:-1]}\ufffd"


@pytest.mark.parametrize("id", ["BL", "CQ", "AA"])
def test_a_name_cannot_say_that_a_card_is_right(id: str) -> None:
    raw = f"64{' ' * 59}AEX億{id}Y|".encode("gbk")
    assert from_bytes(raw, GBK).message.first(id) == ""


def test_a_title_may_name_a_field_that_stands_elsewhere() -> None:
    raw = b"18030001" + b" " * 18 + "AJ億AH20|AH20261205|".encode("gbk")
    assert from_bytes(raw, GBK).message.first("AJ") == "億AH20"


def test_the_checksum_makes_the_line_zero() -> None:
    """Two's complement of the sum of all bytes up to and with AZ, in four hexadecimal digits."""
    login = make(
        "93", {"user_algorithm": "0", "password_algorithm": "0"}, [("CN", "u"), ("CO", "p")]
    )
    line = to_bytes(login, UTF8, 0).rstrip(b"\r")
    assert (sum(line[:-4]) + int(line[-4:], 16)) & 0xFFFF == 0
    assert checksum(b"97AZ") == 0xFEF5


def test_a_short_checksum_is_a_checksum() -> None:
    """Some systems leave out the leading zeros."""
    line = b"941" + b"|" * 510 + b"AZ"
    raw = line + b"%X" % checksum(line)
    assert len(raw) - len(line) < 4
    assert from_bytes(raw, UTF8).message.code == "94"


@pytest.mark.parametrize("end", [b"\r", b"\r\n", b"\n", b"", b"\r\n\r\n"])
def test_any_line_end_will_do(end: bytes) -> None:
    assert from_bytes(b"\n941" + end, UTF8).message.fixed == {"ok": "1"}


def test_a_line_ends_as_the_dialect_says() -> None:
    assert to_bytes(read("99" + "00402.00"), Dialect(line_end="\r\n"), 1).endswith(b"\r\n")


@pytest.mark.parametrize("value", ["1|AD9999", "1\r63", "1\x00", "1\n"])
def test_a_value_cannot_smuggle_in_another_field(value: str) -> None:
    with pytest.raises(BadRequest):
        to_bytes(Message("94", {"ok": "1"}, (("AA", value),)), UTF8, 0)


def test_what_the_encoding_cannot_write_is_a_bad_request() -> None:
    with pytest.raises(BadRequest):
        to_bytes(Message("94", {"ok": "1"}, (("AA", "😀"),)), GBK, 0)


def test_a_line_may_go_without_checksum() -> None:
    assert to_bytes(read("941"), BARE, 5) == b"941\r"


def test_a_message_prints_no_field() -> None:
    assert "4711" not in repr(Message("63", {}, (("AD", "4711"),)))


def test_a_fixed_field_of_another_width_is_a_bad_request() -> None:
    with pytest.raises(BadRequest):
        make("94", {"ok": "10"})


@pytest.mark.parametrize("text", ["", "9", "00", "xx", "24 short"])
def test_what_is_no_message_is_garbled(text: str) -> None:
    with pytest.raises(Garbled):
        read(text)


def test_empty_and_repeated_fields_say_nothing_new() -> None:
    message = read("941AS|ASB1|AS  |ASB1|ASB2|A|")
    assert message.every("AS") == ("B1", "B2")
    assert message.first("AF") == ""
