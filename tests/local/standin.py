"""A service of three lines that answers the platform's pushes, built on wechatpy's crypto."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import xmltodict
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature

TOKEN = "box-token"
APP_ID = "wx0123456789abcdef"
APP_SECRET = "box-app-secret"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@dataclass(frozen=True)
class Received:
    query: dict[str, str]
    body: str
    fields: dict[str, Any]


@dataclass(frozen=True)
class Raw:
    """Sent back as it stands, without sealing."""

    body: str
    status: int = 200


Reply = str | Raw
Answering = Callable[[Received], Reply]


def no_reply(received: Received) -> Reply:
    return Raw("success")


def echo(received: Received) -> Reply:
    return text_reply(received, f"你说：{received.fields.get('Content', '')}")


def text_reply(received: Received, text: str) -> str:
    return reply_xml(received, "text", f"<Content><![CDATA[{text}]]></Content>")


def reply_xml(received: Received, kind: str, inner: str) -> str:
    reader, account = received.fields["FromUserName"], received.fields["ToUserName"]
    head = f"<ToUserName>{reader}</ToUserName><FromUserName>{account}</FromUserName>"
    return f"<xml>{head}<CreateTime>1</CreateTime><MsgType>{kind}</MsgType>{inner}</xml>"


class PatientServer(ThreadingHTTPServer):
    request_queue_size = 128


class StandIn:
    """Verifies, decrypts, answers by `answering`; keeps all that it received."""

    def __init__(self, answering: Answering = no_reply, delays: tuple[float, ...] = ()) -> None:
        self.answering = answering
        self.received: list[Received] = []
        self.refused = 0
        self.is_sealing = True
        self._delays = list(delays)
        self._lock = Lock()
        self._crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
        self._server = PatientServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/wechat"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def greet(self, query: dict[str, str]) -> tuple[int, str]:
        check_signature(TOKEN, query["signature"], query["timestamp"], query["nonce"])
        return 200, query["echostr"]

    def take(self, query: dict[str, str], body: str) -> tuple[int, str]:
        received = Received(query, body, self._opened(query, body))
        with self._lock:
            self.received.append(received)
            delay = self._delays.pop(0) if self._delays else 0.0
        time.sleep(delay)
        reply = self.answering(received)
        if isinstance(reply, Raw):
            return reply.status, reply.body
        return 200, self._sealed(reply) if self.is_sealing else reply

    def _sealed(self, reply: str) -> str:
        sealed: str = self._crypto.encrypt_message(reply, "nonce-1", "1700000000")
        return sealed

    def _opened(self, query: dict[str, str], body: str) -> dict[str, Any]:
        check_signature(TOKEN, query["signature"], query["timestamp"], query["nonce"])
        xml = body
        if query.get("encrypt_type") == "aes":
            proof = (query["msg_signature"], query["timestamp"], query["nonce"])
            xml = self._crypto.decrypt_message(body, *proof)
        fields: dict[str, Any] = xmltodict.parse(xml)["xml"]
        return fields


def _handler(service: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(lambda: service.greet(self._query()))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(lambda: service.take(self._query(), body))

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def _query(self) -> dict[str, str]:
            return dict(parse_qsl(urlsplit(self.path).query))

        def _answer(self, call: Callable[[], tuple[int, str]]) -> None:
            try:
                status, text = call()
            except Exception:
                service.refused += 1
                status, text = 403, "refused"
            content = text.encode()
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                pass

    return Handler
