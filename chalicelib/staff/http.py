"""One exchange with chalice: reads a request, checks it, answers, turns errors into pages."""

import math
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalice.app import Response

from chalicelib import errors
from chalicelib.headers import complete
from chalicelib.logs import fields, logger
from chalicelib.staff import auth
from chalicelib.staff.audit import audited, note_refused
from chalicelib.staff.bodies import in_chinese, multipart, urlencoded
from chalicelib.staff.ports import StaffServices
from chalicelib.staff.replies import json_problem, problem_page, to
from chalicelib.staff.route import (
    TAKEN,
    Call,
    Kind,
    NotSignedIn,
    Refusal,
    Reply,
    Route,
    SlowDown,
    TooLarge,
    WrongKind,
)
from chalicelib.texts import staff as texts

log = logger("staff")
STATUS: tuple[tuple[type[errors.WeiguanError], int], ...] = (
    (NotSignedIn, 401),
    (TooLarge, 413),
    (WrongKind, 415),
    (SlowDown, 429),
    (errors.NotFound, 404),
    (errors.NotAllowed, 403),
    (errors.Conflict, 409),
    (errors.BadRequest, 400),
    (errors.TryLater, 503),
)
"""First match wins; anything else is 500."""
_PARAM = re.compile(r"[A-Za-z0-9._~-]{1,128}")


def answer(
    route: Route, services: StaffServices, request: Any, params: Mapping[str, str]
) -> Response:
    return _Exchange(route, services, request, params).response()


