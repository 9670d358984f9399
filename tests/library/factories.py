"""Libraries, calendars and days for tests."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.library.model import Library
from chalicelib.library.parse import library_of
from chalicelib.library.written import load_yaml

DEMO = Path(__file__).resolve().parents[2] / "local" / "demo"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def parse_library(source: str) -> Library:
    return library_of(load_yaml(source))


def a_branch(**changed: Any) -> dict[str, Any]:
    return {
        "id": "main",
        "name": "东湖县图书馆",
        "aliases": ["总馆"],
        "hours": "周二至周日 9:00-17:00",
        **changed,
    }


def a_file(*branches: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A library's file as plain values."""
    about = {"id": "donghu", "name": "东湖县图书馆"}
    return {"library": about, "branches": list(branches) or [a_branch()], **changed}


def a_library(*branches: dict[str, Any], **changed: Any) -> Library:
    return library_of(a_file(*branches, **changed))


def day(written: str) -> date:
    return date.fromisoformat(written)


def at(written: str) -> datetime:
    """Library time, `2026-11-21 09:30`, as UTC."""
    return datetime.fromisoformat(written).replace(tzinfo=SHANGHAI).astimezone(UTC)
