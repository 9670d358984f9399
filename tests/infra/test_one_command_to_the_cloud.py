"""`make deploy` against a cloud that enforces rights; the tests are steps and run in this order."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from local.engine import free_port
from tests.infra import cloud as clouds
from tests.infra import copied as copies
from tests.infra.cloud import AES_KEY, APP_ID, SECRETS, TOKEN, Cloud, Visitor, Watch, until
from tests.infra.copied import Copied, done, rows_in, rows_of
from tests.infra.fill import LEAVING, STAYING
from tests.local.box import Box, a_box
from tests.takeover.factories import MENU, REPLIES
from tests.test_metrics import broken_rules

pytestmark = [pytest.mark.peer, pytest.mark.cloud]
PLATFORM_PORT = free_port()
SETTINGS = {
    "wechat_app_id": APP_ID,
    "wechat_api": f"http://127.0.0.1:{PLATFORM_PORT}",
    "retry_after_s": "200",
}
READER = {"reader": {"S": "otrialreader"}}
SHOWN = Path("chalicelib/staff/static/console.css")


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    folder = tmp_path_factory.mktemp("cloud")
    process, endpoint = clouds.start(folder)
    (folder / "stages").mkdir()
    (folder / "checkout").mkdir()
    made = Cloud(endpoint, clouds.a_checkout(folder / "checkout"), folder / "stages")
    made.set(**SETTINGS)
    yield made
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="module")
def platform() -> Iterator[Box]:
    """The account as its owner had set it up by hand."""
    keys = {"app_secret": "trial-secret", "token": TOKEN, "aes_key": AES_KEY}
    box = a_box("http://127.0.0.1:9/", port=PLATFORM_PORT, app_id=APP_ID, **keys)
    box.control("console", menu=MENU, replies=REPLIES)
    yield box
    box.stop()


@pytest.fixture(scope="module")
def deployed(cloud: Cloud) -> str:
    code, said = cloud.make("deploy", SECRETS)
    assert code == 0, said
    return said


@pytest.fixture
def world(cloud: Cloud, deployed: str) -> Visitor:
    return visitor_of(cloud)


@pytest.fixture(scope="module")
def copied(cloud: Cloud, deployed: str) -> Copied:
    folder = cloud.checkout / "copies"
    folder.mkdir()
    return copies.lived_in(cloud, visitor_of(cloud), folder)


def visitor_of(cloud: Cloud) -> Visitor:
    """Its address is another after a new stack."""
    return Visitor(f"{cloud.endpoint}/restapis/{cloud.output('Api')}/api/_user_request_")


def dead_letters(cloud: Cloud) -> int:
    url = cloud.output("DeadLettersUrl")
    asked = cloud.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    return int(asked["Attributes"]["ApproximateNumberOfMessages"])


def test_a_plan_changes_nothing(cloud: Cloud) -> None:
    code, said = cloud.make("plan")
    assert code == 0, said
    assert "Add AWS::DynamoDB::Table TableConversations" in said
    assert "A deployment will ask for wechat_token" in said
    assert cloud.client("dynamodb").list_tables()["TableNames"] == []


def test_one_command_makes_the_stage(cloud: Cloud, deployed: str) -> None:
    assert cloud.stack()["StackStatus"] == "CREATE_COMPLETE"
    assert "WebhookUrl: https://" in deployed


def test_no_secret_stands_in_the_stack_or_in_a_function(cloud: Cloud, deployed: str) -> None:
    functions = cloud.client("lambda").list_functions()["Functions"]
    assert len(functions) == 6
    assert "trialToken" not in f"{functions}{cloud.stack()}{deployed}"


def test_the_platform_verifies_the_address(world: Visitor) -> None:
    heard = world.verifies("echo-1")
    assert (heard.status, heard.body) == (200, "echo-1")


def test_a_forged_signature_is_refused(world: Visitor) -> None:
    heard = world.get("/wechat", signature="0" * 40, timestamp="1", nonce="2", echostr="x")
    assert heard.status == 403


def test_an_encrypted_message_is_answered(world: Visitor) -> None:
    assert "馆员" in world.says("你们有没有自习室")


def test_what_the_account_had_is_kept_and_shown(cloud: Cloud, deployed: str, platform: Box) -> None:
    code, said = cloud.make("takeover", DRAFTS="yes")
    assert code == 0, said
    assert ("新书 -> news" in said, "1 drafts stand" in said) == (True, True), said
    assert (cloud.checkout / "kept" / "trial" / "before.json").exists()


def test_the_doctor_finds_what_is_still_missing(
    cloud: Cloud, world: Visitor, platform: Box
) -> None:
    code, said = cloud.make("doctor", AT=world.base)
    assert code == 2
    assert "wrong         library: nobody has saved its facts" in said
    assert "wrong         menu: the library has none yet" in said


def test_the_worker_imports_and_publishes_what_staff_gave(cloud: Cloud, world: Visitor) -> None:
    cloud.fill()
    assert until(lambda: "老城分馆" in world.says("明天老馆几点关门"), 300, 5)
    assert until(lambda: "曹雪芹" in world.says("有没有红楼梦"), 60, 5)


def test_a_file_of_books_is_brought_in_by_a_command(cloud: Cloud, deployed: str) -> None:
    file = cloud.checkout / "more.jsonl"
    file.write_text('{"id": "1", "title": "夜航船"}\n{"id": "2"}\n', "utf-8")
    code, said = cloud.make("import-catalogue", FILE=str(file))
    assert (code, "2 seen, 1 added, 0 updated, 1 refused" in said) == (0, True), said


def test_wechats_domain_file_is_served_at_the_root(cloud: Cloud, world: Visitor) -> None:
    file = cloud.checkout / "MP_verify_AbC123.txt"
    file.write_text("AbC123", "utf-8")
    code, said = cloud.make("domain-file", FILE=str(file))
    assert code == 0, said
    assert world.get(f"/{file.name}").body == "AbC123"


@pytest.mark.parametrize("function", ["Sweep", "WorkImport"])
def test_what_runs_by_schedule_ends_well(cloud: Cloud, deployed: str, function: str) -> None:
    assert cloud.invoke(function) == ""


def test_the_first_of_the_staff_signs_in(cloud: Cloud, world: Visitor) -> None:
    code, said = cloud.make("admin")
    assert code == 0, said
    user, password = re.findall(r"User (\S+), password (\S+) ", said)[0]
    assert "馆员登录" in world.get("/staff/sign-in").body
    heard = world.signs_in(user, password)
    assert (heard.status, "Secure" in heard.cookie) == (200, True)
    assert world.signs_in(user, "wrong").status == 400


def test_the_sweeper_and_the_import_run_by_schedule(cloud: Cloud, deployed: str) -> None:
    rules = cloud.client("events").list_rules()["Rules"]
    assert [rule["ScheduleExpression"] for rule in rules] == ["rate(1 minute)"] * 2


def test_a_lost_password_has_a_way_back(cloud: Cloud, world: Visitor) -> None:
    code, said = cloud.make("admin", RESET="admin")
    assert code == 0, said
    _, password = re.findall(r"User (\S+), password (\S+) ", said)[0]
    assert world.signs_in("admin", password).status == 200


def test_a_backup_is_made_while_the_stage_works(cloud: Cloud, copied: Copied) -> None:
    held = f"{rows_of(copied.first)}"
    assert (STAYING in held, LEAVING in held, "夜航船" in held) == (True, True, False)
    assert "夜航船".encode() in zipfile.ZipFile(copied.exported).read("catalogue.jsonl")


def test_the_way_back_gives_the_account_its_menu_again(
    cloud: Cloud, deployed: str, platform: Box
) -> None:
    code, said = cloud.make("handback")
    assert (code, "The old menu is back: 官网, 服务" in said) == (0, True), said
    assert len((platform.platform.menus.current() or {})["button"]) == 2


def test_the_doctor_is_content_but_for_the_menu(
    cloud: Cloud, world: Visitor, platform: Box
) -> None:
    """This cloud makes tables without recovery and expiry, whatever the template says."""
    _, said = cloud.make("doctor", AT=world.base)
    wrong = [line for line in said.splitlines() if line.startswith("wrong")]
    assert [line.split(":")[0].split()[-1] for line in wrong] == ["menu", "restore", "expiry"], said


def test_a_poisoned_record_ends_with_the_dead_letters_and_can_be_tried_again(
    cloud: Cloud, deployed: str
) -> None:
    sqs, queue = cloud.client("sqs"), cloud.output("WorkQueueUrl")
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "2"})
    sqs.send_message(QueueUrl=queue, MessageBody="poison")
    assert until(lambda: dead_letters(cloud) == 1)
    assert (
        sqs.receive_message(QueueUrl=cloud.output("DeadLettersUrl"), VisibilityTimeout=0)[
            "Messages"
        ][0]["Body"]
        == "poison"
    )
    code, said = cloud.make("redrive")
    assert (code, "1 records went back" in said) == (0, True), said


def test_the_webhook_may_not_see_the_staff(cloud: Cloud, deployed: str) -> None:
    tables = cloud.as_role("APIHandler", "dynamodb")
    with pytest.raises(ClientError, match="AccessDenied"):
        tables.get_item(TableName=cloud.real("TableStaffUsers"), Key={"name": {"S": "admin"}})
    found = tables.get_item(TableName=cloud.real("TableConversations"), Key=READER)
    assert found["Item"]["reader"]["S"] == "otrialreader"


def test_nobody_deletes_from_the_ledger(cloud: Cloud, deployed: str) -> None:
    tables = cloud.as_role("StaffHandler", "dynamodb")
    key = {"bucket": {"S": "b"}, "key": {"S": "k"}}
    with pytest.raises(ClientError, match="AccessDenied"):
        tables.delete_item(TableName=cloud.real("TableLedger"), Key=key)


def test_deploying_the_same_again_is_a_success_that_changes_nothing(
    cloud: Cloud, deployed: str
) -> None:
    code, said = cloud.make("deploy")
    assert (code, "Nothing has changed" in said) == (0, True), said


def test_a_new_version_replaces_the_old_one(cloud: Cloud, world: Visitor) -> None:
    shown = cloud.checkout / SHOWN
    shown.write_text(shown.read_text("utf-8") + "/* second version */\n", "utf-8")
    code, said = cloud.make("deploy")
    assert code == 0, said
    assert "second version" in world.get("/staff/static/console.css").body


def test_a_failing_update_is_told_rolled_back_and_never_felt(cloud: Cloud, world: Visitor) -> None:
    """Its tables and roles can be changed, but the code of its functions is not there."""
    deploying = cloud.checkout / "infra" / "deploy.py"
    right = deploying.read_text("utf-8")
    shown = cloud.checkout / SHOWN
    shown.write_text(shown.read_text("utf-8") + "/* third version */\n", "utf-8")
    deploying.write_text(right.replace('"Key": key}', '"Key": f"{key}-gone"}'), "utf-8")
    with Watch(world) as watch:
        code, said = cloud.make("deploy")
    deploying.write_text(right, "utf-8")
    assert (code, "Not done" in said, "Handler: " in said) == (2, True, True), said
    assert cloud.stack()["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "third version" not in world.get("/staff/static/console.css").body
    assert set(watch.heard) == {(200, "stillhere")}


def test_what_the_cloud_cannot_make_is_told_before_anything_changes(
    cloud: Cloud, world: Visitor
) -> None:
    """This cloud has no elastic addresses."""
    cloud.set(**SETTINGS, fixed_address="yes")
    code, said = cloud.make("deploy")
    cloud.set(**SETTINGS)
    assert (code, "AWS refused" in said) == (2, True), said
    assert "打印" in world.says("你们有没有打印机")


def test_no_function_was_refused_what_it_needs(cloud: Cloud, deployed: str) -> None:
    assert len(groups(cloud)) == 6
    assert [line for line in logged(cloud) if "AccessDenied" in line] == []


def groups(cloud: Cloud) -> list[str]:
    return [g["logGroupName"] for g in cloud.client("logs").describe_log_groups()["logGroups"]]


def logged(cloud: Cloud) -> list[str]:
    """Every line of every function."""
    logs = cloud.client("logs")
    events = [
        event
        for group in groups(cloud)
        for event in logs.filter_log_events(logGroupName=group)["events"]
    ]
    return [line for event in events for line in event["message"].splitlines()]


def test_the_log_holds_what_the_alarms_watch_and_nobodys_name(cloud: Cloud, deployed: str) -> None:
    lines = logged(cloud)
    counted = [json.loads(line) for line in lines if '"_aws"' in line]
    assert [rule for line in counted for rule in broken_rules(line)] == []
    assert {line["stage"] for line in counted} == {"trial"}
    assert {line["function"] for line in counted if "rounds" in line} == {"Sweep", "WorkImport"}
    assert sum(line.get("answers", 0) for line in counted) > 0
    assert sum(line.get("cost_usd", 0) for line in counted) > 0
    private = (
        READER["reader"]["S"],
        STAYING,
        LEAVING,
        "trialToken",
        "trial-secret",
        "自习室",
        "打印",
    )
    assert [line for line in lines if any(one in line for one in private)] == []


def test_a_newer_backup_knows_who_was_forgotten(cloud: Cloud, copied: Copied) -> None:
    assert until(lambda: cloud.invoke("Sweep") == "" and forgotten(cloud))
    done(cloud, "backup", FILE=str(copied.newer))
    assert LEAVING not in f"{rows_of(copied.newer)}"


def forgotten(cloud: Cloud) -> bool:
    return LEAVING not in f"{rows_in(cloud)}"


def test_destroying_asks_first(cloud: Cloud, deployed: str) -> None:
    code, _ = cloud.make("destroy", "no\n")
    assert code == 2
    assert cloud.stack()["StackStatus"].endswith("COMPLETE")


def test_destroying_keeps_every_table_with_its_rows(cloud: Cloud, deployed: str) -> None:
    table = cloud.real("TableConversations")
    code, said = cloud.make("destroy", "trial\n")
    assert code == 0, said
    assert table in said
    held = cloud.client("dynamodb").get_item(TableName=table, Key=READER)["Item"]
    assert held["reader"]["S"] == "otrialreader"
    assert cloud.client("lambda").list_functions()["Functions"] == []


def test_what_was_kept_is_not_passed_over_in_silence(cloud: Cloud, deployed: str) -> None:
    code, said = cloud.make("deploy")
    assert (code, "ADOPT=yes" in said, "TableConversations" in said) == (2, True, True), said


def test_what_was_kept_is_taken_in_with_every_row(
    cloud: Cloud, deployed: str, platform: Box
) -> None:
    tables = set(cloud.client("dynamodb").list_tables()["TableNames"])
    code, said = cloud.make("deploy", ADOPT="yes")
    assert code == 0, said
    assert set(cloud.client("dynamodb").list_tables()["TableNames"]) == tables
    held = cloud.client("dynamodb").get_item(
        TableName=cloud.real("TableConversations"), Key=READER
    )["Item"]
    assert held["reader"]["S"] == "otrialreader"
    assert "老城分馆" in visitor_of(cloud).says("明天老馆几点关门")


def test_what_was_backed_up_comes_back_into_empty_tables(cloud: Cloud, copied: Copied) -> None:
    done(cloud, "destroy", "trial\n")
    done(cloud, "deploy", ADOPT="no")
    said = done(cloud, "restore", FILE=str(copied.first), ERASURES=str(copied.newer))
    assert "Every row is as it was; 1 readers were forgotten again" in said
    assert forgotten(cloud)
    assert visitor_of(cloud).verifies("again").body == "again"
