"""Tables and files that an earlier stage left, taken into a new stack by CloudFormation's import.

They keep their rows and their names: nothing is copied. What the import is given holds them alone
(an import takes nothing else and no transform); the deployment that follows adds the rest.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infra.stack import Failed, Stack
from infra.stage import Unfit

TABLE, BUCKET = "AWS::DynamoDB::Table", "AWS::S3::Bucket"
NAMED_BY = {TABLE: "TableName", BUCKET: "BucketName"}
Template = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    logical: str
    kind: str
    name: str
    made_at: datetime

    def line(self) -> str:
        return f"  {self.logical}: {self.name}, made {self.made_at:%Y-%m-%d}"


@dataclass(frozen=True)
class Attic:
    """What stands in the account under a stack's name. `dynamodb` and `s3` are botocore clients."""

    dynamodb: Any
    s3: Any
    stack: str

    def kept(self, template: Template) -> list[Kept]:
        """For each table and bucket of the template the newest there is; empty where none."""
        named = [*self._tables(), *self._buckets()]
        found = [_newest(self.stack, id, one, named) for id, one in _keepers(template).items()]
        return [one for one in found if one is not None]

    def _tables(self) -> Iterator[Kept]:
        for page in self.dynamodb.get_paginator("list_tables").paginate():
            for name in page["TableNames"]:
                if name.startswith(f"{self.stack}-"):
                    told = self.dynamodb.describe_table(TableName=name)["Table"]
                    yield Kept("", TABLE, name, told["CreationDateTime"])

    def _buckets(self) -> Iterator[Kept]:
        for bucket in self.s3.list_buckets()["Buckets"]:
            if bucket["Name"].startswith(f"{self.stack}-".lower()):
                yield Kept("", BUCKET, bucket["Name"], bucket["CreationDate"])


def _keepers(template: Template) -> dict[str, str]:
    return {id: one["Type"] for id, one in template["Resources"].items() if one["Type"] in NAMED_BY}


def _newest(stack: str, logical: str, kind: str, named: Sequence[Kept]) -> Kept | None:
    """CloudFormation names a thing by stack, logical id and some letters; a bucket in small ones.
    A name such as weiguan-prod-2-… belongs to another stage."""
    name = re.compile(f"{re.escape(stack)}-{logical}-[a-z0-9]+", re.IGNORECASE)
    fits = [one for one in named if one.kind == kind and name.fullmatch(one.name)]
    newest = max(fits, key=lambda one: one.made_at, default=None)
    return newest and Kept(logical, kind, newest.name, newest.made_at)


def import_template(template: Template, kept: Sequence[Kept]) -> Template:
    """Whatever fails later, nothing of this is ever deleted."""
    held = {one.logical: template["Resources"][one.logical] for one in kept}
    safe = {id: {**resource, "DeletionPolicy": "Retain"} for id, resource in held.items()}
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": safe}


def adopt(stack: Stack, template_url: str, kept: Sequence[Kept]) -> None:
    """Raises Failed where the cloud made new things instead, or refused."""
    stack.take_in(
        template_url,
        [
            {
                "ResourceType": one.kind,
                "LogicalResourceId": one.logical,
                "ResourceIdentifier": {NAMED_BY[one.kind]: one.name},
            }
            for one in kept
        ],
    )
    held = {id: name for _, id, name in stack.resources()}
    strange = [one.logical for one in kept if held.get(one.logical) != one.name]
    if strange:
        raise Failed(f"this cloud cannot take in what is there already: {', '.join(strange)}")


def decided(kept: Sequence[Kept], answer: str, stage: str) -> bool:
    """Whether to adopt; raises Unfit where nobody has said so."""
    if not kept:
        return False
    if answer not in ("yes", "no"):
        listed = "\n".join(one.line() for one in kept)
        raise Unfit(
            f"an earlier {stage} left these behind:\n{listed}\n"
            "ADOPT=yes takes them in with every row; ADOPT=no begins with new, empty ones"
        )
    return answer == "yes"
