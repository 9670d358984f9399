import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.wechat_platform import wire


@given(st.text())
def test_no_text_breaks_the_xml(text: str) -> None:
    assert set(wire.read(wire.write({"Content": text, "MsgId": 7}))) == {"Content", "MsgId"}


def test_the_end_of_a_cdata_section_survives() -> None:
    assert wire.read(wire.write({"Content": "a]]>b"})) == {"Content": "a]]>b"}


def test_control_characters_are_left_out() -> None:
    assert wire.read(wire.write({"Content": "a\x00\x0bb"})) == {"Content": "ab"}


def test_branches_and_lists_are_read_back() -> None:
    fields: wire.Fields = {"Articles": {"item": [{"Title": "a"}, {"Title": "b"}]}}
    assert wire.read(wire.write(fields)) == fields


@pytest.mark.parametrize(
    "text",
    ["", "success", "<html/>", "<xml>", '<!DOCTYPE x [<!ENTITY a "b">]><xml><A>&a;</A></xml>'],
)
def test_anything_but_plain_xml_is_refused(text: str) -> None:
    with pytest.raises(wire.BadXml):
        wire.read(text)
