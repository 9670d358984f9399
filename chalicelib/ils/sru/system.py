"""A library's SRU server as the settings describe it."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.catalogue.field_map import FieldMaps, read_maps
from chalicelib.catalogue.model import Shelf
from chalicelib.errors import BadRequest, Misconfigured
from chalicelib.ils.sru.client import Client
from chalicelib.ils.sru.model import Indexes, Ways
from chalicelib.ils.sru.search import Finds, SruSearch
from chalicelib.ils.web import Web, checked_url

_KNOWN = {
    *("url", "ca", "unencrypted", "lines", "kind", "version", "schema", "relation"),
    *("indexes", "id", "fields", "branches", "shelves", "patience_s"),
}
_KINDS: Mapping[str, Mapping[str, Any]] = {
    "standard": {},
    "koha": {
        "id": "999$c",
        "fields": {
            "marc21": {
                "copies": {
                    "tags": ["952"],
                    **{"branch": "b", "shelf": "c", "call_number": "o", "barcode": "p"},
                }
            }
        },
        "shelves": {"q": "on_loan", "7": "read_here", "0": "away", "1": "away", "4": "away"},
    },
    "koha_unimarc": {
        "id": "001",
        "fields": {
            "cnmarc": {
                "copies": {
                    "tags": ["995"],
                    **{"branch": "c", "shelf": "e", "call_number": "k", "barcode": "f"},
                }
            }
        },
        "shelves": {"n": "on_loan", "o": "read_here", "2": "away", "0": "away"},
    },
}
"""What a kind of server has; each can be set otherwise."""


def connect(described: str, copy: Finds) -> SruSearch:
    """`described` is JSON, see docs/ils.md. Nothing is asked of the server yet.

    Raises Misconfigured naming what is wrong.
    """
    facts = read(described)
    ways = _ways(facts)
    return SruSearch(Client(_web(facts), ways), ways, copy)


def read(described: str) -> Mapping[str, Any]:
    try:
        facts = json.loads(described)
    except ValueError:
        raise Misconfigured("catalogue_at is no JSON") from None
    strange = sorted(set(facts) - _KNOWN) if isinstance(facts, dict) else ["facts"]
    if strange:
        raise Misconfigured(f"catalogue_at knows no {', '.join(strange)}")
    kind = facts.get("kind", "standard")
    if kind not in _KINDS:
        raise Misconfigured(f"catalogue_at: kind is one of {', '.join(_KINDS)}")
    return {**_KINDS[kind], **facts}


def _web(facts: Mapping[str, Any]) -> Web:
    url = checked_url(_text(facts, "url", ""), facts.get("unencrypted") is True)
    return Web(url, _text(facts, "ca", ""), _whole(facts, "lines", 2))


def _ways(facts: Mapping[str, Any]) -> Ways:
    usual = Ways()
    return Ways(
        version=_text(facts, "version", usual.version),
        schema=_text(facts, "schema", usual.schema),
        relation=_text(facts, "relation", usual.relation),
        indexes=_indexes(_map(facts, "indexes")),
        id=_text(facts, "id", usual.id),
        maps=_maps(facts),
        shelves=_shelves(_map(facts, "shelves")),
        patience_s=float(_whole(facts, "patience_s", 2)),
    )


def _indexes(names: Mapping[str, Any]) -> Indexes:
    try:
        return Indexes(**{name: str(index) for name, index in names.items()})
    except TypeError:
        raise Misconfigured("catalogue_at: indexes are any, id, isbn, call") from None


def _maps(facts: Mapping[str, Any]) -> FieldMaps:
    """`branches` counts for both kinds of MARC."""
    told = {kind: dict(part) for kind, part in _map(facts, "fields").items()}
    for kind in ("marc21", "cnmarc"):
        part = told.setdefault(kind, {})
        part["copies"] = {**(part.get("copies") or {}), "branches": _map(facts, "branches")}
    try:
        return read_maps(json.dumps(told, ensure_ascii=False))
    except BadRequest as wrong:
        raise Misconfigured(f"catalogue_at: fields: {wrong}") from None


def _shelves(told: Mapping[str, Any]) -> Mapping[str, Shelf]:
    try:
        return {code: Shelf(name) for code, name in told.items()}
    except ValueError:
        known = ", ".join(shelf.value for shelf in Shelf)
        raise Misconfigured(f"catalogue_at: shelves: a copy is one of {known}") from None


def _text(facts: Mapping[str, Any], name: str, default: str) -> str:
    value = facts.get(name, default)
    if not isinstance(value, str):
        raise Misconfigured(f"catalogue_at: {name} must be a text")
    return value


def _whole(facts: Mapping[str, Any], name: str, default: int) -> int:
    value = facts.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= 20:
        raise Misconfigured(f"catalogue_at: {name} must be a whole number, at most 20")
    return value


def _map(facts: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = facts.get(name, {})
    if not isinstance(value, dict):
        raise Misconfigured(f"catalogue_at: {name} must be a map")
    return value
