"""The two places files live in."""

import io
import mimetypes
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.clock import Clock, utc_now
from chalicelib.errors import BadRequest, NotFound, TryLater
from chalicelib.files.ports import StoredFile

_KEY = re.compile(r"[A-Za-z0-9_\-]+(?:[./][A-Za-z0-9_\-]+)*")


def checked(key: str) -> str:
    if not _KEY.fullmatch(key) or len(key) > 500:
        raise BadRequest("not a file key")
    return key


class FolderFiles:
    """Files below one folder; the content type stands in the name's ending."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(
        self, key: str, body: bytes, content_type: str, deadline: datetime | None = None
    ) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{path.name}.{os.getpid()}.part")
        with half.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)

    def get(self, key: str) -> StoredFile:
        return StoredFile(self._existing(key).read_bytes(), self.content_type(key))

    def read_range(self, key: str, start: int, length: int) -> bytes:
        with self._existing(key).open("rb") as file:
            file.seek(start)
            return file.read(length)

    def size(self, key: str) -> int:
        return self._existing(key).stat().st_size

    def content_type(self, key: str) -> str:
        self._existing(key)
        return mimetypes.guess_type(key)[0] or "application/octet-stream"

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def keys(self, prefix: str) -> Iterator[str]:
        found = (p for p in self._root.rglob("*") if p.is_file() and not p.name.startswith("."))
        names = sorted(p.relative_to(self._root).as_posix() for p in found)
        return (name for name in names if name.startswith(prefix))

    def _path(self, key: str) -> Path:
        return self._root / checked(key)

    def _existing(self, key: str) -> Path:
        path = self._path(key)
        if not path.is_file():
            raise NotFound("no such file")
        return path


class Hurried(io.BytesIO):
    """A body that stops being sent, first or once more, when its time is over."""

    def __init__(self, body: bytes, deadline: datetime, clock: Clock) -> None:
        super().__init__(body)
        self._deadline = deadline
        self._clock = clock

    def read(self, size: int | None = -1) -> bytes:
        if self._clock() >= self._deadline:
            raise TimeoutError("no time is left to send the file")
        return super().read(size)


class BucketFiles:
    """Files in a private bucket; `client` is a botocore S3 client with timeouts set."""

    def __init__(self, client: Any, bucket: str, clock: Clock = utc_now) -> None:
        self._client = client
        self._clock = clock
        self._bucket = bucket

    def put(
        self, key: str, body: bytes, content_type: str, deadline: datetime | None = None
    ) -> None:
        sent = io.BytesIO(body) if deadline is None else Hurried(body, deadline, self._clock)
        self._ask("put_object", Key=checked(key), Body=sent, ContentType=content_type)

    def get(self, key: str) -> StoredFile:
        answer = self._ask("get_object", Key=checked(key))
        return StoredFile(answer["Body"].read(), answer["ContentType"])

    def read_range(self, key: str, start: int, length: int) -> bytes:
        size = self.size(key)
        if start >= size or length <= 0:
            return b""
        span = f"bytes={start}-{min(start + length, size) - 1}"
        body: bytes = self._ask("get_object", Key=key, Range=span)["Body"].read()
        return body

    def size(self, key: str) -> int:
        return int(self._ask("head_object", Key=checked(key))["ContentLength"])

    def content_type(self, key: str) -> str:
        return str(self._ask("head_object", Key=checked(key))["ContentType"])

    def delete(self, key: str) -> None:
        self._ask("delete_object", Key=checked(key))

    def keys(self, prefix: str) -> Iterator[str]:
        after: dict[str, str] = {}
        while True:
            page = self._ask("list_objects_v2", Prefix=prefix, **after)
            yield from (held["Key"] for held in page.get("Contents", []))
            if not page.get("IsTruncated"):
                return
            after = {"ContinuationToken": page["NextContinuationToken"]}

    def _ask(self, operation: str, **arguments: Any) -> Any:
        try:
            return getattr(self._client, operation)(Bucket=self._bucket, **arguments)
        except ClientError as problem:
            raise _sorted(problem) from problem
        except (BotoCoreError, TimeoutError) as problem:
            raise TryLater("the file store is busy") from problem


def _sorted(problem: ClientError) -> Exception:
    code = problem.response.get("Error", {}).get("Code", "")
    if code in {"NoSuchKey", "404", "NotFound"}:
        return NotFound("no such file")
    return TryLater(f"the file store refused ({code})")
