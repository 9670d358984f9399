"""What a browser keeps for one link's page, in a cookie that only our own pages get."""

import hashlib
import re
from collections.abc import Mapping

LIVES_S = 600
"""As long as a link."""
_VALUE = re.compile(r"[A-Za-z0-9_-]{1,300}")


def name_of(word: str, secure: bool) -> str:
    """`__Host-` makes browsers refuse such a cookie from a sibling host or over http."""
    mark = hashlib.sha256(word.encode("utf-8", "replace")).hexdigest()[:12]
    return f"{'__Host-' if secure else ''}weiguan-link-{mark}"


def cookie(word: str, value: str, secure: bool) -> str:
    """Lax: WeChat's login leads back here from another site. A form there brings no cookie."""
    flags = "; Secure" if secure else ""
    life_s = LIVES_S if value else 0
    start = f"{name_of(word, secure)}={value}; Max-Age={life_s}"
    return f"{start}; Path=/; HttpOnly; SameSite=Lax{flags}"


def kept_for(word: str, cookies: Mapping[str, str], secure: bool) -> str:
    return cookies.get(name_of(word, secure), "")


def cookies_in(header: str) -> Mapping[str, str]:
    """Of two of one name the first; values that are not ours to make are dropped."""
    found: dict[str, str] = {}
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        if _VALUE.fullmatch(value):
            found.setdefault(name, value)
    return found
