"""A platform of a few lines on loopback: answers what a test scripts, keeps what it was asked."""

import json
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

TOKEN_PATH = "/cgi-bin/stable_token"


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: dict[str, str]
    body: bytes

    @property
    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.body)
        return facts

    @property
    def token(self) -> str:
        return self.query.get("access_token", "")


@dataclass(frozen=True)
class Answer:
    """`chunks` are sent one after another, each after `pause_s`; `length` is what is announced."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    chunks: Iterable[bytes] = ()
    pause_s: float = 0.0
    length: int | None = None


Says = Callable[[Asked], Answer]


def facts(**told: Any) -> Answer:
    body = json.dumps({"errcode": 0, "errmsg": "ok", **told}).encode()
    return Answer(body, headers={"Content-Type": "application/json; encoding=utf-8"})


def code(number: int, words: str = "refused") -> Answer:
    return facts(errcode=number, errmsg=words)


def a_file(body: bytes, content_type: str = "image/jpeg") -> Answer:
    return Answer(body, headers={"Content-Type": content_type})


def redirect(to: str) -> Answer:
    return Answer(status=302, headers={"Location": to})


class Platform:
    """Hands out `token-1`, `token-2`, ... unless `tokens` says otherwise; all else answers from
    `script`, then ok."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.script: deque[Answer] = deque()
        self.says: Says | None = None
        self.tokens: Says = self._numbered_token
        self.stopping = Event()
        self._lock = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def fetches(self) -> list[Asked]:
        return [one for one in self.asked if one.path == TOKEN_PATH]

    @property
    def calls(self) -> list[Asked]:
        return [one for one in self.asked if one.path != TOKEN_PATH]

    def stop(self) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, asked: Asked) -> Answer:
        with self._lock:
            self.asked.append(asked)
            scripted = self._scripted(asked)
        if asked.path == TOKEN_PATH:
            return self.tokens(asked)
        return scripted or (self.says(asked) if self.says else facts())

    def _scripted(self, asked: Asked) -> Answer | None:
        may = asked.path != TOKEN_PATH and self.script
        return self.script.popleft() if may else None

    def _numbered_token(self, asked: Asked) -> Answer:
        return facts(access_token=f"token-{len(self.fetches)}", expires_in=7200)


def _handler(platform: Platform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            address = urlsplit(self.path)
            query = dict(parse_qsl(address.query))
            answer = platform.answer(Asked(self.command, address.path, query, body))
            try:
                _send(self, answer, platform.stopping)
            except OSError:
                self.close_connection = True

    return Handler


def _send(to: BaseHTTPRequestHandler, answer: Answer, stopping: Event) -> None:
    length = len(answer.body) if answer.length is None else answer.length
    to.send_response(answer.status)
    to.send_header("Content-Length", str(length))
    for name, value in answer.headers.items():
        to.send_header(name, value)
    to.end_headers()
    for chunk in answer.chunks or [answer.body]:
        stopping.wait(answer.pause_s)
        to.wfile.write(chunk)
        to.wfile.flush()
    to.close_connection = answer.length is not None
