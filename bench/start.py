"""Process start to first answer of what is deployed, beside the floor and the untrimmed package.

The floor is the least a WeChat account can be answered with on these parts: chalice, one botocore
client, wechatpy's cipher and parser, one GetItem; it runs from the same trimmed files as the
service. The service answers a first question through `app.py`. Every run is a new process that
can see one folder and the standard library, and can write no compiled code, as in the cloud; in
turns, so that a slow moment of the machine hits all alike. The clock stops at the answer.
"""

import json
import py_compile
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import botocore.session

from bench import floor
from bench.sealing import AES_KEY, APP_ID, TOKEN, sealed, text
from bench.service import PREFIX, a_service
from infra.build import build
from local import engine

ROUNDS = 15
ANSWER = """
import json, sys
sys.path.insert(0, sys.argv[1])
from {module} import app
print(json.dumps(app(json.loads(sys.argv[2]), None)), flush=True)
"""
KEYS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}


@dataclass(frozen=True)
class Way:
    """One way to answer: `module` holds the app, `folder` all it may import."""

    label: str
    folder: Path
    module: str = "app"
    again: int = 1
    """Run in every so many rounds."""


def run() -> None:
    running = engine.start(None)
    try:
        a_service(running.endpoint, APP_ID, TOKEN, AES_KEY)
        _floor_table(running.endpoint)
        with tempfile.TemporaryDirectory() as folder:
            compare(_ways(Path(folder)), running.endpoint)
    finally:
        running.stop()


def _floor_table(endpoint: str) -> None:
    client = botocore.session.get_session().create_client(
        "dynamodb",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    client.create_table(
        TableName=floor.TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "key", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
    )


def _ways(folder: Path) -> tuple[Way, ...]:
    """The floor first: the others are told as multiples of it."""
    built = build("prod", folder / "built")
    untrimmed = folder / "untrimmed"
    with zipfile.ZipFile(built.folder / "packaged" / "deployment.zip") as packed:
        packed.extractall(untrimmed)
    compiled = str(built.unpacked / "floor.pyc")
    how = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(floor.__file__, compiled, doraise=True, invalidation_mode=how)
    return (
        Way("the floor", built.unpacked, "floor"),
        Way("Weiguan", built.unpacked),
        Way("Weiguan untrimmed", untrimmed, again=3),
    )


def compare(ways: tuple[Way, ...], endpoint: str) -> None:
    took: dict[str, list[float]] = {way.label: [] for way in ways}
    for turn in range(ROUNDS):
        for way in (way for way in ways if turn % way.again == 0):
            took[way.label].append(_timed(way, 10_000 + turn, endpoint))
    best = {label: min(times) for label, times in took.items()}
    least = best[ways[0].label]
    print(f"process start to first answer (best of {ROUNDS}):")
    for label, seconds in best.items():
        print(f"  {label:18} {seconds * 1e3:6.0f} ms   x {seconds / least:.2f}")
    print(f"  trimmed / untrimmed {best['Weiguan'] / best['Weiguan untrimmed']:17.2f}")


def _timed(way: Way, number: int, endpoint: str) -> float:
    """Seconds until the answer's line is there. A way that does not answer 200 stops the bench."""
    code = ANSWER.format(module=way.module)
    command = [sys.executable, "-I", "-S", "-B", "-c", code, str(way.folder), a_question(number)]
    started = time.perf_counter()
    with subprocess.Popen(command, env=_environment(endpoint), stdout=subprocess.PIPE) as process:
        answer = _answer(process.stdout or ())
        took = time.perf_counter() - started
    if answer.get("statusCode") != 200:
        raise SystemExit(f"{way.label} did not answer")
    return took


def _answer(lines: Iterable[bytes]) -> Mapping[str, object]:
    """The first line that is an answer: the service's log goes the same way."""
    told = (json.loads(line) for line in lines)
    return next((one for one in told if "statusCode" in one), {})


def a_question(number: int) -> str:
    """API Gateway's event of one message."""
    query, body = sealed(text("办证要带什么材料"), number, f"oreader{number}")
    context = {"httpMethod": "POST", "resourcePath": "/wechat", "path": "/api/wechat"}
    event = {
        "body": body.decode(),
        "headers": {},
        "isBase64Encoded": False,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()},
        "pathParameters": None,
        "requestContext": {**context, "identity": {}},
        "stageVariables": None,
    }
    return json.dumps(event)


def _environment(endpoint: str) -> Mapping[str, str]:
    return {
        **KEYS,
        "AWS_DEFAULT_REGION": "us-east-1",
        "WEIGUAN_ACCOUNT_KIND": "unverified_subscription",
        "WEIGUAN_DYNAMODB_ENDPOINT": endpoint,
        "WEIGUAN_PSEUDONYM_KEY": "bench",
        "WEIGUAN_TABLE_PREFIX": PREFIX,
        "WEIGUAN_WECHAT_AES_KEY": AES_KEY,
        "WEIGUAN_WECHAT_APP_ID": APP_ID,
        "WEIGUAN_WECHAT_TOKEN": TOKEN,
    }
