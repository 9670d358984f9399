"""One HTTP exchange with the service's address, cut when its time is over (wechat.md §1.2)."""

import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import socket
from urllib.parse import SplitResult, urlsplit

MAX_REPLY = 1024 * 1024
CHUNK = 65536


@dataclass(frozen=True)
class Answer:
    """`status` is None when nothing came back in time; `trouble` then says what happened."""

    status: int | None
    body: bytes
    trouble: str
    seconds: float

    @property
    def is_ok(self) -> bool:
        return self.status == 200


class Webhook:
    def __init__(self, url: str, timeout_s: float) -> None:
        self._url = urlsplit(url)
        self._timeout_s = timeout_s

    def get(self, query: str) -> Answer:
        return self._timed("GET", query, b"", self._timeout_s)

    def post(self, query: str, body: bytes, cut_after_s: float | None = None) -> Answer:
        timeout_s = self._timeout_s if cut_after_s is None else cut_after_s
        return self._timed("POST", query, body, timeout_s)

    def post_torn(self, query: str, body: bytes) -> Answer:
        """Half of the body, then silence."""
        connection = self._connection(self._timeout_s)
        with suppress(OSError):
            connection.putrequest("POST", self._target(query))
            connection.putheader("Content-Type", "text/xml")
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body[: len(body) // 2])
        connection.close()
        return Answer(None, b"", "torn push", 0.0)

    def _timed(self, method: str, query: str, body: bytes, timeout_s: float) -> Answer:
        start = time.monotonic()
        status, content, trouble = self._exchange(method, query, body, start + timeout_s)
        return Answer(status, content, trouble, time.monotonic() - start)

    def _exchange(
        self, method: str, query: str, body: bytes, ends: float
    ) -> tuple[int | None, bytes, str]:
        connection = self._connection(self._timeout_s)
        try:
            connection.request(method, self._target(query), body, {"Content-Type": "text/xml"})
            line: socket = connection.sock
            response = _response_before(connection, ends)
            return response.status, _body_before(line, response, ends), ""
        except TimeoutError:
            return None, b"", "cut: no answer in time"
        except (OSError, HTTPException) as error:
            return None, b"", f"connection failed: {type(error).__name__}"
        finally:
            connection.close()

    def _connection(self, timeout_s: float) -> HTTPConnection:
        kind = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        return kind(self._url.hostname or "", self._url.port, timeout=timeout_s)

    def _target(self, query: str) -> str:
        return target(self._url, query)


def target(url: SplitResult, query: str) -> str:
    joined = "&".join(part for part in (url.query, query) if part)
    return f"{url.path or '/'}?{joined}"


def _response_before(connection: HTTPConnection, ends: float) -> HTTPResponse:
    _allow_until(connection.sock, ends)
    return connection.getresponse()


def _body_before(line: socket, response: HTTPResponse, ends: float) -> bytes:
    """Reads piece by piece, so that a dripping answer is cut as well."""
    pieces: list[bytes] = []
    while sum(map(len, pieces)) < MAX_REPLY:
        _allow_until(line, ends)
        piece = response.read1(CHUNK)
        if not piece:
            break
        pieces.append(piece)
    return b"".join(pieces)


def _allow_until(line: socket, ends: float) -> None:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(left)
