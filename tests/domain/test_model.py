"""Nothing but WeChat's own small file is served at the root."""

import pytest

from chalicelib.domain.model import DomainFile, domain_file, read, written
from chalicelib.errors import BadRequest

NAME = "MP_verify_AbC123.txt"


def test_wechats_file_is_taken() -> None:
    assert domain_file(NAME, "AbC123\n") == DomainFile(NAME, "AbC123")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("robots.txt", "AbC123"),
        ("MP_verify_../x.txt", "AbC123"),
        (f"{NAME}\n", "AbC123"),
        (NAME, ""),
        (NAME, "<script>"),
        (NAME, "two words"),
        (NAME, "x" * 129),
    ],
)
def test_anything_else_is_refused(name: str, text: str) -> None:
    with pytest.raises(BadRequest):
        domain_file(name, text)


def test_files_survive_being_written_down() -> None:
    files = {NAME: "a", "MP_verify_b.txt": "b"}
    assert read(written(files)) == files
    assert read("") == {}
