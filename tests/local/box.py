"""A running platform for tests, with short waits, and a small client of its HTTP interface."""

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from local.serving import in_thread
from local.wechat_platform.clock import SteeredClock
from local.wechat_platform.config import PlatformConfig, from_settings
from local.wechat_platform.platform import Platform, build
from local.wechat_platform.server import create
from tests.local.standin import AES_KEY, APP_ID, APP_SECRET, TOKEN

Json = dict[str, Any]


def a_config(webhook: str = "http://127.0.0.1:9/", **changes: Any) -> PlatformConfig:
    settings: Json = {
        "port": 0,
        "webhook": webhook,
        "app_id": APP_ID,
        "app_secret": APP_SECRET,
        "token": TOKEN,
        "aes_key": AES_KEY,
        "reply_timeout_s": 0.3,
        "retry_gap_s": 0.3,
        "threads": 8,
        "courier_threads": 8,
    }
    return from_settings(settings | changes)


class Box:
    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        server = create(platform)
        self.port = int(server.effective_port)
        self._stop = in_thread(server, grace_s=1.0)

    def stop(self) -> None:
        self.platform.courier.stop()
        self._stop()

    def get(self, path: str, **query: Any) -> Json:
        return self._json("GET", f"{path}?{urlencode(query)}")

    def post(self, path: str, /, **body: Any) -> Json:
        return self._json("POST", path, json.dumps(body).encode())

    def raw(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def control(self, act: str, /, **body: Any) -> Json:
        return self.post(f"/_control/{act}", **body)

    def act(self, act: str, /, reader: str = "student", **body: Any) -> list[Json]:
        """Do it, wait until the exchange is over, return what the reader saw."""
        told = self.control(act, reader=reader, wait=True, **body)
        seen: list[Json] = told["seen"]
        return seen

    def replies(self, act: str, /, **body: Any) -> list[Json]:
        return [one for one in self.act(act, **body) if one["source"] not in ("own", "platform")]

    def _json(self, method: str, path: str, body: bytes | None = None) -> Json:
        _, content = self.raw(method, path, body, {"Content-Type": "application/json"})
        parsed: Json = json.loads(content)
        return parsed


def a_box(webhook: str, clock: SteeredClock | None = None, **changes: Any) -> Box:
    return Box(build(a_config(webhook, **changes), clock))
