"""A very small web kit over WSGI: request, response, table of routes."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Json: TypeAlias = dict[str, Any]
JSON_TYPE = "application/json; charset=utf-8"
MAX_BODY = 24 * 1024 * 1024


class BadRequest(Exception):
    """The caller asked for something that cannot be done; the text says what."""


class NotFound(Exception):
    """Nothing is here under that name."""


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    peer: str

    def json(self) -> Json:
        try:
            parsed = json.loads(self.body or b"{}")
        except ValueError as error:
            raise BadRequest(f"the body is not JSON: {error}") from error
        if not isinstance(parsed, dict):
            raise BadRequest("the body must be a JSON object")
        return parsed


@dataclass(frozen=True)
class Response:
    body: bytes
    content_type: str = JSON_TYPE
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    is_torn: bool = False


Handler: TypeAlias = Callable[[Request], Response]
Routes: TypeAlias = Mapping[tuple[str, str], Handler]


def json_response(content: Json, status: int = 200) -> Response:
    return Response(json.dumps(content, ensure_ascii=False).encode(), status=status)


def serve(handler: Handler, request: Request) -> Response:
    """The handler's answer, with refusals turned into plain JSON."""
    try:
        return handler(request)
    except BadRequest as refused:
        return json_response({"error": str(refused)}, 400)
    except NotFound as absent:
        return json_response({"error": str(absent)}, 404)


def wsgi(handler: Handler) -> "Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]":
    def application(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        response = serve(handler, _request(environ))
        phrase = HTTPStatus(response.status).phrase
        start(f"{response.status} {phrase}", _headers(response))
        return [response.body[: len(response.body) // 2] if response.is_torn else response.body]

    return application


def _headers(response: Response) -> list[tuple[str, str]]:
    return [
        ("Content-Type", response.content_type),
        ("Content-Length", str(len(response.body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        *response.headers.items(),
    ]


def _request(environ: "WSGIEnvironment") -> Request:
    length = min(int(environ.get("CONTENT_LENGTH") or 0), MAX_BODY)
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO", "/").encode("latin-1").decode(errors="replace"),
        query=dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
        headers=_request_headers(environ),
        body=environ["wsgi.input"].read(length) if length else b"",
        peer=str(environ.get("REMOTE_ADDR", "")),
    )


def _request_headers(environ: "WSGIEnvironment") -> dict[str, str]:
    named = {
        name[5:].replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    return named | {"content-type": str(environ.get("CONTENT_TYPE", ""))}
