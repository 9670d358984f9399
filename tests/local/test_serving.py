import http.client
from threading import Event, Thread
from typing import Any

import pytest
from waitress.server import create_server

from local.serving import in_thread


def asked(port: int) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().read()
    finally:
        connection.close()


def test_who_is_being_served_while_it_stops_gets_the_answer() -> None:
    begun, told = Event(), list[bytes]()

    def slow(environ: Any, start_response: Any) -> list[bytes]:
        begun.set()
        stopping.wait(0.2)
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    stopping = Event()
    server = create_server(slow, host="127.0.0.1", port=0, threads=1)
    stop = in_thread(server)
    reader = Thread(target=lambda: told.append(asked(server.effective_port)))
    reader.start()
    assert begun.wait(10)
    stop()
    reader.join(10)
    assert told == [b"ok"]
    with pytest.raises(ConnectionRefusedError):
        asked(server.effective_port)
