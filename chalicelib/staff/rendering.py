"""Fills the console's pages with Jinja2 (loaded on demand)"""

import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chalicelib.clock import in_library_time
from chalicelib.staff.ports import Render
from chalicelib.texts import staff as texts

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"


def renderer(timezone: str) -> Render:
    """Everything handed in is escaped; a name a page does not know is an error, not a blank."""
    pages = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    pages.globals["words"] = texts
    pages.globals["style"] = _version(STATIC / "console.css")
    pages.globals["script"] = _version(STATIC / "console.js")

    def when(moment: datetime | None) -> str:
        return in_library_time(moment, timezone).strftime("%Y-%m-%d %H:%M") if moment else ""

    pages.filters["when"] = when

    def render(template: str, facts: Mapping[str, object]) -> str:
        return pages.get_template(template).render(facts)

    return render


def _version(file: Path) -> str:
    """In the link, so that a browser that keeps the file takes the new one after a change."""
    return f"{zlib.crc32(file.read_bytes()):08x}"
