"""Methods compiled at the build are the methods the class would have had."""

import dataclasses
import marshal
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib import ready_methods


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    vars(dataclasses).pop("exec", None)


def a_file(folder: Path, texts: dict[str, str]) -> Path:
    compiled = {t: marshal.dumps(compile(code, "<string>", "exec")) for t, code in texts.items()}
    file = folder / ready_methods.FILE
    file.write_bytes(marshal.dumps(compiled))
    return file


def test_a_text_that_was_compiled_is_not_compiled_again(tmp_path: Path) -> None:
    ready_methods.use(a_file(tmp_path, {"how = 'written'": "how = 'ready'"}))
    made: dict[str, str] = {}
    vars(dataclasses)["exec"]("how = 'written'", {}, made)
    assert made == {"how": "ready"}


def test_a_class_nobody_compiled_is_made_the_usual_way(tmp_path: Path) -> None:
    ready_methods.use(a_file(tmp_path, {}))
    made = dataclasses.make_dataclass("Made", ["one"], frozen=True)
    assert (made(1), hash(made(1))) == (made(1), hash(made(1)))


def test_where_there_is_no_file_nothing_changes(tmp_path: Path) -> None:
    ready_methods.use(tmp_path / "none")
    assert "exec" not in vars(dataclasses)
