"""The box's gateway hands requests on as the cloud's does."""

from io import BytesIO
from typing import Any

import pytest
from chalice.app import Chalice

from local.gateway import wsgi


def an_app() -> Chalice:
    app = Chalice("trial")

    @app.route("/cases", methods=["GET"])
    def cases() -> str:
        return "all"

    @app.route("/cases/{number}/notes", methods=["POST"])
    def notes(number: str) -> str:
        return f"<{number}> {dict(app.current_request.query_params or {})}"

    @app.route("/cases/{number}", methods=["GET"])
    def case(number: str) -> str:
        return f"<{number}>"

    return app


def asked(method: str, path: str, query: str = "") -> tuple[str, str]:
    """Status and body; `path` comes decoded, as servers hand it on."""
    told: list[str] = []

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        told.append(status)

    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "wsgi.input": BytesIO(),
    }
    body = b"".join(wsgi(an_app(), {"/old": "/new"})(environ, start))
    return told[0], body.decode()


@pytest.mark.parametrize("part", ["?x", "a?x", "a#b", "a;b", "100%", "%3F", "一号 馆"])
def test_a_part_of_a_path_may_hold_any_sign(part: str) -> None:
    assert asked("POST", f"/cases/{part}/notes") == ("200 OK", f"<{part}> {{}}")
    assert asked("GET", f"/cases/{part}") == ("200 OK", f"<{part}>")


def test_a_query_is_read_beside_the_path() -> None:
    assert asked("POST", "/cases/1/notes", "a=%3F") == ("200 OK", "<1> {'a': '?'}")


def test_a_method_no_route_takes_is_refused() -> None:
    assert asked("POST", "/cases")[0] == "405 Method Not Allowed"


def test_an_old_path_leads_to_the_new_one() -> None:
    assert asked("GET", "/old") == ("302 Found", "")
