"""One exchange of a reader's page with chalice: asked, answered, shown. (loaded on demand)"""

import zlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from chalice.app import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chalicelib.headers import complete
from chalicelib.logs import fields, logger
from chalicelib.pages.kept import cookies_in
from chalicelib.pages.model import Asked, Page
from chalicelib.texts import cards as texts

log = logger("pages")
TEMPLATES = Path(__file__).parent / "templates"
STYLE = Path(__file__).parent / "static" / "reader.css"
LARGEST_BODY = 16 * 1024
MOST_FIELDS = 20


def answered(
    request: Any, params: Mapping[str, str], now: datetime, answer: Callable[[Asked], Page]
) -> Response:
    """A fault of ours is a kind page, and nothing of what was typed is in the log."""
    asked = _asked(request, params, now)
    try:
        page = answer(asked)
    except Exception:
        log.exception("a page failed", extra=fields(page=str(request.context.get("resourcePath"))))
        page = Page("problem.html", {"words": texts.PAGE_BROKEN}, 500)
    return Response(_body(asked, page), headers=_headers(page), status_code=page.status)


def style() -> Response:
    headers: dict[str, Any] = {
        "Content-Type": "text/css; charset=utf-8",
        "Cache-Control": "public, max-age=31536000, immutable",
    }
    complete(headers)
    return Response(STYLE.read_text("utf-8"), headers=headers)


def _body(asked: Asked, page: Page) -> str:
    if page.location:
        return ""
    shown = {"base": asked.base, "style": _version(), "title": texts.PAGE_TITLE, **page.facts}
    return _pages().get_template(page.template).render(shown)


def _headers(page: Page) -> dict[str, Any]:
    headers: dict[str, Any] = {"Content-Type": "text/html; charset=utf-8"}
    complete(headers)
    headers["Referrer-Policy"] = "no-referrer"
    if page.location:
        headers["Location"] = page.location
    if page.cookie:
        headers["Set-Cookie"] = [page.cookie]
    return headers


def _asked(request: Any, params: Mapping[str, str], now: datetime) -> Asked:
    context = request.context
    body = (request.raw_body or b"")[:LARGEST_BODY]
    given = parse_qsl(body.decode("utf-8", "replace"), max_num_fields=None)[:MOST_FIELDS]
    return Asked(
        method=request.method,
        base=str(context.get("path", "")).partition("/r/")[0],
        params=params,
        now=now,
        address=str((context.get("identity") or {}).get("sourceIp") or ""),
        fields=dict(given) if request.method == "POST" else {},
        host=str(context.get("domainName") or ""),
        query=dict(request.query_params or {}),
        cookies=cookies_in(request.headers.get("cookie", "")),
    )


@cache
def _pages() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def _version() -> str:
    return f"{zlib.crc32(STYLE.read_bytes()):08x}"
