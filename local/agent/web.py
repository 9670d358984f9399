"""The agent's way out: one signed HTTPS request, its JSON answer."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from chalicelib.errors import NotAllowed, TryLater

HEADER = "Weiguan-Agent"
_LARGEST = 8 * 1024 * 1024


class _Stay(HTTPRedirectHandler):
    """Nothing is sent elsewhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER = build_opener(_Stay)


class Web:
    def __init__(self, service: str) -> None:
        self._service = service

    def __call__(self, path: str, body: bytes, signature: str, timeout_s: float) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", HEADER: signature}
        request = Request(f"{self._service}{path}", body, headers, method="POST")
        try:
            with _OPENER.open(request, timeout=timeout_s) as answer:
                facts = json.loads(answer.read(_LARGEST))
        except HTTPError as refused:
            raise _refusal(refused) from None
        except (OSError, ValueError) as problem:
            raise TryLater(f"the service cannot be reached ({type(problem).__name__})") from None
        return facts if isinstance(facts, dict) else {}


def _refusal(refused: HTTPError) -> Exception:
    with refused:
        said = refused.read(500).decode("utf-8", "replace")
    if refused.code in {400, 403, 404}:
        return NotAllowed(f"the service refuses ({refused.code}): {said}")
    return TryLater(f"the service is unwell ({refused.code})")
