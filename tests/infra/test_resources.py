"""The stack's own resources: every model has its table, every queue its dead letters."""

import json
import re

import pytest
from pynamodb.models import Model

from chalicelib.tables.all import MODELS
from infra.resources import DEAD_LETTERS, QUEUE, WORKER_TIMEOUT_S, table, table_id, template

RESOURCES = template()["Resources"]


@pytest.mark.parametrize("model", MODELS, ids=table_id)
def test_every_model_has_a_table_with_its_keys(model: type[Model]) -> None:
    properties = RESOURCES[table_id(model)]["Properties"]
    named = {key["AttributeName"] for key in properties["KeySchema"]}
    indexes = properties.get("GlobalSecondaryIndexes", [])
    named |= {key["AttributeName"] for index in indexes for key in index["KeySchema"]}
    assert {one["AttributeName"] for one in properties["AttributeDefinitions"]} == named


@pytest.mark.parametrize("model", MODELS, ids=table_id)
def test_a_table_outlives_its_stack(model: type[Model]) -> None:
    assert table(model)["DeletionPolicy"] == "RetainExceptOnCreate"
    assert table(model)["UpdateReplacePolicy"] == "Retain"


def test_rows_with_an_end_are_removed_by_the_store() -> None:
    ledger = RESOURCES["TableLedger"]["Properties"]
    assert ledger["TimeToLiveSpecification"] == {"AttributeName": "gone_after", "Enabled": True}


def test_a_record_that_keeps_failing_goes_to_the_dead_letters() -> None:
    properties = RESOURCES[QUEUE]["Properties"]
    target = properties["RedrivePolicy"]["deadLetterTargetArn"]
    assert target == {"Fn::GetAtt": [DEAD_LETTERS, "Arn"]}
    assert properties["VisibilityTimeout"] >= 6 * WORKER_TIMEOUT_S


def test_nothing_names_a_partition_a_region_or_an_account() -> None:
    written = json.dumps(RESOURCES)
    assert not re.search(r"arn:aws|amazonaws\.com|\b[a-z]{2}-[a-z]+-\d\b|\b\d{12}\b", written)


def test_nothing_has_a_fixed_name() -> None:
    assert not re.search(r'"(TableName|BucketName)"|"QueueName": "', json.dumps(RESOURCES))
