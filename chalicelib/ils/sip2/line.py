"""One connection to a library system's SIP2 port: a request, its answer, in time or not at all."""

import select
import socket
import ssl
from dataclasses import dataclass, field

from chalicelib.errors import Misconfigured, NotUnderstood, TryLater
from chalicelib.ils.deadline import Deadline
from chalicelib.ils.sip2.dialects import Dialect
from chalicelib.ils.sip2.frames import from_bytes, is_closed, to_bytes
from chalicelib.ils.sip2.messages import Garbled, Message, answer_to

LONGEST_ANSWER = 256 * 1024
CONNECT_S = 3.0
ANSWER_S = 5.0
_TRIES = 3
_CHUNK = 8192
_RESEND = Message("97")


class AnswerLost(TryLater):
    """The request went out and no answer came: it may have been done."""


@dataclass(frozen=True)
class Address:
    """`ca` is a certificate (PEM) to trust instead of the public ones."""

    host: str
    port: int
    tls: bool = False
    ca: str = field(default="", repr=False)


class Line:
    """Not for two threads at once. After an error it is of no use: close it."""

    def __init__(self, address: Address, dialect: Dialect, deadline: Deadline) -> None:
        """Raises TryLater where nobody answers there."""
        self._dialect = dialect
        self._sequence = 9
        self._closes = False
        self._read = bytearray()
        self._socket = _connected(address, deadline)

    def ask(self, request: Message, deadline: Deadline) -> Message:
        """Raises AnswerLost for silence, Garbled for an answer that stays unreadable, and
        NotUnderstood where the system kept asking for the request anew: nothing was done."""
        self._sequence = (self._sequence + 1) % 10
        expected = answer_to(request.code)
        raw = to_bytes(request, self._dialect, self._sequence)
        for _ in range(_TRIES):
            self._send(raw, deadline)
            answer = self._answer(expected, deadline)
            if answer.code == expected:
                return answer
        raise NotUnderstood("SIP2: the system does not understand the request")

    def is_fresh(self) -> bool:
        """Nothing waits to be read: neither an end nor an answer that came too late."""
        try:
            return not self._read and not select.select([self._socket], [], [], 0)[0]
        except (OSError, ValueError):
            return False

    def close(self) -> None:
        self._socket.close()

    def _answer(self, expected: str, deadline: Deadline) -> Message:
        """The answer, or the system's 96. An unreadable one is asked for again by 97, which
        repeats the answer, never the effect; a 96 is then about the 97, not about the request."""
        is_spoilt = False
        for _ in range(_TRIES):
            answer = self._read_one(deadline)
            if answer is not None and answer.code not in {expected, "96"}:
                raise Garbled(f"SIP2: {answer.code} came instead of {expected}")
            if answer is not None and (answer.code == expected or not is_spoilt):
                return answer
            is_spoilt = True
            self._ask_again(deadline)
        raise Garbled("SIP2: the answer stays unreadable")

    def _read_one(self, deadline: Deadline) -> Message | None:
        """None for what cannot be read."""
        try:
            return from_bytes(self._whole(deadline), self._dialect).message
        except Garbled:
            return None

    def _whole(self, deadline: Deadline) -> bytes:
        """A title may hold the line's end. Where every answer so far closed with its checksum, one
        that does not goes on in what has come behind it."""
        end, line = self._end, self._line(deadline)
        while self._closes and not is_closed(line) and end in self._read:
            rest, _, self._read = self._read.partition(end)
            line += end + bytes(rest)
        self._closes = is_closed(line)
        return line

    @property
    def _end(self) -> bytes:
        return self._dialect.line_end[:1].encode("ascii")

    def _ask_again(self, deadline: Deadline) -> None:
        try:
            self._send(to_bytes(_RESEND, self._dialect, self._sequence), deadline)
        except TryLater as problem:
            raise AnswerLost(str(problem)) from None

    def _send(self, raw: bytes, deadline: Deadline) -> None:
        try:
            self._socket.settimeout(deadline.up_to(ANSWER_S))
            self._socket.sendall(raw)
        except OSError as problem:
            raise AnswerLost(f"SIP2: sending failed ({type(problem).__name__})") from None

    def _line(self, deadline: Deadline) -> bytes:
        end = self._end
        silent_at = Deadline(deadline.steady() + ANSWER_S, deadline.steady).earlier(deadline)
        while True:
            line, ended, rest = self._read.partition(end)
            if ended:
                self._read = rest
                if line.strip():
                    return bytes(line)
            else:
                self._read += self._received(silent_at)

    def _received(self, deadline: Deadline) -> bytes:
        if len(self._read) > LONGEST_ANSWER:
            raise AnswerLost("SIP2: the answer has no end")
        try:
            self._socket.settimeout(deadline.up_to(ANSWER_S))
            chunk = self._socket.recv(_CHUNK)
        except (OSError, TryLater) as problem:
            raise AnswerLost(f"SIP2: no answer came ({type(problem).__name__})") from None
        if not chunk:
            raise AnswerLost("SIP2: the system hung up")
        return chunk


def _connected(address: Address, deadline: Deadline) -> socket.socket:
    patience = deadline.up_to(CONNECT_S)
    try:
        plain = socket.create_connection((address.host, address.port), patience)
    except OSError as problem:
        raise TryLater(f"SIP2: nobody answers ({type(problem).__name__})") from None
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return _wrapped(plain, address) if address.tls else plain


def _wrapped(plain: socket.socket, address: Address) -> socket.socket:
    trusted = _trusting(address.ca)
    try:
        return trusted.wrap_socket(plain, server_hostname=address.host)
    except (OSError, ValueError) as problem:
        plain.close()
        raise TryLater(f"SIP2: no safe line ({type(problem).__name__})") from None


def _trusting(ca: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cadata=ca or None)
    except ssl.SSLError:
        raise Misconfigured("circulation_at: ca holds no certificate (PEM)") from None
