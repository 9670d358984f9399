"""A library's SRU server as the settings describe it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.catalogue.field_map import FieldMaps, read_maps
from chalicelib.catalogue.model import Shelf
from chalicelib.errors import BadRequest, Misconfigured
from chalicelib.ils.described import Described, read
from chalicelib.ils.sru.client import Client
from chalicelib.ils.sru.model import Indexes, Ways
from chalicelib.ils.sru.search import Finds, SruSearch
from chalicelib.ils.web import Web, checked_url

_KNOWN = {
    *("url", "ca", "unencrypted", "lines", "kind", "version", "schema", "relation"),
    *("indexes", "id", "fields", "branches", "shelves", "patience_s"),
}
_MOST = 20
"""Lines, and seconds of patience."""
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
    facts = _with_its_kind(read("catalogue_at", described, _KNOWN))
    ways = _ways(facts)
    return SruSearch(Client(_web(facts), ways), ways, copy)


def _with_its_kind(told: Described) -> Described:
    kind = told.held.get("kind", "standard")
    if kind not in _KINDS:
        raise told.wrong(f"kind is one of {', '.join(_KINDS)}")
    return replace(told, held={**_KINDS[kind], **told.held})


def _web(facts: Described) -> Web:
    url = checked_url(facts.text("url"), facts.is_on("unencrypted"))
    return Web(url, facts.text("ca"), facts.whole("lines", 2, _MOST))


def _ways(facts: Described) -> Ways:
    usual = Ways()
    return Ways(
        version=facts.text("version", usual.version),
        schema=facts.text("schema", usual.schema),
        relation=facts.text("relation", usual.relation),
        indexes=_indexes(facts.map("indexes")),
        id=facts.text("id", usual.id),
        maps=_maps(facts),
        shelves=_shelves(facts.map("shelves")),
        patience_s=float(facts.whole("patience_s", 2, _MOST)),
    )


def _indexes(names: Mapping[str, Any]) -> Indexes:
    try:
        return Indexes(**{name: str(index) for name, index in names.items()})
    except TypeError:
        raise Misconfigured("catalogue_at: indexes are any, id, isbn, call") from None


def _maps(facts: Described) -> FieldMaps:
    """`branches` counts for both kinds of MARC."""
    told = {kind: dict(part) for kind, part in facts.map("fields").items()}
    for kind in ("marc21", "cnmarc"):
        part = told.setdefault(kind, {})
        part["copies"] = {**(part.get("copies") or {}), "branches": facts.map("branches")}
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
