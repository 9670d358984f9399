"""Kept tables and files are taken into a new stack by a cloud's own resource import."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import botocore.session
import pytest

from infra.adoption import Attic, adopt, import_template
from infra.resources import template
from infra.stack import Stack
from infra.store import CodeStore
from tests.infra import cloud as clouds
from tests.infra.cloud import REGION, ROOT_KEYS

pytestmark = [pytest.mark.peer, pytest.mark.cloud]
KEPT = {
    id: one
    for id, one in template()["Resources"].items()
    if one["Type"] in ("AWS::DynamoDB::Table", "AWS::S3::Bucket")
}
TEMPLATE = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": KEPT}
ROW = {"name": {"S": "sweep"}, "at_ms": {"N": str(int(datetime.now(UTC).timestamp()))}}


@pytest.fixture
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    process, endpoint = clouds.start(tmp_path_factory.mktemp("cloud"))
    keys = {name.lower(): key for name, key in ROOT_KEYS.items()}
    session: Any = botocore.session.get_session()

    def made(service: str) -> Any:
        return session.create_client(service, region_name=REGION, endpoint_url=endpoint, **keys)

    yield made
    process.terminate()
    process.wait(timeout=20)


def test_every_table_comes_back_under_its_own_name_with_its_rows(client: Any) -> None:
    stack = Stack(client("cloudformation"), "weiguan-trial", pause_s=0.2)
    store, tables = CodeStore(client("s3"), client("sts")), client("dynamodb")
    bucket = store.made()

    def uploaded(held: Any) -> str:
        return store.url(bucket, store.put(json.dumps(held).encode(), "templates", bucket))

    stack.execute(stack.propose(uploaded(TEMPLATE), {}) or "")
    before = sorted(stack.resources())
    beats = {id: name for _, id, name in before}["TableBeats"]
    tables.put_item(TableName=beats, Item=ROW)
    stack.delete()
    kept = Attic(tables, client("s3"), "weiguan-trial").kept(TEMPLATE)
    adopt(stack, uploaded(import_template(TEMPLATE, kept)), kept)
    assert sorted(stack.resources()) == before
    assert tables.get_item(TableName=beats, Key={"name": {"S": "sweep"}})["Item"] == ROW
    stack.execute(stack.propose(uploaded(TEMPLATE), {}) or "")
    assert sorted(stack.resources()) == before
