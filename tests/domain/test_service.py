"""Strangers who ask for files cost next to nothing."""

from datetime import UTC, datetime

import pytest

from chalicelib.domain.model import domain_file
from chalicelib.domain.service import DomainFiles
from chalicelib.errors import NotFound
from tests.library.fakes import FakeDocuments

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
FILE = domain_file("MP_verify_AbC123.txt", "AbC123")


def test_a_kept_file_is_found_at_once() -> None:
    files = DomainFiles(FakeDocuments())
    assert files.keep(FILE, NOON) == (FILE.name,)
    assert files.text(FILE.name) == "AbC123"
    assert files.names() == (FILE.name,)


def test_a_name_wechat_could_not_have_given_costs_nothing() -> None:
    kept = FakeDocuments()
    with pytest.raises(NotFound):
        DomainFiles(kept).text("robots.txt")
    assert kept.reads == 0


def test_whoever_asks_on_and_on_costs_one_call_a_minute() -> None:
    kept = FakeDocuments()
    files = DomainFiles(kept)
    with pytest.raises(NotFound):
        files.text("MP_verify_x.txt")
    with pytest.raises(NotFound):
        files.text("MP_verify_y.txt")
    assert kept.reads == 1
