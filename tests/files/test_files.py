"""One contract for both places files live in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import botocore.session
import pytest
from moto import mock_aws

from chalicelib.errors import BadRequest, NotFound, TryLater
from chalicelib.files.ports import Files
from chalicelib.files.store import BucketFiles, FolderFiles


@pytest.fixture(params=["folder", "bucket"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Files]:
    if request.param == "folder":
        yield FolderFiles(tmp_path)
        return
    with mock_aws():
        session = botocore.session.get_session()
        session.set_credentials("test", "test")
        client = session.create_client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="weiguan-test")
        yield BucketFiles(client, "weiguan-test")


def test_what_is_put_comes_back(files: Files) -> None:
    files.put("cases/1121-0001/a.jpg", b"picture", "image/jpeg")
    assert files.get("cases/1121-0001/a.jpg").body == b"picture"
    assert files.get("cases/1121-0001/a.jpg").content_type == "image/jpeg"


def test_a_second_put_replaces_the_first(files: Files) -> None:
    files.put("a.txt", b"one", "text/plain")
    files.put("a.txt", b"two", "text/plain")
    assert files.get("a.txt").body == b"two"


def test_a_missing_file_is_not_found(files: Files) -> None:
    with pytest.raises(NotFound):
        files.get("nothing.txt")


def test_a_range_ends_with_the_file(files: Files) -> None:
    files.put("a.txt", b"0123456789", "text/plain")
    assert files.read_range("a.txt", 8, 5) == b"89"
    assert files.read_range("a.txt", 10, 5) == b""


def test_a_deleted_file_is_gone_and_deleting_again_is_fine(files: Files) -> None:
    files.put("a.txt", b"one", "text/plain")
    files.delete("a.txt")
    files.delete("a.txt")
    with pytest.raises(NotFound):
        files.size("a.txt")


def test_keys_are_listed_by_prefix(files: Files) -> None:
    files.put("b/2.txt", b"", "text/plain")
    files.put("b/1.txt", b"", "text/plain")
    files.put("c/1.txt", b"", "text/plain")
    assert list(files.keys("b/")) == ["b/1.txt", "b/2.txt"]


@pytest.mark.parametrize("key", ["../up", "/root", "a//b", "", "a\0b", "a/../../b"])
def test_a_key_that_leaves_its_place_is_refused(files: Files, key: str) -> None:
    with pytest.raises(BadRequest):
        files.get(key)


def test_a_file_with_time_left_is_put(files: Files) -> None:
    files.put("a.txt", b"one", "text/plain", datetime.now(UTC) + timedelta(minutes=1))
    assert files.get("a.txt").body == b"one"


def test_a_file_whose_time_is_over_is_not_waited_for() -> None:
    session = botocore.session.get_session()
    session.set_credentials("test", "test")
    client = session.create_client("s3", region_name="us-east-1", endpoint_url="http://127.0.0.1:9")
    late = datetime.now(UTC) - timedelta(seconds=1)
    with pytest.raises(TryLater, match="busy"):
        BucketFiles(client, "weiguan-test").put("a.txt", b"one", "text/plain", late)
