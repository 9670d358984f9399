"""Which catalogue a deployment searches."""

from dataclasses import replace

import pytest

from chalicelib import wiring_catalogue
from chalicelib.catalogue.service import Search
from chalicelib.errors import Misconfigured
from chalicelib.ils.sru.search import SruSearch
from chalicelib.settings import Settings


def test_what_was_imported_is_searched_unless_told_otherwise() -> None:
    assert isinstance(wiring_catalogue.search(Settings()), Search)


def test_an_sru_server_is_searched_where_the_settings_say_so() -> None:
    at = '{"url": "https://opac.library.example/sru", "kind": "koha"}'
    settings = replace(Settings(), catalogue="sru", catalogue_at=at)
    assert isinstance(wiring_catalogue.search(settings), SruSearch)


def test_an_unknown_catalogue_is_named_with_those_known() -> None:
    with pytest.raises(Misconfigured, match="own, sru"):
        wiring_catalogue.search(replace(Settings(), catalogue="paper"))
