"""What goes into the zip, and that the same files make the same zip."""

import gzip
import json
import marshal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from chalicelib import ready_methods
from infra.slim import slim
from infra.trim import is_needed, trim

ONE = """
from dataclasses import dataclass
WORDS = {'a', 'b', 'c'}
@dataclass
class One:
    word: str
def breaks():
    raise ValueError(One('word'))
"""
BREAKS_AT = 8


@pytest.fixture
def packaged(tmp_path: Path) -> Path:
    """A small package as chalice makes it."""
    path = tmp_path / "deployment.zip"
    endpoints = {"partitions": [{"services": {"s3": {}, "ec2": {}}}]}
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("app.py", "import chalicelib.one\n")
        packed.writestr("chalicelib/__init__.py", "")
        packed.writestr("chalicelib/one.py", ONE)
        packed.writestr("chalicelib/words.yaml", "a: 1\n")
        packed.writestr("other/__init__.py", "def f():\n    return {'x', 'y', 'z'}\n")
        packed.writestr("pip/__init__.py", "")
        packed.writestr("botocore/data/endpoints.json", json.dumps(endpoints))
    return path


def trimmed(packaged: Path, folder: Path) -> Path:
    folder.mkdir()
    trim(packaged, folder / "unpacked", folder / "code.zip")
    return folder / "code.zip"


def test_only_what_runs_is_kept(packaged: Path, tmp_path: Path) -> None:
    names = zipfile.ZipFile(trimmed(packaged, tmp_path / "a")).namelist()
    kept = {"app.pyc", "chalicelib/one.pyc", "chalicelib/words.yaml", "other/__init__.pyc"}
    assert kept <= set(names)
    assert [name for name in names if name.endswith(".py") or name.startswith("pip/")] == []


def test_an_error_still_names_its_file_and_line(packaged: Path, tmp_path: Path) -> None:
    unpacked = trimmed(packaged, tmp_path / "a").parent / "unpacked"
    code = f"import sys; sys.path.insert(0, {str(unpacked)!r}); import app; app.chalicelib.one.breaks()"
    done = subprocess.run([sys.executable, "-S", "-B", "-c", code], capture_output=True, text=True)
    assert f'File "/var/task/chalicelib/one.py", line {BREAKS_AT}, in breaks' in done.stderr


def test_the_methods_of_dataclasses_are_compiled_beforehand(packaged: Path, tmp_path: Path) -> None:
    unpacked = trimmed(packaged, tmp_path / "a").parent / "unpacked"
    held = marshal.loads((unpacked / "chalicelib" / ready_methods.FILE).read_bytes())
    written = [text for text in held if "word" in text]
    assert any("def __init__" in text for text in written)


def test_two_trims_are_the_same_bytes(packaged: Path, tmp_path: Path) -> None:
    first, second = trimmed(packaged, tmp_path / "a"), trimmed(packaged, tmp_path / "b")
    assert first.read_bytes() == second.read_bytes()


def test_it_runs_where_nothing_can_be_written(packaged: Path, tmp_path: Path) -> None:
    unpacked = trimmed(packaged, tmp_path / "a").parent / "unpacked"
    code = f"import sys; sys.path.insert(0, {str(unpacked)!r}); import app, other; print(other.f())"
    done = subprocess.run([sys.executable, "-S", "-B", "-c", code], capture_output=True, text=True)
    assert "'x'" in done.stdout


@pytest.mark.parametrize(
    "name",
    ["boto3/session.py", "x-1.0.dist-info/METADATA", "lib/tests/test_a.py", "lib/py.typed", "lib/"],
)
def test_what_is_never_loaded_is_left_out(name: str) -> None:
    assert not is_needed(name)


def test_descriptions_lose_their_texts_but_not_a_member_of_that_name(tmp_path: Path) -> None:
    described = {"documentation": "long", "members": {"documentation": {"shape": "S"}}}
    (tmp_path / "service-2.json.gz").write_bytes(gzip.compress(json.dumps(described).encode()))
    (tmp_path / "endpoints.json").write_text(json.dumps({"partitions": []}))
    slim(tmp_path)
    left = json.loads((tmp_path / "service-2.json").read_text())
    assert left == {"documentation": "", "members": {"documentation": {"shape": "S"}}}


def test_endpoints_of_services_that_are_not_used_go(tmp_path: Path) -> None:
    endpoints = {"partitions": [{"services": {"s3": {"a": 1}, "ec2": {}}, "dnsSuffix": "x"}]}
    (tmp_path / "endpoints.json").write_text(json.dumps(endpoints))
    slim(tmp_path)
    left = json.loads((tmp_path / "endpoints.json").read_text())
    assert left == {"partitions": [{"services": {"s3": {"a": 1}}, "dnsSuffix": "x"}]}
