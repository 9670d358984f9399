"""The real Chalice app behind a threaded WSGI server on this machine."""

import base64
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, unquote

from chalice.app import Chalice
from chalice.config import Config
from chalice.local import (
    CustomLocalChalice,
    LambdaEventConverter,
    LocalChalice,
    LocalGateway,
    LocalGatewayException,
    MatchResult,
    RouteMatcher,
)

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
REASONS = {
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 302: "Found", 303: "See Other",
    304: "Not Modified", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 413: "Payload Too Large",
    415: "Unsupported Media Type", 422: "Unprocessable Entity", 429: "Too Many Requests",
    500: "Internal Server Error", 503: "Service Unavailable",
}  # fmt: skip


def wsgi(app: Chalice, redirects: dict[str, str]) -> Callable[..., Iterable[bytes]]:
    """`redirects` maps exact paths to other addresses; every other request is the app's."""
    _one_request_a_thread(app)
    config = Config.create(project_dir=".", chalice_stage="local")

    def serve(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        target = redirects.get(environ["PATH_INFO"])
        if target:
            start_response("302 Found", [("Location", target), ("Content-Length", "0")])
            return [b""]
        gateway = LocalGateway(app, config)
        routes = PartsDecoded(list(app.routes))
        gateway.event_converter = LambdaEventConverter(routes, app.api.binary_types)
        return _answer(gateway, environ, start_response)

    return serve


class PartsDecoded(RouteMatcher):
    """Matches an encoded path and hands its parts on decoded, as the cloud's gateway does: a "?"
    in a part is no query."""

    def match_route(self, url: str) -> MatchResult:
        found = super().match_route(url)
        parts = {name: unquote(part, errors="replace") for name, part in found.captured.items()}
        return MatchResult(found.route, parts, found.query_params)


def _one_request_a_thread(app: Chalice) -> None:
    """`chalice local` swaps the class so that `current_request` is the thread's own."""
    CustomLocalChalice.__bases__ = (LocalChalice, app.__class__)
    app.__class__ = CustomLocalChalice


def _answer(
    gateway: LocalGateway, environ: dict[str, Any], start_response: StartResponse
) -> Iterable[bytes]:
    path = quote(environ["PATH_INFO"].encode("latin-1"))
    query = environ.get("QUERY_STRING", "")
    try:
        answer = gateway.handle_request(
            method=environ["REQUEST_METHOD"],
            path=f"{path}?{query}" if query else path,
            headers=_headers(environ),
            body=environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)),
        )
    except LocalGatewayException as refused:
        return _send(start_response, refused.CODE, dict(refused.headers), refused.body or b"")
    headers = {**answer["headers"], **answer.get("multiValueHeaders", {})}
    return _send(start_response, answer["statusCode"], headers, _raw(answer))


def _raw(answer: dict[str, Any]) -> bytes:
    body = answer["body"] or b""
    plain = body if isinstance(body, bytes) else str(body).encode()
    return base64.b64decode(plain) if answer.get("isBase64Encoded") else plain


def _headers(environ: dict[str, Any]) -> dict[str, str]:
    given = {k[5:].replace("_", "-").lower(): v for k, v in environ.items() if k[:5] == "HTTP_"}
    if environ.get("CONTENT_TYPE"):
        given["content-type"] = environ["CONTENT_TYPE"]
    given["x-forwarded-for"] = environ.get("REMOTE_ADDR", "127.0.0.1")
    return given


def _send(
    start_response: StartResponse, status: int, headers: dict[str, Any], body: bytes
) -> Iterable[bytes]:
    listed = [(k, v) for k, held in headers.items() for v in _values(held)]
    fixed = [(k, v) for k, v in listed if k.lower() not in {"content-length", "connection"}]
    start_response(
        f"{status} {REASONS.get(status, 'Status')}", [*fixed, ("Content-Length", str(len(body)))]
    )
    return [body]


def _values(held: object) -> list[str]:
    return [str(v) for v in held] if isinstance(held, list) else [str(held)]
