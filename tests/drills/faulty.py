"""A loopback proxy that makes trouble: between the service and its engine, or its platform.

Runs as a process of its own (`python -m tests.drills.faulty`). The service cannot tell it from a
network that fails: requests get lost, are answered with errors, or are carried out and their
answer never comes.
"""

import argparse
import asyncio
import http.client
import json
import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from local.engine import die_with_parent, free_port, wait_until_answering

HOLD_S = 6.0
"""Longer than any client of ours waits."""
AMZ = "application/x-amz-json-1.0"
PREFIX = "com.amazonaws.dynamodb.v20120810#"
STORAGE = ("throttled", "timed out", "timed out, done", "HTTP 500", "HTTP 500, done", "torn, done")
PLATFORM = ("-1", "40001", "42001", "timed out", "timed out, done", "HTTP 500", "torn, done")
KINDS = {"storage": STORAGE, "platform": PLATFORM}


@dataclass
class Message:
    """One HTTP request or answer, as it came."""

    head: bytes
    body: bytes

    @property
    def path(self) -> str:
        return self.head.split(b" ", 2)[1].decode()

    @property
    def closes(self) -> bool:
        return b"\r\nconnection: close" in self.head.lower()


@dataclass
class Proxy:
    upstream: int
    kinds: tuple[str, ...]
    rate: float = 0.0
    calls: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    serving: set[asyncio.Task[None] | None] = field(default_factory=set)
    """Held here: the loop itself lets go of a task that waits."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client's connection, with one to upstream behind it."""
        line, task = Line(self.upstream), asyncio.current_task()
        self.serving.add(task)
        try:
            while await self._once(reader, writer, line):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            line.close()
            writer.close()
            self.serving.discard(task)

    async def _once(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: "Line"
    ) -> bool:
        """False where the connection is over."""
        asked = await read_message(reader)
        if asked.path.startswith("/_faults"):
            writer.write(self._told(asked.path))
            await writer.drain()
            return True
        self.calls += 1
        fault = self._drawn()
        if fault is None:
            answer = await line.ask(asked)
            writer.write(answer.head + answer.body)
            await writer.drain()
            return not answer.closes
        return await self._trouble(fault, asked, writer, line)

    def _drawn(self) -> str | None:
        if self.chance.random() >= self.rate:
            return None
        kind = self.chance.choice(self.kinds)
        self.faults[kind] += 1
        return kind

    async def _trouble(
        self, fault: str, asked: Message, writer: asyncio.StreamWriter, line: "Line"
    ) -> bool:
        answer = await line.ask(asked) if fault.endswith("done") else None
        if fault.startswith("timed out"):
            await asyncio.sleep(HOLD_S)
            return False
        if fault.startswith("torn"):
            whole = answer.head + answer.body if answer else b""
            writer.write(whole[: len(whole) // 2])
            await writer.drain()
            return False
        writer.write(REFUSALS[fault])
        await writer.drain()
        return True

    def _told(self, path: str) -> bytes:
        asked = parse_qs(urlsplit(path).query)
        self.rate = float(asked["rate"][0]) if "rate" in asked else self.rate
        return http_answer(200, {"calls": self.calls, "faults": dict(self.faults)})


class Line:
    """The connection to upstream; opened again where upstream closed it meanwhile."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, asked: Message) -> Message:
        if self._streams is None or self._streams[0].at_eof():
            self.close()
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(asked.head + asked.body)
        await writer.drain()
        return await read_message(reader)

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None


async def read_message(reader: asyncio.StreamReader) -> Message:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = [line.lower() for line in head.split(b"\r\n")]
    if b"transfer-encoding: chunked" in lines:
        return Message(head, await _chunks(reader))
    length = next((line[15:] for line in lines if line.startswith(b"content-length:")), b"0")
    return Message(head, await reader.readexactly(int(length)))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    whole = b""
    while True:
        line = await reader.readuntil(b"\r\n")
        size = int(line.split(b";")[0], 16)
        whole += line + await reader.readexactly(size + 2)
        if size == 0:
            return whole


def http_answer(status: int, told: dict[str, object], kind: str = AMZ) -> bytes:
    body = json.dumps(told).encode()
    head = f"HTTP/1.1 {status} Told\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


_BROKEN = http_answer(500, {"__type": f"{PREFIX}InternalServerError", "message": "drill"})
_THROTTLED = {"__type": f"{PREFIX}ProvisionedThroughputExceededException", "message": "drill"}
REFUSALS = {
    "throttled": http_answer(400, _THROTTLED),
    "HTTP 500": _BROKEN,
    "HTTP 500, done": _BROKEN,
    **{
        code: http_answer(200, {"errcode": int(code), "errmsg": "drill"}, "application/json")
        for code in ("-1", "40001", "42001")
    },
}


@dataclass
class Faulty:
    """A running proxy, for drills."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def fail(self, rate: float) -> dict[str, int]:
        """From now on this part of the calls fails; returns calls and faults so far."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", f"/_faults?rate={rate}")
            told = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return {"calls": told["calls"], **told["faults"]}

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)


def start(kind: str, upstream: int) -> Faulty:
    port = free_port()
    command = [sys.executable, "-m", "tests.drills.faulty", kind, str(port), str(upstream)]
    process = subprocess.Popen(command, preexec_fn=die_with_parent)
    wait_until_answering(f"http://127.0.0.1:{port}/_faults", process)
    return Faulty(port, process)


async def _run(kind: str, port: int, upstream: int) -> None:
    proxy = Proxy(upstream, KINDS[kind])
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", port, limit=1 << 20)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("port", type=int)
    parser.add_argument("upstream", type=int)
    given = parser.parse_args()
    asyncio.run(_run(given.kind, given.port, given.upstream))
