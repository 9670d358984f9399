"""Calls to a library system's HTTP server that goes wrong on the wire."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from chalicelib.errors import GiveUp, TryLater, Unheard
from chalicelib.ils.deadline import within
from chalicelib.ils.web import Asked, Web

ASKED = Asked("test", "GET", "/x")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
Speak = Callable[[socket.socket, threading.Event], None]


class Wire:
    """Says to each connection what it is told to; `over` ends it."""

    def __init__(self, speak: Speak, tls: ssl.SSLContext | None = None) -> None:
        self.over = threading.Event()
        self._speak = speak
        self._tls = tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while not self.over.is_set():
            with suppress(OSError):
                plain, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with suppress(OSError), plain:
            one = self._tls.wrap_socket(plain, server_side=True) if self._tls else plain
            with one:
                while not self.over.is_set() and one.recv(65536):
                    self._speak(one, self.over)

    def stop(self) -> None:
        self.over.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(timeout=5)


def well(one: socket.socket, over: threading.Event) -> None:
    one.sendall(OK)


def silent(one: socket.socket, over: threading.Event) -> None:
    over.wait(5)


def dribbling(one: socket.socket, over: threading.Event) -> None:
    one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(500):
        one.sendall(b" ")
        over.wait(0.02)


def cut_short(one: socket.socket, over: threading.Event) -> None:
    one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{")
    one.shutdown(socket.SHUT_RDWR)


def endless(one: socket.socket, over: threading.Event) -> None:
    one.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(1000):
        one.sendall(b"2000\r\n" + b" " * 0x2000 + b"\r\n")


def no_http(one: socket.socket, over: threading.Event) -> None:
    one.sendall(b"220 mail.example ESMTP\r\n\r\n")
    one.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def serve() -> Iterator[Callable[..., Wire]]:
    running: list[Wire] = []

    def start(speak: Speak, tls: ssl.SSLContext | None = None) -> Wire:
        running.append(Wire(speak, tls))
        return running[-1]

    yield start
    for wire in running:
        wire.stop()


@pytest.mark.parametrize("speak", [silent, dribbling, cut_short, no_http])
def test_an_answer_that_does_not_come_whole_is_unheard(
    serve: Callable[..., Wire], speak: Speak
) -> None:
    web = Web(f"http://127.0.0.1:{serve(speak).port}")
    with pytest.raises(Unheard):
        web.send(ASKED, within(0.3), 5000)
    web.close()


@pytest.mark.parametrize("speak", [dribbling, endless, cut_short])
def test_broken_answers_use_up_no_line(serve: Callable[..., Wire], speak: Speak) -> None:
    web = Web(f"http://127.0.0.1:{serve(speak).port}", lines=1)
    said = [_said(web) for _ in range(4)]
    web.close()
    assert "EmptyPoolError" not in "".join(said)


def _said(web: Web) -> str:
    with pytest.raises((TryLater, GiveUp)) as problem:
        web.send(ASKED, within(0.3), 5000)
    return str(problem.value)


def test_nobody_there_means_that_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(TryLater) as problem:
        Web(f"http://127.0.0.1:{port}").send(ASKED, within(1), 5000)
    assert not isinstance(problem.value, Unheard)


def test_a_line_is_used_again(serve: Callable[..., Wire]) -> None:
    web = Web(f"http://127.0.0.1:{serve(well).port}", lines=1)
    assert [web.send(ASKED, within(2), 5000).body for _ in range(3)] == [b"{}"] * 3
    web.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*command, *files, *names], check=True, capture_output=True, timeout=60)
    return folder


def _tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


def test_a_librarys_own_certificate_is_taken_where_it_is_given(
    serve: Callable[..., Wire], certificate: Path
) -> None:
    wire = serve(well, _tls(certificate))
    ca = (certificate / "cert.pem").read_text()
    web = Web(f"https://127.0.0.1:{wire.port}", ca)
    assert web.send(ASKED, within(3), 5000).status == 200
    web.close()


def test_a_web_certificate_nobody_vouches_for_is_refused(
    serve: Callable[..., Wire], certificate: Path
) -> None:
    web = Web(f"https://127.0.0.1:{serve(well, _tls(certificate)).port}")
    with pytest.raises(TryLater):
        web.send(ASKED, within(3), 5000)


def test_another_hosts_certificate_is_refused(
    serve: Callable[..., Wire], certificate: Path
) -> None:
    ca = (certificate / "cert.pem").read_text()
    web = Web(f"https://localhost:{serve(well, _tls(certificate)).port}", ca)
    with pytest.raises(TryLater):
        web.send(ASKED, within(3), 5000)
