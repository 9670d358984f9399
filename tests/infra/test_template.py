"""The finished template, made from one that chalice would print."""

import json
import re
from typing import Any

import pytest

from chalicelib.tables.all import MODELS
from infra.roles import NEEDS, Role
from infra.template import FUNCTION, ours
from tests.infra.sam import FUNCTIONS, a_sam_template

MADE = ours(a_sam_template())
HELD = MADE["Resources"]
STAFF_TABLES = ("TableStaffUsers", "TableStaffSessions", "TableSignInAttempts", "TableAudit")


def properties(id: str) -> dict[str, Any]:
    found: dict[str, Any] = HELD[id]["Properties"]
    return found


def statements(function: str) -> str:
    return json.dumps(Role(function, NEEDS[function]).statements())


def test_chalices_own_template_stays_as_it_was() -> None:
    sam = a_sam_template()
    ours(sam)
    assert sam == a_sam_template()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_has_a_role_of_its_own(function: str) -> None:
    assert properties(function)["Role"] == {"Fn::GetAtt": [f"{function}Role", "Arn"]}
    assert HELD[f"{function}Role"]["Type"] == "AWS::IAM::Role"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_has_a_log_that_ends(function: str) -> None:
    assert properties(f"{function}Logs") == {
        "LogGroupName": {"Fn::Sub": f"/aws/lambda/${{{function}}}"},
        "RetentionInDays": {"Ref": "LogDays"},
    }


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_knows_every_table_the_queue_and_the_bucket(function: str) -> None:
    known = properties(function)["Environment"]["Variables"]
    tables = [name for name in known if name.startswith("WEIGUAN_TABLE_NAME_")]
    assert len(tables) == len(MODELS)
    assert known["WEIGUAN_WORK_QUEUE_URL"] == {"Ref": "WorkQueue"}
    assert known["WEIGUAN_FILES_BUCKET"] == {"Ref": "Files"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_variable_has_a_name_the_cloud_takes(function: str) -> None:
    names = properties(function)["Environment"]["Variables"]
    assert [n for n in names if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]+", n)] == []


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_is_watched(function: str) -> None:
    told = properties(f"{function}ErrorsAlarm")["AlarmActions"]
    assert told["Fn::If"][0] == "HasAlarmMail"
    assert f"{function}ThrottlesAlarm" in HELD


def test_no_function_is_without_its_needs() -> None:
    assert {id for id, one in HELD.items() if one["Type"] == FUNCTION} == set(NEEDS)


@pytest.mark.parametrize("table", STAFF_TABLES)
@pytest.mark.parametrize("function", ["APIHandler", "Sweep", "WorkImport", "Work"])
def test_only_the_console_may_touch_what_is_the_staffs(function: str, table: str) -> None:
    assert table not in statements(function)
    assert table in statements("StaffHandler")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_nobody_deletes_what_proves_what_happened(function: str) -> None:
    deleting = [s for s in Role(function, NEEDS[function]).statements() if "Delete" in str(s)]
    assert "TableLedger" not in str(deleting)
    assert "TableAudit" not in str(deleting)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_right_is_given_to_everything(function: str) -> None:
    assert '"*"' not in statements(function)
    assert ':*"' not in statements(function)


def test_the_webhook_takes_nothing_from_the_queue() -> None:
    assert "sqs:SendMessage" in statements("APIHandler")
    assert "sqs:ReceiveMessage" not in statements("APIHandler")


def test_importing_books_needs_no_secret_and_no_way_out() -> None:
    assert "ssm:" not in statements("WorkImport")
    assert "VpcConfig" not in properties("WorkImport")


def test_one_bad_record_does_not_hurt_its_batch() -> None:
    (source,) = properties("Work")["Events"].values()
    assert source["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["Properties"]["Queue"] == {"Fn::GetAtt": ["WorkQueue", "Arn"]}


def test_a_record_stays_hidden_longer_than_the_worker_may_take() -> None:
    default = MADE["Parameters"]["RetryAfterS"]["Default"]
    assert default >= 6 * properties("Work")["Timeout"]


def test_what_is_for_staff_is_answered_by_the_staffs_function() -> None:
    paths = properties("RestAPI")["DefinitionBody"]["paths"]
    answered = {path: json.dumps(methods) for path, methods in paths.items()}
    assert "${StaffHandler.Arn}" in answered["/staff"]
    assert "${StaffHandler.Arn}" in answered["/staff/sign-in"]
    assert "${APIHandler.Arn}" in answered["/wechat"]
    assert "${APIHandler.Arn}" in answered["/staffing"]


def test_the_api_has_a_name_and_its_binary_types() -> None:
    assert properties("RestAPI")["Name"] == {"Ref": "AWS::StackName"}
    assert properties("RestAPI")["BinaryMediaTypes"] == ["image/png", "multipart/form-data"]


def test_a_fixed_address_is_made_only_where_it_is_wanted() -> None:
    network = [one for one in HELD.values() if one["Type"].startswith("AWS::EC2::")]
    assert {one["Condition"] for one in network} == {"HasFixedAddress"}
    assert MADE["Parameters"]["FixedAddress"]["Default"] == "no"


def test_nothing_names_a_partition_a_region_or_an_account() -> None:
    written = json.dumps(MADE)
    for principal in ('"lambda.amazonaws.com"', '"apigateway.amazonaws.com"'):
        written = written.replace(principal, "")
    assert (
        re.findall(r"arn:aws|amazonaws\.com|\b(?:us|eu|cn)-[a-z]+-\d\b|\b\d{12}\b", written) == []
    )


@pytest.mark.parametrize("part", ["OwnDomain", "OwnDomainRoot"])
def test_an_own_address_is_made_only_where_one_is_named(part: str) -> None:
    assert HELD[part]["Condition"] == "HasDomain"
    assert MADE["Parameters"]["Domain"]["Default"] == "-"


def test_an_own_address_takes_no_old_encryption() -> None:
    assert properties("OwnDomain")["SecurityPolicy"] == "TLS_1_2"


def test_an_own_address_leads_to_the_root_and_stays_in_its_region() -> None:
    assert properties("OwnDomain")["EndpointConfiguration"] == {"Types": ["REGIONAL"]}
    assert "BasePath" not in properties("OwnDomainRoot")
    assert HELD["OwnDomainPointed"]["Condition"] == "HasHostedZone"
    named = MADE["Outputs"]["WebhookUrl"]["Value"]["Fn::If"]
    assert named[:2] == ["HasDomain", {"Fn::Sub": "https://${Domain}/wechat"}]
