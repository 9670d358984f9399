"""Entries for tests."""

from typing import Any

from chalicelib.knowledge.entries import Entry


def an_entry(entry_id: str = "wifi", **changed: Any) -> Entry:
    given: dict[str, Any] = {
        "id": entry_id,
        "category": "设施",
        "question": f"{entry_id}怎么用？",
        "answer": "请到服务台。",
        "keywords": (entry_id,),
        **changed,
    }
    return Entry(**given)
