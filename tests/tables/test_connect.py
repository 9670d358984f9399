"""One storage client a process, and what it makes of trouble (upstream issue 1245)."""

import pytest
from botocore.session import Session

from chalicelib.errors import BadRequest, TryLater
from chalicelib.settings import Settings
from chalicelib.tables.all import MODELS
from chalicelib.tables.cases import CaseRow
from chalicelib.tables.connect import Wire, open_wire, share
from chalicelib.tables.documents import DocumentRow
from chalicelib.tables.meter import metering
from chalicelib.tables.paging import cursor, start_key

pytestmark = pytest.mark.engine


@pytest.fixture
def clients_made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    create = Session.create_client

    def counted(session: Session, service: str, *rest: object, **more: object) -> object:
        made.append(service)
        return create(session, service, *rest, **more)

    monkeypatch.setattr(Session, "create_client", counted)
    return made


def test_all_models_share_one_client(clients_made: list[str], storage: Wire) -> None:
    [model.exists() for model in MODELS]
    assert clients_made == ["dynamodb"]


def test_every_model_speaks_through_the_shared_wire(storage: Wire) -> None:
    assert {model._get_connection().connection for model in MODELS} == {storage}


def test_the_meter_counts_calls_and_units(storage: Wire) -> None:
    with metering() as meter:
        DocumentRow("name", "part", body=b"x", version=1, saved_at_ms=0).save()
        DocumentRow.get("name", "part")
    assert meter.calls == ["PutItem", "GetItem"]
    assert (meter.write_units, meter.read_units) == (1.0, 0.5)


def test_an_engine_that_is_away_means_try_later() -> None:
    settings = Settings(dynamodb_endpoint="http://127.0.0.1:9", table_prefix="away")
    share(open_wire(settings), settings, MODELS)
    with pytest.raises(TryLater):
        CaseRow.get("1121-0001")


@pytest.mark.parametrize("mark", ["%%%", "bm9uc2Vuc2U=", "eyJhIjogeyJTIjogIngifX0="])
def test_a_made_up_page_mark_is_refused(mark: str) -> None:
    with pytest.raises(BadRequest):
        start_key(mark, "number")


def test_a_page_mark_comes_back_whole() -> None:
    key = {"number": {"S": "1121-0001"}, "opened_ms": {"N": "17"}}
    assert start_key(cursor(key), "number", "opened_ms") == key
