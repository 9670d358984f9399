"""Answers of SRU servers as they come, and what is made of them."""

import pytest

from chalicelib.ils.sru.answers import BadAnswer, read_answer
from chalicelib.ils.sru.model import Diagnostic, Results

MARC = (
    '<{p}record xmlns{x}="http://www.loc.gov/MARC21/slim"><{p}leader>00000nam</{p}leader>'
    '<{p}controlfield tag="001">7</{p}controlfield><{p}datafield tag="245" ind1="1" ind2="0">'
    '<{p}subfield code="a">活着 &amp; 三体</{p}subfield></{p}datafield></{p}record>'
)
PLAIN = MARC.format(p="", x="")
PREFIXED = MARC.format(p="marc:", x=":marc")


def an_answer(*records: str, total: int | str = 1) -> bytes:
    listed = "".join(
        f"<zs:record><zs:recordSchema>marcxml</zs:recordSchema><zs:recordData>{one}"
        "</zs:recordData><zs:recordPosition>1</zs:recordPosition></zs:record>"
        for one in records
    )
    return (
        '<?xml version="1.0"?><zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/">'
        f"<zs:version>1.1</zs:version><zs:numberOfRecords>{total}</zs:numberOfRecords>"
        f"<zs:records>{listed}</zs:records></zs:searchRetrieveResponse>"
    ).encode()


def a_diagnostic(uri: str) -> bytes:
    said = (
        '<diagnostics xmlns:d="http://www.loc.gov/zing/srw/diagnostic/"><d:diagnostic>'
        f"<d:uri>{uri}</d:uri><d:details>x</d:details></d:diagnostic></diagnostics>"
    )
    return f"<searchRetrieveResponse>{said}</searchRetrieveResponse>".encode()


def results(body: bytes) -> Results:
    answer = read_answer(body)
    assert isinstance(answer, Results)
    return answer


@pytest.mark.parametrize("record", [PLAIN, PREFIXED])
def test_a_record_is_read_whatever_its_prefix(record: str) -> None:
    read = results(an_answer(record, record, total=12))
    assert (read.total, len(read.records)) == (12, 2)
    assert next(read.records[1].all("245")).first("a") == "活着 & 三体"


def test_a_record_packed_as_text_is_read_too() -> None:
    packed = PLAIN.replace("&", "&amp;").replace("<", "&lt;")
    assert results(an_answer(packed)).records[0].control("001") == "7"


def test_a_record_nobody_can_read_is_counted() -> None:
    read = results(an_answer(PLAIN, "&lt;record&gt;", total=2))
    assert (len(read.records), read.unread) == (1, 1)


def test_a_mark_at_the_beginning_does_not_matter() -> None:
    assert results(b"\xef\xbb\xbf" + an_answer(PLAIN)).records[0].control("001") == "7"


def test_no_record_is_an_answer() -> None:
    assert read_answer(an_answer(total=0)) == Results(0)


@pytest.mark.parametrize(
    ("uri", "number"), [("info:srw/diagnostic/1/16", 16), ("http://else.example/9", 0)]
)
def test_a_diagnostic_is_told_by_its_number(uri: str, number: int) -> None:
    assert read_answer(a_diagnostic(uri)) == Diagnostic(number)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"<a></b>",
        "<a>活着</a>".encode("gbk"),
        b"<a/>",
        an_answer(total="many"),
        an_answer(total=-1),
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<a>" * 1000,
    ],
)
def test_what_is_no_answer_is_said_so(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        read_answer(body)


def test_an_entity_grows_nowhere() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + an_answer("&a;")
    with pytest.raises(BadAnswer):
        read_answer(bomb)
