"""Calls to the platform over HTTP: bounded in time and size, silent on secrets. (loaded on demand)

Whatever requests raises names the address with its token, so nothing it raised is passed on, not
even as a cause: outcomes are returned as values and raised where no exception is being handled.
"""

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from chalicelib.errors import GiveUp, Misconfigured, TryLater, Unheard, WeiguanError
from chalicelib.logs import fields, logger
from chalicelib.wechat.patience import Patience

log = logger("wechat_api")
MAX_JSON_BYTES = 4 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True)
class Ask:
    """One call; its body is bytes, so that a second try sends the same."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""


@dataclass(frozen=True)
class Told:
    """What came back. `code` is WeChat's return code, 0 where there is none; `facts` its JSON."""

    content_type: str
    body: bytes = field(repr=False)
    code: int = 0
    date: str = ""
    """The platform's own clock, as its header words it."""
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)


class Calls:
    """`base_url` is the platform's address without a path; nothing is ever sent elsewhere."""

    def __init__(self, base_url: str) -> None:
        if not base_url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise Misconfigured("the platform is called by https only")
        self._base_url = base_url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = base_url.startswith("https://")
        # At DEBUG it writes each address, token included.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

    def send(
        self,
        ask: Ask,
        patience: Patience,
        token: str = "",
        max_bytes: int = 0,
    ) -> Told:
        """`max_bytes` of a file; 0 where none is asked for, only JSON.

        Raises TryLater for the network and the platform's faults (Unheard where the call may have
        been done all the same), GiveUp for the rest.
        """
        began = time.monotonic()
        outcome = self._outcome(ask, patience, token, max_bytes)
        spent_ms = int((time.monotonic() - began) * 1000)
        log.info("platform called", extra=fields(call=ask.path, ms=spent_ms, **_said(outcome)))
        if isinstance(outcome, WeiguanError):
            raise outcome
        return outcome

    def _outcome(
        self, ask: Ask, patience: Patience, token: str, max_bytes: int
    ) -> Told | WeiguanError:
        try:
            with self._opened(ask, patience, token) as response:
                refused = _refusal(response.status_code)
                return refused or _read(response, patience, max_bytes)
        except requests.ConnectTimeout:
            return TryLater("WeChat: nobody took the call")
        except (requests.RequestException, HTTPError, OSError) as problem:
            return Unheard(f"WeChat: the network failed ({type(problem).__name__})")
        except TryLater as late:
            return late

    def _opened(self, ask: Ask, patience: Patience, token: str) -> requests.Response:
        query = {**ask.query, **({"access_token": token} if token else {})}
        return self._session.request(
            ask.method,
            f"{self._base_url}/{ask.path}",
            params=query,
            data=ask.body or None,
            headers={"Content-Type": ask.content_type} if ask.content_type else None,
            timeout=patience.timeouts(),
            allow_redirects=False,
            stream=True,
        )


def _said(outcome: Told | WeiguanError) -> dict[str, object]:
    if isinstance(outcome, Told):
        return {"code": outcome.code}
    return {"why": str(outcome)}


def _refusal(status: int) -> WeiguanError | None:
    if status == 200:
        return None
    if status == 429:
        return TryLater("WeChat: too many calls (HTTP 429)")
    if status >= 500:
        return Unheard(f"WeChat: the platform is unwell (HTTP {status})")
    return GiveUp(f"WeChat: an answer nobody expects (HTTP {status})")


def _read(response: requests.Response, patience: Patience, max_bytes: int) -> Told | WeiguanError:
    content_type = response.headers.get("Content-Type", "")
    is_facts = not max_bytes or "json" in content_type or content_type.startswith("text/")
    body = _body(response, patience, MAX_JSON_BYTES if is_facts else max_bytes)
    if body is None:
        return GiveUp("WeChat: the answer is too large")
    date = response.headers.get("Date", "")
    return _told(content_type, body, date) if is_facts else Told(content_type, body)


def _body(response: requests.Response, patience: Patience, max_bytes: int) -> bytes | None:
    """None where it is larger than allowed; never more than that is read.

    Read by what is there, not by full chunks: a platform that dribbles cannot outlast `patience`.
    """
    body = bytearray()
    while chunk := response.raw.read1(_CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > max_bytes:
            return None
        _still_time(patience)
    return bytes(body)


def _still_time(patience: Patience) -> None:
    try:
        patience.left_s()
    except TryLater as late:
        raise Unheard(str(late)) from late


def _told(content_type: str, body: bytes, date: str) -> Told | WeiguanError:
    try:
        facts = json.loads(body.decode("utf-8", "replace"), strict=False)
        code = int(facts.get("errcode") or 0)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Unheard("WeChat: an answer that cannot be read")
    return Told(content_type, body, code, date, facts)
