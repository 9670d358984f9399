"""Where our own pages are: what an address begins with, up to the path."""

from collections.abc import Mapping
from typing import Any


class Site:
    """`fixed` where the settings say it; else learnt from the requests that WeChat signs, whose
    host the API's gateway has checked."""

    def __init__(self, fixed: str = "") -> None:
        self._address = fixed.rstrip("/")
        self._is_fixed = bool(self._address)

    @property
    def address(self) -> str:
        """'' where it is not known yet."""
        return self._address

    def learn(self, context: Mapping[str, Any], resource: str) -> None:
        """From a gateway's request context; `resource` is the path as our routes name it."""
        domain, path = str(context.get("domainName") or ""), str(context.get("path") or "")
        if self._is_fixed or not domain or not path.endswith(resource):
            return
        self._address = f"https://{domain}{path.removesuffix(resource)}"
