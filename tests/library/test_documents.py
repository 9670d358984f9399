"""One contract for documents, on the fake and on a real engine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.errors import BadRequest, Conflict
from chalicelib.library.documents import KEPT_VERSIONS, MAX_CHARS, Document, Documents
from chalicelib.library.store import DocumentStore
from chalicelib.tables.connect import Wire
from chalicelib.tables.meter import metering
from tests.library.fakes import FakeDocuments

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


@pytest.fixture(params=["fake", pytest.param("engine", marks=pytest.mark.engine)])
def documents(request: pytest.FixtureRequest) -> Documents:
    if request.param == "fake":
        return FakeDocuments()
    wire: Wire = request.getfixturevalue("storage")
    return DocumentStore(wire)


def _saved(documents: Documents, times: int) -> Document:
    held = Document("facts", saved_by="anna")
    for number in range(times):
        held = documents.save(replace(held, body=f"第{number + 1}版"), NOW)
    return held


def test_a_saved_document_is_read_back(documents: Documents) -> None:
    saved = _saved(documents, 1)
    assert documents.all() == {"facts": saved}
    assert (saved.version, saved.saved_at, saved.saved_by) == (1, NOW, "anna")


def test_all_documents_come_together(documents: Documents) -> None:
    documents.save(Document("menu", "m"), NOW)
    documents.save(Document("welcome", "w"), NOW)
    assert sorted(documents.all()) == ["menu", "welcome"]


def test_of_two_editors_the_second_is_told(documents: Documents) -> None:
    first = _saved(documents, 1)
    documents.save(replace(first, body="甲改的"), NOW)
    with pytest.raises(Conflict):
        documents.save(replace(first, body="乙改的"), NOW)
    assert documents.all()["facts"].body == "甲改的"


def test_two_first_versions_cannot_both_be_saved(documents: Documents) -> None:
    _saved(documents, 1)
    with pytest.raises(Conflict):
        documents.save(Document("facts", "另一份"), NOW)


def test_history_is_newest_first_and_bounded(documents: Documents) -> None:
    _saved(documents, KEPT_VERSIONS + 3)
    versions = [held.version for held in documents.history("facts")]
    assert versions == list(range(KEPT_VERSIONS + 3, 3, -1))
    assert documents.history("facts")[-1].body == "第4版"


def test_a_document_that_is_too_long_is_refused(documents: Documents) -> None:
    with pytest.raises(BadRequest):
        documents.save(Document("facts", "字" * (MAX_CHARS + 1)), NOW)


def test_times_survive_to_the_millisecond(documents: Documents) -> None:
    moment = NOW + timedelta(milliseconds=123)
    documents.save(Document("facts", "x"), moment)
    assert documents.all()["facts"].saved_at == moment


@pytest.mark.engine
def test_reading_all_documents_is_one_call(storage: Wire) -> None:
    store = DocumentStore(storage)
    store.save(Document("facts", "x" * 50_000), NOW)
    with metering() as meter:
        store.all()
    assert meter.calls == ["Query"]
