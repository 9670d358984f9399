"""Serves the API, the control API, web login and the phone page on one port of this machine."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import waitress
from waitress.server import BaseWSGIServer, MultiSocketServer

from local.wechat_platform import page
from local.wechat_platform.api import Api
from local.wechat_platform.control import Control
from local.wechat_platform.http import (
    Handler,
    NotFound,
    Request,
    Response,
    json_response,
    wsgi,
)
from local.wechat_platform.platform import Platform
from local.wechat_platform.web_login import AUTHORIZE, LoginPage

HOST = "127.0.0.1"
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
CALLS = ("/cgi-bin/", "/sns/", "/wxaapi/")


def handler(platform: Platform) -> Handler:
    """One entry for all paths."""
    routes = Control(platform).routes()
    pages = page.Page(platform)
    api, login = Api(platform), LoginPage(platform)
    is_guarded = platform.config.control_only_loopback

    def handle(request: Request) -> Response:
        if request.path.startswith(CALLS) and request.path != page.CODE_PATH:
            return api.answer(request)
        if request.path == AUTHORIZE:
            return login.answer(request)
        if not request.path.startswith("/_control/"):
            return pages.answer(request)
        if not _may_control(request, is_guarded=is_guarded):
            return json_response({"error": "not from here"}, 403)
        call = routes.get((request.method, request.path))
        if call is None:
            raise NotFound(f"no call {request.method} {request.path}; see GET /_control/")
        return call(request)

    return handle


def create(platform: Platform) -> MultiSocketServer | BaseWSGIServer:
    logging.getLogger("waitress").setLevel(logging.ERROR)
    application: Callable[..., Any] = wsgi(handler(platform))
    return waitress.create_server(
        application,
        host=HOST,
        port=platform.config.port,
        threads=platform.config.threads,
        ident=None,
    )


def _may_control(request: Request, *, is_guarded: bool) -> bool:
    """A page of some other site, open in the same browser, must not steer the box."""
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != host:
        return False
    if not is_guarded:
        return True
    return request.peer in LOOPBACK_NAMES and urlsplit(f"//{host}").hostname in LOOPBACK_NAMES
