"""What a browser needs beside the pages: one style sheet, one small script, the API's document."""

from functools import cache
from pathlib import Path

from chalicelib.errors import NotFound
from chalicelib.staff.route import Call, Kind, Reply, Route
from chalicelib.texts import staff as texts

FOLDER = Path(__file__).parent / "static"
TYPES = {
    "console.css": "text/css; charset=utf-8",
    "console.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
}


def asset(call: Call) -> Reply:
    name = call.params["name"]
    if name not in TYPES:
        raise NotFound(texts.NO_SUCH_PAGE)
    kept = {"Cache-Control": "public, max-age=604800"}
    return Reply(_content(name), content_type=TYPES[name], headers=kept)


@cache
def _content(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


ROUTES: tuple[Route, ...] = (
    Route("GET", "/staff/static/{name}", Kind.ASSET, None, asset, "Style sheet and script"),
)
