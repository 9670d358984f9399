"""A reader's first answer by the finished zip alone: what is said, and what was loaded for it."""

import json
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.settings import Settings
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from infra.build import Built
from local import lessons
from local.demo.seed import seed_knowledge
from local.wechat_platform import wire
from local.wechat_platform.crypto import Envelope, signature
from tests.infra.cloud import AES_KEY, APP_ID, TOKEN
from tests.infra.test_artefact import alone

pytestmark = [pytest.mark.peer, pytest.mark.cloud]
ANSWER = """
import dataclasses, json, sys
sys.path.insert(0, sys.argv[1])
import app
answer = app.app(json.loads(sys.argv[2]), None)
loaded = {name for name, module in sys.modules.items() if getattr(module, "__file__", None)}
print(json.dumps({**answer, "loaded": sorted(loaded)}))
"""
THIRD_PARTY = {
    *("_cffi_backend", "botocore", "certifi", "chalice", "cryptography"),
    *("dateutil", "jmespath", "pynamodb", "six", "urllib3"),
}
FOR_OTHERS = re.compile(
    r"chalicelib\.(catalogue\.(?!hearing)|ils|staff\.(?!entrance)|doctor\.(?!store)|(?!tables)\w+\.staff"
    r"|.*\.(imports|export|(entry|gap|teaching|try|publish)_(service|store)|written)"
    r"|readers\.(?!hearing)|pages|wiring_(catalogue|editing|readers|staff|operations)|knowledge\.(training|teaching|starter))"
)
"""What staff, imports and deployments need; no first answer waits for it."""
MOST_OF_OURS = 185


def sealed(content: str) -> str:
    """API Gateway's event of a text message."""
    fields = {"ToUserName": "gh_trial", "FromUserName": "o-first", "MsgType": "text"}
    now = int(datetime.now(UTC).timestamp())
    whole = {**fields, "CreateTime": now, "Content": content, "MsgId": 1}
    cipher = Envelope(AES_KEY, APP_ID).seal(wire.write(whole))
    stamp = {"timestamp": str(now), "nonce": "first"}
    proof = signature(TOKEN, *stamp.values(), cipher)
    query = {**stamp, "msg_signature": proof, "encrypt_type": "aes"}
    context = {"httpMethod": "POST", "resourcePath": "/wechat", "path": "/api/wechat"}
    event = {
        **dict.fromkeys(("pathParameters", "stageVariables")),
        "body": wire.write({"ToUserName": "gh_trial", "Encrypt": cipher}),
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()},
        "requestContext": {**context, "identity": {}},
        "headers": {},
        "isBase64Encoded": False,
    }
    return json.dumps(event)


@pytest.fixture(scope="module")
def first(built: Built, engine_endpoint: str) -> Mapping[str, Any]:
    """The answer, with the names of all modules that were loaded from files."""
    settings = Settings(
        dynamodb_endpoint=engine_endpoint, table_prefix="first-answer", pseudonym_key="first"
    )
    services = wiring.use(lambda: datetime.now(UTC), settings, lessons.kept)
    _ = services.wire
    create_missing(MODELS)
    seed_knowledge(services)
    said = alone(
        ANSWER,
        str(built.unpacked),
        sealed("办证要带什么材料"),
        WEIGUAN_DYNAMODB_ENDPOINT=engine_endpoint,
        WEIGUAN_TABLE_PREFIX="first-answer",
        WEIGUAN_PSEUDONYM_KEY="first",
    )
    answer: Mapping[str, Any] = json.loads(said.splitlines()[-1])
    return answer


def test_a_question_is_answered(first: Mapping[str, Any]) -> None:
    cipher = wire.text_of(wire.read(first["body"]), "Encrypt")
    assert first["statusCode"] == 200
    assert "身份证" in Envelope(AES_KEY, APP_ID).open(cipher)


def test_only_these_libraries_are_loaded_for_it(first: Mapping[str, Any]) -> None:
    roots = {name.split(".")[0] for name in first["loaded"] if not name.startswith("_sysconfig")}
    assert roots - sys.stdlib_module_names - {"app", "chalicelib"} <= THIRD_PARTY


def test_nothing_is_loaded_for_it_that_others_need(first: Mapping[str, Any]) -> None:
    assert [name for name in first["loaded"] if FOR_OTHERS.match(name)] == []


def test_it_takes_few_modules_of_ours(first: Mapping[str, Any]) -> None:
    assert len([name for name in first["loaded"] if name.startswith("chalicelib")]) <= MOST_OF_OURS
