"""Koha's REST API: our login with it, questions, lists in pages, effects."""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from chalicelib.errors import GiveUp, NotFound, TryLater, Unheard
from chalicelib.ils.deadline import Deadline
from chalicelib.ils.koha.model import Login
from chalicelib.ils.web import Asked, Pairs, Told, Web

Facts = Mapping[str, Any]
MOST_BYTES = 4 * 1024 * 1024
_EARLY_S = 30.0
_STANDARD_LIFE_S = 600.0
_JSON = {"Accept": "application/json"}


@dataclass(frozen=True)
class Refused:
    """Koha's own no: `code` is its error code where it gives one."""

    status: int
    code: str
    words: str


@dataclass(frozen=True)
class Listed:
    rows: tuple[Facts, ...]
    has_more: bool = False
    is_whole: bool = True
    """Nothing in it was rubbish."""


@dataclass
class _Token:
    text: str = field(default="", repr=False)
    until_s: float = 0.0


class Client:
    def __init__(self, web: Web, login: Login, steady: Callable[[], float] = time.monotonic):
        self._web = web
        self._login = login
        self._steady = steady
        self._token = _Token()
        self._lock = Lock()

    def close(self) -> None:
        self._web.close()

    def meet(self, deadline: Deadline) -> None:
        """Whether our login is taken; with a token in hand nothing is asked."""
        if self._login.oauth:
            self._authorization(deadline)
        else:
            self.list("libraries", "/libraries", deadline, {"_per_page": "1"})

    def get(self, name: str, path: str, deadline: Deadline, query: Pairs | None = None) -> Facts:
        """One thing. Raises NotFound."""
        told = self._asked(Asked(name, "GET", path, query or {}, _JSON), deadline)
        if told.status == 404:
            raise NotFound(f"Koha: {name}: not found")
        return _facts(_expected(told, 200, name), name)

    def list(
        self, name: str, path: str, deadline: Deadline, query: Pairs, embed: str = ""
    ) -> Listed:
        """One page. Raises NotFound."""
        headers = {**_JSON, **({"x-koha-embed": embed} if embed else {})}
        told = self._asked(Asked(name, "GET", path, query, headers), deadline)
        if told.status == 404:
            raise NotFound(f"Koha: {name}: not found")
        return _listed(_expected(told, 200, name), query, name)

    def change(
        self, name: str, method: str, path: str, deadline: Deadline, body: Facts | None = None
    ) -> Facts | Refused:
        """Raises Unheard where nobody knows whether it was done."""
        packed = json.dumps(body).encode() if body is not None else b""
        headers = {**_JSON, **({"Content-Type": "application/json"} if packed else {})}
        told = self._asked(Asked(name, method, path, {}, headers, packed), deadline)
        if told.status in {400, 403, 404, 409, 412}:
            return _refused(told, name)
        if not 200 <= told.status < 300:
            _expected(told, 200, name)
        return _facts(told, name) if told.body.strip() else {}

    def _asked(self, asked: Asked, deadline: Deadline) -> Told:
        """A token that ended early is got anew, once: what was refused was not done."""
        told = self._sent(asked, deadline)
        if told.status == 401 and self._login.oauth:
            with self._lock:
                self._token = _Token()
            told = self._sent(asked, deadline)
        if told.status == 401:
            raise GiveUp("Koha refuses the library's own login")
        return told

    def _sent(self, asked: Asked, deadline: Deadline) -> Told:
        headers = {**asked.headers, "Authorization": self._authorization(deadline)}
        whole = Asked(asked.name, asked.method, asked.path, asked.query, headers, asked.body)
        return self._web.send(whole, deadline, MOST_BYTES)

    def _authorization(self, deadline: Deadline) -> str:
        if not self._login.oauth:
            pair = f"{self._login.user}:{self._login.secret}".encode()
            return f"Basic {base64.b64encode(pair).decode()}"
        with self._lock:
            if self._steady() >= self._token.until_s:
                self._token = self._new_token(deadline)
            return f"Bearer {self._token.text}"

    def _new_token(self, deadline: Deadline) -> _Token:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._login.user,
            "client_secret": self._login.secret,
        }
        headers = {**_JSON, "Content-Type": "application/x-www-form-urlencoded"}
        asked = Asked("token", "POST", "/oauth/token", {}, headers, urlencode(form).encode())
        told = _told_before(lambda: self._web.send(asked, deadline, MOST_BYTES))
        if told.status in {400, 401, 403}:
            raise GiveUp("Koha refuses the library's own login")
        facts = _facts(_expected(told, 200, "token"), "token")
        text, life = facts.get("access_token"), facts.get("expires_in")
        if not isinstance(text, str) or not text.isascii() or not text.isprintable():
            raise GiveUp("Koha: a token that is none")
        life_s = float(life) if isinstance(life, int) else _STANDARD_LIFE_S
        return _Token(text, self._steady() + max(life_s - _EARLY_S, 0.0))


def _told_before(send: Callable[[], Told]) -> Told:
    """A lost answer about our login is no lost effect: nothing was asked for yet."""
    try:
        return send()
    except Unheard as unheard:
        why = str(unheard)
    raise TryLater(why)


def _expected(told: Told, status: int, name: str) -> Told:
    if told.status == status:
        return told
    if told.status in {429, 503}:
        raise TryLater(f"Koha: {name}: busy or under maintenance (HTTP {told.status})")
    if told.status >= 500:
        raise Unheard(f"Koha: {name}: unwell (HTTP {told.status})")
    if told.status == 403:
        raise GiveUp(f"Koha: {name}: our login lacks a permission")
    raise GiveUp(f"Koha: {name}: an answer nobody expects (HTTP {told.status})")


def _refused(told: Told, name: str) -> Refused:
    """Our own login's lack of a permission is not the reader's trouble."""
    said = _parsed(told.body)
    facts = said if isinstance(said, dict) else {}
    if "required_permissions" in facts:
        raise GiveUp(f"Koha: {name}: our login lacks a permission")
    words, code = facts.get("error"), facts.get("error_code")
    return Refused(told.status, _text(code), _text(words) or _text(said))


def _text(said: Any) -> str:
    return said[:300] if isinstance(said, str) else ""


def _facts(told: Told, name: str) -> Facts:
    """An answer that cannot be read to something that may have been done is no answer."""
    said = _parsed(told.body)
    if not isinstance(said, dict):
        raise Unheard(f"Koha: {name}: an answer that cannot be read")
    return said


def _listed(told: Told, query: Pairs, name: str) -> Listed:
    said = _parsed(told.body)
    if not isinstance(said, list):
        raise Unheard(f"Koha: {name}: a list that cannot be read")
    rows = tuple(row for row in said if isinstance(row, dict))
    return Listed(rows, _has_more(told.headers, query, len(said)), len(rows) == len(said))


def _has_more(headers: Pairs, query: Pairs, here: int) -> bool:
    if 'rel="next"' in headers.get("link", ""):
        return True
    total = headers.get("x-total-count", "")
    page, size = int(query.get("_page", "1")), int(query.get("_per_page", "20"))
    return here > 0 and total.isdecimal() and page * size < int(total)


def _parsed(body: bytes) -> Any:
    """Amounts as decimals: half a cent is nobody's."""
    try:
        return json.loads(body.decode("utf-8"), parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
