"""What an earlier stage left is taken in, or left alone when that is said; never forgotten."""

from datetime import UTC, datetime
from typing import Any

import pytest

from infra.adoption import Attic, Kept, adopt, decided, import_template
from infra.stack import Failed, Stack
from infra.stage import Unfit
from infra.template import ours
from tests.infra.fakes import FakeFormation
from tests.infra.sam import a_sam_template

TABLE, BUCKET = "AWS::DynamoDB::Table", "AWS::S3::Bucket"
TEMPLATE = ours(a_sam_template())


def day(number: int) -> datetime:
    return datetime(2026, 11, number, tzinfo=UTC)


class Tables:
    def __init__(self, **made: int) -> None:
        self._made = {name.replace("_", "-"): number for name, number in made.items()}

    def get_paginator(self, call: str) -> "Tables":
        return self

    def paginate(self) -> list[dict[str, Any]]:
        return [{"TableNames": [name]} for name in self._made]

    def describe_table(self, TableName: str) -> dict[str, Any]:
        return {"Table": {"CreationDateTime": day(self._made[TableName])}}


class Buckets:
    def __init__(self, *names: str) -> None:
        self._names = names

    def list_buckets(self) -> dict[str, Any]:
        return {"Buckets": [{"Name": name, "CreationDate": day(1)} for name in self._names]}


def found(tables: Tables, *buckets: str) -> dict[str, str]:
    kept = Attic(tables, Buckets(*buckets), "weiguan-prod").kept(TEMPLATE)
    return {one.logical: one.name for one in kept}


def test_the_newest_of_each_is_found() -> None:
    tables = Tables(weiguan_prod_TableLedger_OLD1=1, weiguan_prod_TableLedger_NEW2=9)
    assert found(tables, "weiguan-prod-files-abc", "weiguan-code-1-eu") == {
        "TableLedger": "weiguan-prod-TableLedger-NEW2",
        "Files": "weiguan-prod-files-abc",
    }


def test_what_is_another_stages_is_left_alone() -> None:
    tables = Tables(weiguan_prod_2_TableLedger_A=1, weiguan_production_TableLedger_A=1)
    assert found(tables, "weiguan-prod-2-files-abc") == {}


def test_a_table_no_model_has_any_more_is_left_alone() -> None:
    assert found(Tables(weiguan_prod_TableForgotten_A=1)) == {}


KEPT = [Kept("TableLedger", TABLE, "weiguan-prod-TableLedger-A", day(1))]


def test_nothing_is_begun_before_somebody_decides() -> None:
    with pytest.raises(Unfit, match=r"TableLedger-A, made 2026-11-01\n.*ADOPT=yes"):
        decided(KEPT, "", "prod")
    assert (decided(KEPT, "yes", "prod"), decided(KEPT, "no", "prod")) == (True, False)
    assert decided([], "", "prod") is False


def test_an_import_holds_what_is_taken_in_and_nothing_else() -> None:
    given = import_template(TEMPLATE, KEPT)
    assert list(given) == ["AWSTemplateFormatVersion", "Resources"]
    assert list(given["Resources"]) == ["TableLedger"]
    assert given["Resources"]["TableLedger"]["DeletionPolicy"] == "Retain"


class Importing(FakeFormation):
    """Takes in what it is asked to, under the names it is told, or makes new things."""

    def __init__(self, makes_new: bool = False) -> None:
        super().__init__("", ("IMPORT_IN_PROGRESS", "IMPORT_COMPLETE"))
        self.held: list[dict[str, str]] = []
        self._makes_new = makes_new

    def create_change_set(self, **asked: Any) -> None:
        super().create_change_set(**asked)
        for one in asked["ResourcesToImport"]:
            name = "new" if self._makes_new else one["ResourceIdentifier"]["TableName"]
            self.held.append(
                {
                    "ResourceType": one["ResourceType"],
                    "LogicalResourceId": one["LogicalResourceId"],
                    "PhysicalResourceId": name,
                }
            )

    def get_paginator(self, call: str) -> "Importing":
        return self

    def paginate(self, StackName: str) -> list[dict[str, Any]]:
        return [{"StackResourceSummaries": self.held}]


def a_stack(client: FakeFormation) -> Stack:
    return Stack(client, "weiguan-prod", pause_s=0, say=lambda said: None)


def test_a_new_stack_is_made_of_what_is_there() -> None:
    client = Importing()
    adopt(a_stack(client), "https://x/t", KEPT)
    assert (client.kinds, client.status) == (["IMPORT"], "IMPORT_COMPLETE")


def test_a_cloud_that_makes_new_tables_instead_is_found_out() -> None:
    with pytest.raises(Failed, match="TableLedger"):
        adopt(a_stack(Importing(makes_new=True)), "https://x/t", KEPT)


def test_what_was_taken_in_is_brought_up_to_date_next() -> None:
    client = FakeFormation("IMPORT_COMPLETE")
    assert a_stack(client).propose("https://x/t", {})
    assert client.kinds == ["UPDATE"]
