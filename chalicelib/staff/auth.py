"""Who is calling, and whether this call may be believed: cookie, roles, CSRF, origin."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from chalicelib.errors import NotAllowed
from chalicelib.staff.model import LONGEST
from chalicelib.staff.route import Call, Kind, NotSignedIn, Route
from chalicelib.texts import staff as texts

CSRF_HEADER = "x-weiguan-csrf"
_OWN_PATH = re.compile(r"/staff(/[A-Za-z0-9_.~-]+)*(\?[A-Za-z0-9_.=&%~-]*)?")
_COOKIE_VALUE = re.compile(r"[A-Za-z0-9_.-]{1,128}")
PASSWORD_PATHS = ("/staff/password", "/staff/sign-out", "/staff/api/password")


def session_cookie_name(secure: bool) -> str:
    """`__Host-` makes browsers refuse such a cookie from a sibling host or over http."""
    return "__Host-weiguan" if secure else "weiguan"


def session_cookie(secret: str, secure: bool) -> str:
    seconds = int(LONGEST.total_seconds()) if secret else 0
    return _cookie(session_cookie_name(secure), secret, seconds, secure)


def visit_cookie_name(secure: bool) -> str:
    return "__Host-weiguan-visit" if secure else "weiguan-visit"


def visit_cookie(secret: str, secure: bool) -> str:
    """Holds what the sign-in form's token is bound to, where no session is there yet."""
    return _cookie(visit_cookie_name(secure), secret, 3600, secure)


def _cookie(name: str, value: str, seconds: int, secure: bool) -> str:
    flags = "; Secure" if secure else ""
    return f"{name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Strict{flags}"


def cookies_in(header: str) -> Mapping[str, str]:
    """The first of two of one name wins; values that are not ours to make are dropped.

    Cut apart first: one pattern over the whole header would take seconds over a long one.
    """
    found: dict[str, str] = {}
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        if _COOKIE_VALUE.fullmatch(value):
            found.setdefault(name, value)
    return found


def csrf_token(secret: str) -> str:
    """Bound to the session: a token of another session, or of none, is worth nothing."""
    return hmac.new(secret.encode(), b"csrf", hashlib.sha256).hexdigest() if secret else ""


def check_allowed(route: Route, call: Call) -> None:
    """Raises NotSignedIn or NotAllowed; a route that names no action is open to everybody."""
    if route.needs is None:
        return
    if call.visitor is None:
        raise NotSignedIn(texts.SIGN_IN_FIRST)
    if not call.visitor.may(route.needs):
        raise NotAllowed(texts.ROLE_LACKING)


def must_change_password(route: Route, call: Call) -> bool:
    owed = call.services.insist_on_own_password and call.visitor and call.visitor.must_change
    return bool(owed) and route.needs is not None and route.path not in PASSWORD_PATHS


def check_intended(route: Route, call: Call, headers: Mapping[str, str]) -> None:
    """Raises NotAllowed for a change that our own page or a program of the user's did not send.

    Signing in by JSON has no session to bind a token to; a foreign page cannot send JSON here.
    """
    if not route.changes:
        return
    _check_origin(headers)
    if route.kind is Kind.API and route.needs is None:
        return
    given = _given_token(call, headers)
    if not given or not hmac.compare_digest(given.encode(), call.csrf.encode()):
        raise NotAllowed(texts.FORGED)


def _given_token(call: Call, headers: Mapping[str, str]) -> str:
    """A foreign page can set neither: it may not send our header and cannot know the field."""
    return headers.get(CSRF_HEADER) or call.fields.get("csrf", ("",))[-1]


def _check_origin(headers: Mapping[str, str]) -> None:
    """Browsers name where a POST comes from; programs need not."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    if origin is not None and _host_of(origin) != headers.get("host", ""):
        raise NotAllowed(texts.FORGED)
    if site not in ("same-origin", "none"):
        raise NotAllowed(texts.FORGED)


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc or "-"
    except ValueError:
        return "-"


def safe_next(path: str) -> str:
    """Where to go after signing in: a path of this console or its front page, nowhere else."""
    return path if _OWN_PATH.fullmatch(path) else "/staff"
