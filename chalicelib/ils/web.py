"""One library system's HTTP server: bounded in time and size, silent on secrets.

What urllib3 raises can name the address with what was asked, so nothing it raised is passed on:
outcomes are values, and raised where no exception is being handled.
"""

import ipaddress
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import certifi
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import (
    ClosedPoolError,
    ConnectTimeoutError,
    EmptyPoolError,
    HTTPError,
    LocationParseError,
    NewConnectionError,
)
from urllib3.util.ssl_ import create_urllib3_context

from chalicelib.errors import GiveUp, Misconfigured, TryLater, Unheard, WeiguanError
from chalicelib.ils.deadline import Deadline
from chalicelib.logs import fields, logger

log = logger("library_web")
_CHUNK_BYTES = 64 * 1024
_CONNECT_S = 3.0
_NOT_SENT = (
    NewConnectionError,
    ConnectTimeoutError,
    ClosedPoolError,
    EmptyPoolError,
    LocationParseError,
)
Pairs = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """`name` is what the log calls it: no number or word of a reader is in it."""

    name: str
    method: str
    path: str
    query: Pairs = field(default_factory=dict, repr=False)
    headers: Pairs = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Told:
    status: int
    headers: Pairs = field(repr=False)
    """By small letters."""
    body: bytes = field(repr=False)


class Web:
    """`lines`: how many calls at once; each keeps its connection. Redirects are not followed."""

    def __init__(self, url: str, ca: str = "", lines: int = 2) -> None:
        parts = urlsplit(url)
        self._path = parts.path.rstrip("/")
        settings: dict[str, Any] = {"maxsize": lines, "block": True, "retries": False}
        host = parts.hostname or ""
        if parts.scheme == "https":
            self._pool: HTTPConnectionPool = HTTPSConnectionPool(
                host, parts.port, ssl_context=_trusting(ca), **settings
            )
        else:
            self._pool = HTTPConnectionPool(host, parts.port, **settings)

    def send(self, asked: Asked, deadline: Deadline, most_bytes: int) -> Told:
        """Any status is an answer. Raises TryLater where nothing was sent, Unheard where it may
        have been done all the same, GiveUp where the answer is too large."""
        began = time.monotonic()
        outcome = self._outcome(asked, deadline, most_bytes)
        spent_ms = int((time.monotonic() - began) * 1000)
        said = str(outcome) if isinstance(outcome, WeiguanError) else outcome.status
        log.info("library system called", extra=fields(call=asked.name, ms=spent_ms, said=said))
        if isinstance(outcome, WeiguanError):
            raise outcome
        return outcome

    def close(self) -> None:
        self._pool.close()

    def _outcome(self, asked: Asked, deadline: Deadline, most_bytes: int) -> Told | WeiguanError:
        try:
            response = self._opened(asked, deadline)
        except TryLater as late:
            return late
        except _NOT_SENT as problem:
            return TryLater(f"the library system takes no call ({type(problem).__name__})")
        except (HTTPError, OSError) as problem:
            return Unheard(f"the library system: the network failed ({type(problem).__name__})")
        try:
            body = _body(response, deadline, most_bytes)
        except (HTTPError, OSError, TryLater) as problem:
            _drop(response)
            return Unheard(f"the library system: no whole answer ({type(problem).__name__})")
        return _told(response, body)

    def _opened(self, asked: Asked, deadline: Deadline) -> BaseHTTPResponse:
        query = f"?{urlencode(asked.query)}" if asked.query else ""
        left_s = deadline.up_to(60.0)
        return self._pool.urlopen(
            asked.method,
            f"{self._path}{asked.path}" + query if self._path or asked.path else f"/{query}",
            body=asked.body or None,
            headers=dict(asked.headers),
            timeout=Timeout(connect=min(_CONNECT_S, left_s), read=left_s),
            pool_timeout=max(1, int(left_s)),
            redirect=False,
            preload_content=False,
            decode_content=True,
        )


def _trusting(ca: str) -> Any:
    """A library's own certificate counts beside the public ones; host names are checked."""
    context = create_urllib3_context()
    context.load_verify_locations(cafile=certifi.where())
    if ca:
        _trust(context, ca)
    return context


def _trust(context: ssl.SSLContext, ca: str) -> None:
    try:
        context.load_verify_locations(cadata=ca)
    except ssl.SSLError:
        raise Misconfigured("ca holds no certificate (PEM)") from None


def _body(response: BaseHTTPResponse, deadline: Deadline, most_bytes: int) -> bytes | None:
    """None where it is larger than allowed; a server that dribbles cannot outlast the deadline."""
    body = bytearray()
    while chunk := response.read1(_CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > most_bytes:
            return None
        deadline.up_to(1.0)
    return bytes(body)


def _told(response: BaseHTTPResponse, body: bytes | None) -> Told | WeiguanError:
    if body is None:
        _drop(response)
        return GiveUp("the library system: an answer that is too large")
    response.release_conn()
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Told(response.status, headers, body)


def _drop(response: BaseHTTPResponse) -> None:
    """Ends the connection and gives its place back: closing alone would keep the place."""
    response.close()
    response.release_conn()


def checked_url(url: str, may_be_open: bool) -> str:
    """In the open, PINs would be read by whoever carries them: plain http only stays at home,
    or where a library says that its own network carries it (`may_be_open`)."""
    try:
        parts = urlsplit(url)
        is_whole = parts.hostname and parts.port != 0 and not (parts.query or parts.fragment)
    except ValueError:
        raise Misconfigured("the library system's url cannot be read") from None
    if parts.scheme not in {"http", "https"} or not is_whole or "@" in parts.netloc:
        raise Misconfigured("the library system's url must be https://host/path and no more")
    if parts.scheme == "http" and not may_be_open and not is_at_home(parts.hostname or ""):
        raise Misconfigured("outside the library's own network the url must begin with https")
    return url


def is_at_home(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"
