"""WeChat's XML is read whatever readers put into it, and nothing else is."""

import pytest

from chalicelib.wechat.markup import (
    MalformedMarkup,
    cdata,
    float_of,
    int_of,
    node_of,
    nodes_of,
    read,
    scrub,
    text_of,
    word_of,
)

BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY l2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]><xml><a>&l2;</a></xml>"""
OUTSIDE = b"""<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><a>&f;</a></xml>"""


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"   ",
        b"not xml",
        b"<xml>",
        b"<xml></xml><xml></xml>",
        b"<other><a>1</a></other>",
        b"<xml><a>1</b></xml>",
        b"<xml><a>&unknown;</a></xml>",
        b"\xff\xfe<\x00x\x00m\x00l\x00",
        b"<xml>" + b"<a>" * 50 + b"</a>" * 50 + b"</xml>",
        b"<xml>" + b"<a/>" * 5_000 + b"</xml>",
        BOMB,
        OUTSIDE,
        b"<!DOCTYPE xml><xml><a>1</a></xml>",
    ],
)
def test_what_wechat_would_not_send_is_refused(document: bytes) -> None:
    with pytest.raises(MalformedMarkup):
        read(document)


def test_an_empty_text_is_a_text() -> None:
    assert text_of(read(b"<xml><Content><![CDATA[]]></Content></xml>"), "Content") == ""


def test_spaces_of_a_text_are_kept_and_those_of_a_word_are_not() -> None:
    node = read(b"<xml><a><![CDATA[ x ]]></a></xml>")
    assert (text_of(node, "a"), word_of(node, "a")) == (" x ", "x")


@pytest.mark.parametrize("count", [1, 2, 3])
def test_one_and_many_of_a_name_are_read_alike(count: int) -> None:
    node = read(b"<xml><L>" + b"<i><n>1</n></i>" * count + b"</L></xml>")
    assert [word_of(item, "n") for item in nodes_of(node, "L", "i")] == ["1"] * count


def test_the_first_of_several_texts_counts() -> None:
    assert text_of(read(b"<xml><a>1</a><a>2</a></xml>"), "a") == "1"


def test_a_missing_element_is_empty() -> None:
    node = read(b"<xml></xml>")
    assert (text_of(node, "a"), int_of(node, "a"), node_of(node, "a", "b")) == ("", 0, {})


@pytest.mark.parametrize("value", ["", "abc", "nan", "inf", "-inf", "1e999"])
def test_a_coordinate_must_be_a_number(value: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        float_of(read(f"<xml><a>{value}</a></xml>".encode()), "a")


@pytest.mark.parametrize("dirt", ["\x00", "\x08", "\x1f", "\ufffe", "\uffff"])
def test_characters_no_xml_may_hold_do_not_cost_the_reader_an_answer(dirt: str) -> None:
    document = f"<xml><Content><![CDATA[你{dirt}好]]></Content></xml>".encode()
    assert text_of(read(document), "Content") == "你好"


def test_half_a_character_from_a_phone_does_not_cost_the_reader_an_answer() -> None:
    document = b"<xml><Content><![CDATA[a\xed\xa0\xbdb]]></Content></xml>"
    content = text_of(read(document), "Content")
    assert (content[0], content[-1]) == ("a", "b")


@pytest.mark.parametrize("text", ["]]>", "]]]>", "]]>]]>", "a]]", "]", "<a>&amp;</a>", "x\n\ty"])
def test_character_data_survives_being_written_and_read(text: str) -> None:
    assert text_of(read(f"<xml><a>{cdata(text)}</a></xml>".encode()), "a") == text


def test_line_ends_are_those_a_reader_of_xml_sees() -> None:
    assert scrub("a\r\nb\rc") == "a\nb\nc"


@pytest.mark.parametrize("said", ["a]]>b", "]]>", "]]>]]>", "x ]]> y ]]>"])
def test_an_end_mark_wechat_did_not_split_does_not_cost_the_reader_an_answer(said: str) -> None:
    document = f"<xml><Content><![CDATA[{said}]]></Content></xml>".encode()
    assert text_of(read(document), "Content") == said


def test_a_text_that_ends_its_own_element_cannot_name_another_sender() -> None:
    said = "]]></Content><FromUserName><![CDATA[oVictim"
    document = (
        f"<xml><FromUserName>oMe</FromUserName><Content><![CDATA[{said}]]></FromUserName></xml>"
    )
    assert text_of(read(document.encode()), "FromUserName") == "oMe"
