"""The stage as the world sees it: the address asked as WeChat asks it, with a right and a wrong
token, and the staff's door."""

import hashlib
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from chalicelib.doctor.model import Finding, ok, wrong

WAIT_S = 15
SLOW_S = 3.0
"""WeChat hangs up after five."""
ECHO = "doctor"
MODE = "WeChat's own check of the address fails the same way"


@dataclass(frozen=True)
class Heard:
    """`status` 0: nobody answered, `body` says why."""

    status: int
    body: str
    seconds: float = 0.0


Visit = Callable[[str], Heard]


def visit(url: str) -> Heard:
    began = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=WAIT_S) as answer:
            return Heard(answer.status, _text(answer.read(65536)), time.monotonic() - began)
    except urllib.error.HTTPError as refused:
        return Heard(refused.code, "")
    except (OSError, ValueError) as problem:
        return Heard(0, str(problem))


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace")


def addresses(
    webhook: str, staff: str, token: str, now: datetime, go: Visit = visit
) -> list[Finding]:
    right = signed(token, now, echostr=ECHO)
    forged = signed(secrets.token_hex(8), now, echostr=ECHO)
    return [
        _right_token(webhook, go(f"{webhook}?{urlencode(right)}")),
        _wrong_token(go(f"{webhook}?{urlencode(forged)}")),
        _staff(go(f"{staff.rstrip('/')}/sign-in")),
    ]


def _right_token(webhook: str, heard: Heard) -> Finding:
    if heard.status == 0:
        cure = "look the address up (make deploy prints it); is a domain or a network in between?"
        return wrong("address", f"{webhook} cannot be reached: {heard.body}", cure)
    if (heard.status, heard.body) != (200, ECHO):
        cure = "403: the keys changed, make deploy; 503: see the log of the webhook's function"
        return wrong("address", f"refuses WeChat's check ({heard.status}); {MODE}", cure)
    if heard.seconds > SLOW_S:
        return wrong("address", f"answers after {heard.seconds:.1f} s", "ask again; see its log")
    return ok("address", f"passes WeChat's check in {heard.seconds:.1f} s")


def _wrong_token(heard: Heard) -> Finding:
    if heard.status == 403:
        return ok("forgery", "a wrong token is refused")
    if heard.status == 200:
        return wrong("forgery", "a wrong token is let in", "make deploy at once")
    return wrong("forgery", f"not refused as it should be ({heard.status})", "see `address`")


def _staff(heard: Heard) -> Finding:
    if heard.status == 200:
        return ok("staff console", "opens")
    return wrong("staff console", f"does not open ({heard.status})", "see its function's log")


def signed(token: str, now: datetime, **more: str) -> dict[str, str]:
    """As WeChat signs: sha1 of token, time and nonce, sorted."""
    stamp, nonce = str(int(now.timestamp())), secrets.token_hex(5)
    proof = hashlib.sha1("".join(sorted((token, stamp, nonce))).encode()).hexdigest()
    return {"signature": proof, "timestamp": stamp, "nonce": nonce, **more}
