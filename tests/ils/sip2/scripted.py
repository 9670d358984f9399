"""A small SIP2 server of ours that says what a test wants: for what no other server can be made
to do, such as a wrong checksum, silence or another reader's account."""

import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress

from chalicelib.ils.sip2.dialects import Dialect
from chalicelib.ils.sip2.frames import from_bytes, to_bytes
from chalicelib.ils.sip2.messages import LAYOUTS, Message, answer_to

Answer = Callable[[Message, int], bytes | None]
"""From a request and its sequence number to the line; None says nothing and hangs up."""
UTF8 = Dialect()
FILL = {"date": "20261121    110000", "ok": "1", "version": "2.00", "circulation_status": "04"}


def told(fields: Iterable[tuple[str, str]] = (), code: str = "", **fixed: str) -> Answer:
    """A well-formed answer to whatever was asked."""

    def answer(request: Message, sequence: int) -> bytes:
        named = code or answer_to(request.code)
        filled = {n: FILL.get(n, "Y" * w) for n, w in LAYOUTS[named]} | fixed
        return to_bytes(Message(named, filled, tuple(fields)), UTF8, sequence)

    return answer


def raw(line: bytes) -> Answer:
    return lambda request, sequence: line


def hang_up(request: Message, sequence: int) -> None:
    """The line ends without an answer."""


LOGIN = told()
STATUS = told([("BX", "YYYYYYYYYYYYYYYY")])
GREETING: dict[str, Answer] = {"93": LOGIN, "99": STATUS}


class ScriptedServer:
    """`answers` by code, in order; the last one is repeated. Greetings are answered well."""

    def __init__(self, **answers: list[Answer]) -> None:
        """Codes with a letter before them, as `c63`."""
        self.answers = {code[1:]: list(given) for code, given in answers.items()}
        self.asked: list[Message] = []
        self.lines: list[bytes] = []
        self.connections = 0
        self._open: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.hang_up()
        self._thread.join(5)

    def hang_up(self) -> None:
        for line in self._open:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._open.clear()

    @property
    def codes(self) -> list[str]:
        return [message.code for message in self.asked if message.code not in GREETING]

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listening.accept()
                self.connections += 1
                self._open.append(line)
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with suppress(OSError), line, line.makefile("rb") as coming:
            for request in _lines(coming.read1):
                self.lines.append(request)
                frame = from_bytes(request, UTF8)
                self.asked.append(frame.message)
                said = self._next(frame.message.code)(frame.message, frame.sequence or 0)
                if said is None:
                    return
                line.sendall(said)

    def _next(self, code: str) -> Answer:
        waiting = self.answers.get(code) or [GREETING.get(code, hang_up)]
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


def _lines(read: Callable[[int], bytes]) -> Iterable[bytes]:
    rest = b""
    while chunk := read(4096):
        *whole, rest = (rest + chunk).split(b"\r")
        yield from whole
