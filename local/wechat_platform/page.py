"""The phone page and the pictures it shows."""

from pathlib import Path

from local.wechat_platform.codes import ApiError
from local.wechat_platform.http import NotFound, Request, Response
from local.wechat_platform.platform import Platform
from local.wechat_platform.qrimage import qr_png

STATIC = Path(__file__).parent / "static"
SCRIPTS = ("draw.js", "menu.js", "panel.js", "page.js")
FILES = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/static/page.css": ("page.css", "text/css; charset=utf-8"),
} | {f"/static/{name}": (name, "text/javascript; charset=utf-8") for name in SCRIPTS}
POLICY = "default-src 'self'; img-src 'self' data: http: https:; style-src 'self' 'unsafe-inline'"
CODE_PATH = "/cgi-bin/showqrcode"


class Page:
    def __init__(self, platform: Platform) -> None:
        self._media = platform.media
        self._codes = platform.codes

    def answer(self, request: Request) -> Response:
        if request.path.startswith("/mmbiz/"):
            return self._medium(request.path.removeprefix("/mmbiz/"))
        if request.path == CODE_PATH:
            return self._code(request.query.get("ticket", ""))
        if request.path not in FILES:
            raise NotFound(f"nothing at {request.path}")
        name, content_type = FILES[request.path]
        headers = {"Content-Security-Policy": POLICY}
        return Response((STATIC / name).read_bytes(), content_type, headers=headers)

    def _medium(self, media_id: str) -> Response:
        try:
            medium = self._media.get(media_id)
        except ApiError as error:
            raise NotFound("this picture has expired") from error
        return Response(medium.content, medium.content_type)

    def _code(self, ticket: str) -> Response:
        code = self._codes.get(ticket)
        if code is None:
            raise NotFound("no such ticket")
        return Response(qr_png(code.url), "image/png")
