"""Copies of a catalogue for when the server is silent, and a server that says what it is told."""

import threading
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from chalicelib.catalogue.model import Record
from chalicelib.catalogue.service import Found, Hit, How
from chalicelib.errors import NotFound


class NoCopy:
    def find(self, said: str, page: int, now: datetime, branch: str = "") -> Found:
        return Found(said, 0, page, (), How.NONE)

    def title(self, number: int) -> Record:
        raise NotFound("no such title")


class OldCopy:
    """One title, whatever is asked."""

    record = Record("old", "旧书")

    def find(self, said: str, page: int, now: datetime, branch: str = "") -> Found:
        return Found(said, 1, page, (Hit(7, self.record),))

    def title(self, number: int) -> Record:
        return self.record


class ScriptedSru:
    """`said` is the answer to everything; `asked` the queries that came."""

    def __init__(self) -> None:
        self.said: tuple[int, bytes] = (200, b"")
        self.asked: list[dict[str, list[str]]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()


def _handler(script: ScriptedSru) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            script.asked.append(parse_qs(urlsplit(self.path).query))
            status, body = script.said
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    return Handler
