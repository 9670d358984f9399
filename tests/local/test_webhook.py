import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from threading import Thread

import pytest

from local.wechat_platform.webhook import Webhook

HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


def drip(listener: socket.socket) -> None:
    """Answers a byte every 50 ms, for ever."""
    with suppress(OSError), closing(listener.accept()[0]) as line:
        line.recv(65536)
        line.sendall(HEAD)
        while True:
            line.sendall(b"x")
            time.sleep(0.05)


@pytest.fixture
def dripping() -> Iterator[str]:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        Thread(target=drip, args=(listener,), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


def test_a_dripping_answer_is_cut_when_its_time_is_over(dripping: str) -> None:
    answer = Webhook(dripping, 0.3).post("a=b", b"<xml/>")
    assert answer.trouble == "cut: no answer in time"
    assert 0.25 < answer.seconds < 0.6


def test_nobody_listening_is_a_failed_connection() -> None:
    answer = Webhook("http://127.0.0.1:9/", 0.3).get("a=b")
    assert answer.trouble == "connection failed: ConnectionRefusedError"
