"""What the stack holds beside the functions: tables, work queue, file bucket.

`python -m infra.resources` prints the template that `chalice package --merge-template` takes.
Tables come from the models, so a model without a table cannot be. Nothing has a fixed name: two
stages and a rollback never meet. No partition, region or account is written down.
"""

import json
import re
from typing import Any

from pynamodb.models import Model

from chalicelib.tables.all import MODELS

Resource = dict[str, Any]
QUEUE, DEAD_LETTERS, FILES = "WorkQueue", "WorkDeadLetters", "Files"
WORKER_TIMEOUT_S = 90
"""Publishing teaches the matcher anew: about 15 s of a whole processor, more on a slow one."""
TRIES = 5
TWO_WEEKS_S = 14 * 24 * 3600


def template() -> dict[str, Any]:
    resources = {table_id(model): table(model) for model in MODELS}
    return {"Resources": {**resources, **queues(), **bucket()}}


def table_id(model: type[Model]) -> str:
    meta: Any = model.Meta
    return "Table" + "".join(part.capitalize() for part in re.split(r"\W", meta.short_name))


def table(model: type[Model]) -> Resource:
    """Pay per request, kept when the stack goes, restorable to any second of 35 days."""
    schema = model._get_schema()
    properties: Resource = {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": schema["attribute_definitions"],
        "KeySchema": _hash_first(schema["key_schema"]),
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "SSESpecification": {"SSEEnabled": True},
    }
    indexes = [_index(held) for held in schema["global_secondary_indexes"]]
    if indexes:
        properties["GlobalSecondaryIndexes"] = indexes
    ttl = model._ttl_attribute()
    if ttl is not None:
        properties["TimeToLiveSpecification"] = {"AttributeName": ttl.attr_name, "Enabled": True}
    return _kept("AWS::DynamoDB::Table", properties)


def _index(held: Any) -> Resource:
    return {
        "IndexName": held["index_name"],
        "KeySchema": _hash_first(held["key_schema"]),
        "Projection": held["projection"],
    }


def _hash_first(keys: Any) -> list[dict[str, str]]:
    return sorted(keys, key=lambda key: key["KeyType"])


def _kept(kind: str, properties: Resource) -> Resource:
    return {
        "Type": kind,
        "DeletionPolicy": "RetainExceptOnCreate",
        "UpdateReplacePolicy": "Retain",
        "Properties": properties,
    }


def queues() -> dict[str, Resource]:
    """A record that failed five times waits two weeks where somebody can look at it."""
    redrive = {
        "deadLetterTargetArn": {"Fn::GetAtt": [DEAD_LETTERS, "Arn"]},
        "maxReceiveCount": TRIES,
    }
    return {
        DEAD_LETTERS: {
            "Type": "AWS::SQS::Queue",
            "Properties": {"MessageRetentionPeriod": TWO_WEEKS_S, "SqsManagedSseEnabled": True},
        },
        QUEUE: {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "VisibilityTimeout": 6 * WORKER_TIMEOUT_S,
                "SqsManagedSseEnabled": True,
                "RedrivePolicy": redrive,
            },
        },
    }


def bucket() -> dict[str, Resource]:
    """Private, encrypted; what readers sent goes after 400 days, all else after 7."""
    closed = dict.fromkeys(
        ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
    )
    lifetimes = (("cases/", 400), ("imports/", 7), ("catalogue/", 7), ("due/", 3))
    rules = [
        {"Prefix": prefix, "Status": "Enabled", "ExpirationInDays": days}
        for prefix, days in lifetimes
    ]
    encrypted = [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
    properties: Resource = {
        "PublicAccessBlockConfiguration": closed,
        "BucketEncryption": {"ServerSideEncryptionConfiguration": encrypted},
        "LifecycleConfiguration": {"Rules": rules},
    }
    return {FILES: _kept("AWS::S3::Bucket", properties)}


if __name__ == "__main__":
    print(json.dumps(template(), indent=2))
