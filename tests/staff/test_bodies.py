import msgspec
import pytest

from chalicelib.errors import BadRequest
from chalicelib.staff.bodies import from_fields, from_json, multipart, tidy, urlencoded
from chalicelib.staff.model import Role


class Form(msgspec.Struct):
    name: str
    roles: list[Role] = []
    age: int = 0
    text: str = ""


def said(body: bytes) -> str:
    with pytest.raises(BadRequest) as problem:
        from_json(body, Form)
    return str(problem.value)


def test_a_missing_field_is_named_as_the_page_names_it() -> None:
    assert said(b"{}") == "请填写登录名。"


def test_a_field_of_the_wrong_kind_is_named() -> None:
    assert said(b'{"name": 5}') == "登录名的类型不对。"
    assert said(b'{"name": "a", "age": "x"}') == "age请填数字。"
    assert said(b'{"name": "a", "roles": ["king"]}') == "角色不是可选的值。"


@pytest.mark.parametrize(
    "body", [b"{", b"\xff\xfe", b"[" * 100000, b"null", b"1e999", b'"\\ud800"']
)
def test_what_is_no_json_is_refused_and_nothing_breaks(body: bytes) -> None:
    assert said(body)


def test_form_fields_become_the_type() -> None:
    form = from_fields(urlencoded(b"name=lin&roles=desk&roles=editor&age=7&csrf=x"), Form)
    assert form == Form("lin", [Role.DESK, Role.EDITOR], 7)


def test_of_two_values_for_one_the_last_counts() -> None:
    assert from_fields(urlencoded(b"name=a&name=b"), Form).name == "b"


def test_a_number_left_empty_counts_as_not_sent() -> None:
    assert from_fields(urlencoded(b"name=a&age="), Form).age == 0


def test_too_many_fields_are_refused() -> None:
    with pytest.raises(BadRequest):
        urlencoded(b"a=1&" * 1000)


def test_control_characters_and_lone_halves_are_dropped() -> None:
    assert tidy("a\x00b\r\nc\td\ud800") == "ab\nc\td"


def part(head: str, content: bytes) -> bytes:
    return b"--XX\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n"


def test_an_uploaded_file_comes_out_byte_for_byte() -> None:
    content = bytes(range(256)) + b"\r\n--X\r\n\n\r" + "书目".encode()
    head = 'Content-Disposition: form-data; name="file"; filename="C:\\书 目.mrc"'
    body = part('Content-Disposition: form-data; name="kind"', b"marc") + part(head, content)
    fields, files = multipart(body + b"--XX--\r\n", "multipart/form-data; boundary=XX")
    assert fields == {"kind": ("marc",)}
    assert files["file"].name == "书 目.mrc"
    assert files["file"].content == content


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--XX",
        b"--XX\r\nnothing\r\n--XX--",
        b"--XX\r\nContent-Disposition: form-data\r\n\r\n",
        b"--XX\r\nContent-Disposition: form-data; filename=x\r\n\r\nabc\r\n--XX--",
    ],
)
def test_a_broken_upload_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequest, match="上传"):
        multipart(body, "multipart/form-data; boundary=XX")


def test_an_upload_without_a_boundary_is_refused() -> None:
    with pytest.raises(BadRequest):
        multipart(b"--XX--", "multipart/form-data")
