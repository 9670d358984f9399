"""The finished zip alone, without any package installed on this machine."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from chalicelib.settings import Settings
from infra.build import Built
from infra.template import ours
from infra.trim import is_needed, pack
from tests.infra.cloud import AES_KEY, APP_ID, TOKEN, signed

pytestmark = [pytest.mark.peer, pytest.mark.cloud]
ROOT = Path(__file__).resolve().parent.parent.parent
MOST_BYTES = 13_000_000
ALONE = [sys.executable, "-I", "-S", "-B", "-c"]
EVERY_MODULE = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import chalicelib
for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
    importlib.import_module(module.name)
foreign = [m.__file__ for m in sys.modules.values() if "site-packages" in str(getattr(m, "__file__", ""))]
print(foreign)
"""
ANSWERS = """
import json, sys
sys.path.insert(0, sys.argv[1])
import app
print(json.dumps(app.app(json.loads(sys.argv[2]), None)))
"""
CLIENTS = """
import sys
sys.path.insert(0, sys.argv[1])
import botocore.session
session = botocore.session.get_session()
places = {"dynamodb": "cn-north-1", "s3": "eu-west-1", "sqs": "cn-northwest-1", "ssm": "us-east-1"}
for service, region in places.items():
    print(session.create_client(service, region_name=region).meta.endpoint_url)
"""
CALLS = """
import sys
sys.path.insert(0, sys.argv[1])
import botocore.session
from botocore.config import Config
session = botocore.session.get_session()
calls = {
    "dynamodb": ("get_item", {"TableName": "table", "Key": {"key": {"S": "1"}}}),
    "s3": ("get_object", {"Bucket": "bucket", "Key": "key"}),
    "sqs": ("send_message", {"QueueUrl": "http://127.0.0.1:9/1/queue", "MessageBody": "body"}),
    "ssm": ("get_parameter", {"Name": "name", "WithDecryption": True}),
}
once = Config(retries={"total_max_attempts": 1})
for service, (operation, arguments) in calls.items():
    client = session.create_client(service, endpoint_url="http://127.0.0.1:9", config=once)
    try:
        getattr(client, operation)(**arguments)
    except Exception as problem:
        print(type(problem).__name__)
"""


def alone(code: str, *arguments: str, **settings: str) -> str:
    """What `code` prints where only the standard library is installed."""
    command = [*ALONE, code, *arguments]
    environment = {
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "WEIGUAN_WECHAT_APP_ID": APP_ID,
        "WEIGUAN_WECHAT_TOKEN": TOKEN,
        "WEIGUAN_WECHAT_AES_KEY": AES_KEY,
        **settings,
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def a_verification() -> str:
    query = {"echostr": "echo-1", **signed()}
    context = {"httpMethod": "GET", "resourcePath": "/wechat", "path": "/api/wechat"}
    event = {
        **dict.fromkeys(("pathParameters", "stageVariables", "body")),
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()},
        "requestContext": {**context, "identity": {}},
        "headers": {},
        "isBase64Encoded": False,
    }
    return json.dumps(event)


def test_it_is_small(built: Built) -> None:
    assert built.zip.stat().st_size <= MOST_BYTES


def test_every_module_finds_what_it_imports(built: Built) -> None:
    assert alone(EVERY_MODULE, str(built.unpacked)).strip() == "[]"


@pytest.mark.usefixtures("storage")
def test_it_answers(built: Built, storage_settings: Settings) -> None:
    said = alone(
        ANSWERS,
        str(built.unpacked),
        a_verification(),
        WEIGUAN_DYNAMODB_ENDPOINT=storage_settings.dynamodb_endpoint,
        WEIGUAN_TABLE_PREFIX=storage_settings.table_prefix,
    )
    answer = json.loads(said.splitlines()[-1])
    assert (answer["statusCode"], answer["body"]) == (200, "echo-1")


def test_its_clients_know_their_endpoints_in_china_too(built: Built) -> None:
    assert alone(CLIENTS, str(built.unpacked)).split() == [
        "https://dynamodb.cn-north-1.amazonaws.com.cn",
        "https://s3.eu-west-1.amazonaws.com",
        "https://sqs.cn-northwest-1.amazonaws.com.cn",
        "https://ssm.us-east-1.amazonaws.com",
    ]


def test_its_calls_get_as_far_as_the_wire(built: Built) -> None:
    assert alone(CALLS, str(built.unpacked)).split() == ["EndpointConnectionError"] * 4


@pytest.mark.parametrize("kind", ["*.yaml", "*.txt", "*.html", "*.css", "*.js", "*.svg"])
def test_the_services_own_files_are_all_in_it(built: Built, kind: str) -> None:
    own = {path.relative_to(ROOT).as_posix() for path in (ROOT / "chalicelib").rglob(kind)}
    assert own <= set(zipfile.ZipFile(built.zip).namelist())


def test_every_module_is_compiled_and_its_source_left_out(built: Built) -> None:
    compiled = sorted(built.unpacked.rglob("*.pyc"))
    flags = {int.from_bytes(path.read_bytes()[4:8], "little") for path in compiled}
    held = {path.relative_to(built.unpacked).with_suffix(".py") for path in compiled}
    own = {
        Path("app.py"),
        *(path.relative_to(ROOT) for path in (ROOT / "chalicelib").rglob("*.py")),
    }
    assert flags == {1}
    assert own <= held
    assert list(built.unpacked.rglob("*.py")) == []


def test_the_same_files_make_the_same_bytes(built: Built, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    pack(built.unpacked, again)
    assert hashlib.sha256(again.read_bytes()).hexdigest() == built.code_hash


def test_the_finished_template_is_the_packaged_one_made_ours(built: Built) -> None:
    sam = json.loads((built.folder / "packaged" / "sam.json").read_text("utf-8"))
    assert built.template() == ours(sam)


def test_chalice_names_are_left_where_the_service_imports_them() -> None:
    assert is_needed("chalice/app.py")
    assert not is_needed("pip/__init__.py")
    assert not is_needed("botocore/data/ec2/2016-11-15/service-2.json.gz")
