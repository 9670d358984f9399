"""Builds what finds books and what imports them; the tables are bound by the caller.

Import and search share no code worth waiting for, so each is loaded for itself.
"""

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chalicelib.catalogue.store import CatalogueStore, JobStore
from chalicelib.clock import Clock, utc_now
from chalicelib.errors import Misconfigured
from chalicelib.files.ports import Files

if TYPE_CHECKING:
    from chalicelib.catalogue.chat import CatalogueChat, Finds
    from chalicelib.catalogue.imports import Imports
    from chalicelib.catalogue.model import Record
    from chalicelib.catalogue.shown import BranchName
    from chalicelib.ils.ports import Circulation
    from chalicelib.settings import Settings


OWN, SRU = "own", "sru"


def _none_are_held(_: object) -> bool:
    return False


def search(settings: "Settings") -> "Finds":
    """What was imported, or the library's own catalogue with the import as the last copy.

    Raises Misconfigured.
    """
    own: Finds = _on_demand("chalicelib.catalogue.service").Search(CatalogueStore())
    if settings.catalogue == OWN:
        return own
    if settings.catalogue != SRU:
        raise Misconfigured(f"no such catalogue: {settings.catalogue} (known: {OWN}, {SRU})")
    live: Finds = _on_demand("chalicelib.ils.sru.system").connect(settings.catalogue_at, own)
    return live


def chat(
    branch_name: "BranchName",
    timezone: str,
    search: "Finds",
    system: "Circulation | None" = None,
    clock: Clock = utc_now,
    may_hold: "Callable[[Record], bool]" = _none_are_held,
    pages: bool = True,
) -> "CatalogueChat":
    """`system` where it is asked how the copies of what is shown stand now; `pages`: also those
    of a whole page."""
    if system is not None:
        live = _on_demand("chalicelib.catalogue.live_service").LiveSearch
        search = live(search, system, clock, pages)
    chats = _on_demand("chalicelib.catalogue.chat")
    made: CatalogueChat = chats.CatalogueChat(search, branch_name, timezone, may_hold)
    return made


def imports(files: Files) -> "Imports":
    stores = CatalogueStore(consistent=True), JobStore()
    module = _on_demand("chalicelib.catalogue.imports")
    made: Imports = module.Imports(files, *stores, _marc8, _spell_phrases)
    return made


def _spell_phrases(text: str) -> list[str]:
    return list(_on_demand("chalicelib.catalogue.spelling").spell_phrases(text))


def _marc8(raw: bytes) -> str:
    return str(_on_demand("chalicelib.catalogue.marc8").decode_marc8(raw))


def _on_demand(module: str) -> Any:
    return importlib.import_module(module)