@dataclass(frozen=True)
class _Exchange:
    route: Route
    services: StaffServices
    request: Any
    params: Mapping[str, str]

    def response(self) -> Response:
        call = self._call()
        try:
            reply = self._reply(call)
        except errors.WeiguanError as problem:
            reply = self._refused(call, problem)
        except Exception:
            log.exception("staff route failed", extra=self._fields(call))
            reply = self._problem(call, 500, texts.BROKEN)
        return self._sent(call, reply)

    def _reply(self, call: Call) -> Reply:
        if self.route.kind is Kind.ASSET:
            return self.route.answer(call)
        full = self._with_body(self._with_visitor(call))
        try:
            auth.check_allowed(self.route, full)
            auth.check_intended(self.route, full, self.request.headers)
        except errors.WeiguanError as problem:
            note_refused(self.route, full, problem)
            raise
        if auth.must_change_password(self.route, full):
            return self._password_first(full)
        return self._answered(full)

    def _answered(self, call: Call) -> Reply:
        try:
            return audited(self.route, call, self.route.answer)
        except (errors.BadRequest, errors.Conflict, errors.TryLater) as problem:
            if self.route.again is None:
                raise
            refusal = Refusal(said(problem), status_of(problem), call.fields)
            return replace(self.route.again(call, refusal), status=refusal.status)

    def _password_first(self, call: Call) -> Reply:
        if self.route.speaks_json:
            raise errors.NotAllowed(texts.CHANGE_PASSWORD_FIRST)
        return to(call, "/staff/password")

    def _call(self) -> Call:
        """What can be read of a request without looking at who sent it."""
        context, headers = self.request.context, self.request.headers
        return Call(
            services=self.services,
            now=self.services.clock(),
            visitor=None,
            secret="",
            method=self.route.method,
            path=_filled(self.route.path, self.params),
            base=str(context.get("path", "")).partition("/staff")[0],
            params=self.params,
            query={name: str(value)[:2000] for name, value in _query(self.request).items()},
            body=b"",
            fields={},
            files={},
            csrf="",
            request_id=str(context.get("requestId") or secrets.token_hex(8)),
            address=str((context.get("identity") or {}).get("sourceIp") or ""),
            device=str(headers.get("user-agent", ""))[:200],
        )

    def _with_visitor(self, call: Call) -> Call:
        if not all(_PARAM.fullmatch(value) for value in self.params.values()):
            raise errors.NotFound(texts.NO_SUCH_PAGE)
        secure = self.services.secure_cookies
        cookies = auth.cookies_in(self.request.headers.get("cookie", ""))
        secret = cookies.get(auth.session_cookie_name(secure), "")
        known = self.services.door.who(secret, call.now) if secret else None
        if known is None:
            self._check_pace(call)
            visit = cookies.get(auth.visit_cookie_name(secure), "")
            return replace(call, csrf=auth.csrf_token(visit))
        user, session = known
        csrf = auth.csrf_token(secret)
        return replace(call, visitor=user, secret=secret, csrf=csrf, session_key=session.key)

    def _check_pace(self, call: Call) -> None:
        """Raises SlowDown; whoever is signed in is not counted."""
        shared = self.route.path if self.route.changes and self.route.needs is None else ""
        wait = self.services.strangers.wait(call.address, shared, call.now)
        if wait:
            raise SlowDown(texts.TOO_FAST, math.ceil(wait.total_seconds()))

    def _check_kind(self) -> None:
        sent = str(self.request.headers.get("content-type", "")).partition(";")[0]
        taken = TAKEN.get(self.route.kind, "")
        if self.route.changes and sent.strip().lower() != taken:
            raise WrongKind(texts.WRONG_KIND.format(kind=taken))

    def _with_body(self, call: Call) -> Call:
        self._check_kind()
        body = self.request.raw_body or b""
        if len(body) > self.route.largest:
            limit = f"{self.route.largest // 1024 // 1024 or 0.25} MB"
            raise TooLarge(texts.TOO_LARGE.format(limit=limit))
        if self.route.kind is Kind.FORM:
            return replace(call, fields=urlencoded(body))
        if self.route.kind is Kind.UPLOAD:
            sent, files = multipart(body, self.request.headers.get("content-type", ""))
            return replace(call, fields=sent, files=files)
        return replace(call, body=body)

    def _refused(self, call: Call, problem: errors.WeiguanError) -> Reply:
        status = status_of(problem)
        if status == 500:
            log.error("staff route gave up", extra=self._fields(call), exc_info=problem)
        if status == 401 and self.route.kind is Kind.PAGE:
            return to(call, f"/staff/sign-in?next={call.path}")
        reply = self._problem(call, status, said(problem))
        again = {"Retry-After": str(problem.wait_s)} if isinstance(problem, SlowDown) else {}
        return replace(reply, headers={**reply.headers, **again})

    def _problem(self, call: Call, status: int, words: str) -> Reply:
        made: Callable[[Call, int, str], Reply] = json_problem if self._is_plain else problem_page
        return made(call, status, words)

    @property
    def _is_plain(self) -> bool:
        return self.route.speaks_json or self.route.kind is Kind.ASSET

    def _sent(self, call: Call, reply: Reply) -> Response:
        headers: dict[str, Any] = {"Content-Type": reply.content_type, **reply.headers}
        headers["X-Request-Id"] = re.sub(r"[^\w-]", "", call.request_id)[:64]
        complete(headers)
        if reply.cookies:
            headers["Set-Cookie"] = list(reply.cookies)
        return Response(reply.body, headers=headers, status_code=reply.status)

    def _fields(self, call: Call) -> dict[str, dict[str, object]]:
        return fields(method=self.route.method, route=self.route.path, request=call.request_id)


def status_of(problem: errors.WeiguanError) -> int:
    return next((status for kind, status in STATUS if isinstance(problem, kind)), 500)


def said(problem: errors.WeiguanError) -> str:
    """Our own Chinese sentence, or a general one for what was meant for the log."""
    words = in_chinese(str(problem))
    if re.search(r"[\u4e00-\u9fff]", words):
        return words
    general = {404: texts.NO_SUCH_PAGE, 409: texts.CHANGED_MEANWHILE, 503: texts.BUSY}
    named = general.get(status_of(problem), texts.MALFORMED if words else texts.BROKEN)
    return f"{named}（{words}）" if status_of(problem) == 400 else named


def _query(request: Any) -> Mapping[str, str]:
    found = request.query_params
    return {name: found[name] for name in found} if found else {}


def _filled(path: str, params: Mapping[str, str]) -> str:
    return path.format(**params)
