"""Registers the staff routes with chalice; what answers them is loaded with the first request.

A reader's cold start does not wait for the console: `routes.txt` lists what `console.ROUTES` holds
(method, path, kind), and a test keeps the two alike.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from chalice.app import Blueprint, Response

LISTING = Path(__file__).parent / "routes.txt"
Answer = Callable[[str, str, Any, Mapping[str, str]], Response]
"""Of method, path as listed, chalice's request and the path's parts."""


def blueprint(answer: Answer) -> Blueprint:
    """Register it without a prefix; every path begins with `/staff`."""
    made = Blueprint(__name__)
    for line in LISTING.read_text("utf-8").splitlines():
        method, path, _ = line.split()
        _register(made, method, path, answer)
    return made


def _register(made: Blueprint, method: str, path: str, answer: Answer) -> None:
    """Any content type comes in: what fits is told by `http`, in our own words."""

    def view(**params: str) -> Response:
        return answer(method, path, made.current_request, params)

    name = re.sub(r"\W+", "_", f"{method}{path}").lower()
    made.route(path, methods=[method], name=name, content_types=[])(view)
