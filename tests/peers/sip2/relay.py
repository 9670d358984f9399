"""Stands between us and a SIP2 server: passes all on, loses an answer or goes down when told."""

import socket
import threading
from contextlib import suppress
from typing import Any

EFFECTS = (b"15", b"29", b"65")
TLS = Any


class Relay:
    """`asked` lists the codes of the requests that came. `tls` is a server's context, if wanted."""

    def __init__(self, port: int, tls: TLS = None) -> None:
        self._target = port
        self._tls = tls
        self._losing = False
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self.asked: list[str] = []
        self.connections = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def lose_answer(self) -> None:
        """Of the next effect: it reaches the server, its answer reaches nobody."""
        self._losing = True

    def hang_up(self) -> None:
        """All lines end; new ones are answered."""
        with self._lock:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
            self._open.clear()

    def go_down(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.hang_up()
        self._thread.join(timeout=5)

    def _accept(self) -> None:
        while True:
            try:
                ours, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(ours,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with suppress(OSError):
            ours = self._tls.wrap_socket(plain, server_side=True) if self._tls else plain
            theirs = socket.create_connection(("127.0.0.1", self._target), 5)
            with self._lock:
                self._open += [ours, theirs]
            with ours, theirs:
                self._pass_on(ours, theirs)

    def _pass_on(self, ours: socket.socket, theirs: socket.socket) -> None:
        while request := _line(ours):
            self.asked.append(request[:2].decode("ascii", "replace"))
            theirs.sendall(request)
            answer = _line(theirs)
            if self._losing and request.startswith(EFFECTS):
                self._losing = False
                return
            ours.sendall(answer)


def _line(from_: socket.socket) -> bytes:
    line = b""
    while not line.endswith(b"\r"):
        chunk = from_.recv(8192)
        if not chunk:
            return b""
        line += chunk
    return line
