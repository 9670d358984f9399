"""The platform's server API under /cgi-bin/ and /sns/: who may call, how often, its troubles."""

import ipaddress
import time
from collections.abc import Callable
from dataclasses import replace
from email.utils import format_datetime
from typing import TypeAlias
from urllib.parse import urlencode

from local.wechat_platform import grants
from local.wechat_platform.accounts import Account
from local.wechat_platform.codes import ApiError
from local.wechat_platform.customer_service import CustomerService
from local.wechat_platform.faults import FaultKind
from local.wechat_platform.http import BadRequest, Json, Request, Response, json_response
from local.wechat_platform.journal import masked
from local.wechat_platform.platform import Platform
from local.wechat_platform.template_desk import TemplateDesk
from local.wechat_platform.web_login import EXCHANGE

Call: TypeAlias = Callable[[Request], Json | Response]
WITHOUT_TOKEN = frozenset(
    {"/cgi-bin/token", "/cgi-bin/stable_token", "/cgi-bin/clear_quota/v2", EXCHANGE}
)
UNCOUNTED = frozenset(
    {"/cgi-bin/openapi/quota/get", "/cgi-bin/clear_quota", "/cgi-bin/clear_quota/v2", EXCHANGE}
)
MOST_LOGGED = 4000


class Api:
    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        account = Account(platform)
        desk = CustomerService(platform.readers, platform.windows, platform.diary, platform.media)
        templates = TemplateDesk(platform)
        self._calls: dict[str, tuple[str, Call]] = {
            "/cgi-bin/token": ("GET", account.token),
            "/cgi-bin/stable_token": ("POST", account.stable_token),
            "/cgi-bin/message/custom/send": ("POST", desk.send),
            "/cgi-bin/message/custom/typing": ("POST", desk.typing),
            "/cgi-bin/template/get_all_private_template": ("GET", templates.all),
            "/wxaapi/newtmpl/gettemplate": ("GET", templates.notices),
            "/cgi-bin/message/template/send": ("POST", templates.send),
            "/cgi-bin/message/subscribe/bizsend": ("POST", templates.send_notice),
            "/cgi-bin/menu/create": ("POST", account.create_menu),
            "/cgi-bin/menu/get": ("GET", account.get_menu),
            "/cgi-bin/menu/delete": ("GET", account.delete_menu),
            "/cgi-bin/menu/addconditional": ("POST", account.add_conditional_menu),
            "/cgi-bin/menu/delconditional": ("POST", account.delete_conditional_menu),
            "/cgi-bin/get_current_selfmenu_info": ("GET", account.menu_in_force),
            "/cgi-bin/get_current_autoreply_info": ("GET", account.replies_in_force),
            "/cgi-bin/callback/check": ("POST", account.check_callback),
            "/cgi-bin/getcallbackip": ("GET", account.own_addresses),
            "/cgi-bin/qrcode/create": ("POST", account.create_code),
            "/cgi-bin/media/upload": ("POST", account.upload),
            "/cgi-bin/media/get": ("GET", account.download),
            "/cgi-bin/user/info": ("GET", account.reader),
            "/cgi-bin/user/get": ("GET", account.followers),
            "/cgi-bin/openapi/quota/get": ("POST", account.quota),
            "/cgi-bin/clear_quota": ("POST", account.clear_quota),
            "/cgi-bin/clear_quota/v2": ("POST", account.clear_quota_by_secret),
            EXCHANGE: ("GET", account.login),
        }

    def answer(self, request: Request) -> Response:
        """Always HTTP 200 with an errcode, as the platform does, unless a fault says else."""
        started = time.monotonic()
        stamp = {"Date": format_datetime(self._platform.clock.now(), usegmt=True)}
        told = self._troubled(request)
        response = told if isinstance(told, Response) else json_response(told)
        if self._take(FaultKind.TORN_CONNECTION, request):
            response = replace(response, is_torn=True)
        response = replace(response, headers={**response.headers, **stamp})
        self._write_down(request, response, told, time.monotonic() - started)
        return response

    def _troubled(self, request: Request) -> Json | Response:
        slow = self._platform.faults.take(FaultKind.SLOW_API, request.path)
        if slow:
            time.sleep(slow.seconds)
        if self._take(FaultKind.HTTP_500, request):
            return Response(b"<html>Internal Server Error</html>", "text/html", status=500)
        try:
            return self._called(request)
        except ApiError as refused:
            return refused.told()
        except (BadRequest, KeyError, TypeError):
            return ApiError(47001).told()

    def _called(self, request: Request) -> Json | Response:
        method, call = self._calls.get(request.path, ("", None))
        if call is None:
            raise ApiError(40066)
        if method == "POST" and request.method != "POST":
            raise ApiError(43002)
        self._check_address(request)
        self._check_faults(request)
        self._check_token(request)
        grants.check(self._platform.config.account_kind, request.path)
        if request.path not in UNCOUNTED:
            self._platform.quotas.spend(request.path)
        return call(request)

    def _check_address(self, request: Request) -> None:
        """The list guards every call, not the token alone (§0)."""
        allowed = self._platform.config.ip_whitelist
        peer = ipaddress.ip_address(request.peer)
        is_listed = any(peer in ipaddress.ip_network(one, strict=False) for one in allowed)
        if (allowed and not is_listed) or self._take(FaultKind.IP_NOT_ALLOWED, request):
            raise ApiError(40164, f"{peer} ipv6 ::ffff:{peer}, not in whitelist")

    def _check_faults(self, request: Request) -> None:
        if self._take(FaultKind.EXPIRE_TOKEN, request):
            self._platform.tokens.expire_all()
        error = self._platform.faults.take(FaultKind.API_ERROR, request.path)
        if error:
            raise ApiError(error.errcode)

    def _check_token(self, request: Request) -> None:
        if request.path not in WITHOUT_TOKEN:
            self._platform.tokens.check(request.query.get("access_token", ""))

    def _take(self, kind: FaultKind, request: Request) -> bool:
        return self._platform.faults.take(kind, request.path) is not None

    def _write_down(
        self, request: Request, response: Response, told: Json | Response, seconds: float
    ) -> None:
        self._platform.api_log.add(
            at=self._platform.clock.now().isoformat(),
            method=request.method,
            path=request.path,
            query=urlencode(masked(request.query)),
            body=_shown_body(request),
            status=response.status,
            errcode=None if isinstance(told, Response) else told.get("errcode", 0),
            latency_ms=round(seconds * 1000, 1),
        )


def _shown_body(request: Request) -> str | Json:
    if request.headers.get("content-type", "").startswith("multipart/"):
        return f"({len(request.body)} bytes)"
    try:
        return masked(request.json())
    except BadRequest:
        return request.body[:MOST_LOGGED].decode(errors="replace")
