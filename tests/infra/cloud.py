"""A cloud on this machine (ministack, in an environment of its own) and a stage deployed to it.

Rights are enforced there (AUTH=true): a function that touches what its role does not name fails.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import botocore.session

from infra.roles import TABLE_IDS
from local.engine import die_with_parent, free_port, wait_until_answering
from local.wechat_platform import wire
from local.wechat_platform.crypto import Envelope, signature

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / ".cache" / "ministack"
NEEDED = ("ministack==1.5.33", "aws-sam-translator==1.115.0", "boto3==1.43.106")
REGION = "cn-north-1"
ROOT_KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
REQUIREMENTS = ("requirements.txt", "requirements.lock", "requirements-dev.txt")
APP_ID, TOKEN = "wx1234567890abcdef", "trialToken"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
SECRETS = f"wechat_app_secret=trial-secret\nwechat_token={TOKEN}\nwechat_aes_key={AES_KEY}\n"
DEPLOYED = ("app.py", "Makefile", "pyproject.toml", *REQUIREMENTS)
FOLDERS = ("chalicelib", "infra", ".chalice")


def start(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """The process and its endpoint."""
    if not (HOME / "bin" / "ministack").exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True, timeout=120)
    pip = [str(HOME / "bin" / "python"), "-m", "pip", "install", "-q"]
    subprocess.run([*pip, "--disable-pip-version-check", *NEEDED], check=True, timeout=300)
    port = str(free_port())
    given = {"GATEWAY_PORT": port, "AUTH": "true", "LAMBDA_EXECUTOR": "local", **ROOT_KEYS}
    with (folder / "cloud.log").open("wb") as log:
        process = subprocess.Popen(
            [str(HOME / "bin" / "ministack")],
            env={"PATH": os.environ["PATH"], "BIND_HOST": "127.0.0.1", **given},
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent,
        )
    endpoint = f"http://localhost:{port}"
    wait_until_answering(endpoint, process, 60)
    return process, endpoint


@dataclass
class Cloud:
    """`checkout` is a copy of this one, so that a test may change what is deployed."""

    endpoint: str
    checkout: Path
    stages: Path

    def make(
        self, verb: str, given: str = "", stage: str = "trial", **more: str
    ) -> tuple[int, str]:
        """The very command a technician types: its code, and all it said."""
        set_to = [f"{name}={value}" for name, value in more.items()]
        done = subprocess.run(
            ["make", "--no-print-directory", verb, f"STAGE={stage}", *set_to],
            cwd=self.checkout,
            env=self._environment(),
            input=given.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=900,
        )
        return done.returncode, done.stdout.decode()

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "VENV": sys.prefix,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_DEFAULT_REGION": REGION,
            "WEIGUAN_STAGES": str(self.stages),
            **ROOT_KEYS,
        }

    def fill(self) -> None:
        """The demo library's rows and files; the stage's own worker does the rest."""
        tables = {short: self.real(id) for short, id in TABLE_IDS.items()}
        names = {f"WEIGUAN_TABLE_NAME_{short.replace('-', '_')}": n for short, n in tables.items()}
        places = {
            "WEIGUAN_WORK_QUEUE_URL": self.output("WorkQueueUrl"),
            "WEIGUAN_FILES_BUCKET": self.output("FilesBucket"),
        }
        subprocess.run(
            [sys.executable, "-m", "tests.infra.fill"],
            cwd=ROOT,
            env={**self._environment(), **names, **places},
            check=True,
            timeout=300,
        )

    def invoke(self, function: str) -> str:
        """What went wrong when it was started by hand; '' for nothing."""
        parts = ("version", "account", "region", "detail-type", "source", "time", "id")
        event = {**dict.fromkeys(parts, "trial"), "resources": [], "detail": {}}
        done = self.client("lambda").invoke(
            FunctionName=self.real(function), Payload=json.dumps(event).encode()
        )
        return str(done.get("FunctionError", ""))

    def client(self, service: str, **keys: str) -> Any:
        root = {name.lower(): key for name, key in ROOT_KEYS.items()}
        session: Any = botocore.session.get_session()
        return session.create_client(
            service, region_name=REGION, endpoint_url=self.endpoint, **(keys or root)
        )

    def as_role(self, function: str, service: str) -> Any:
        """A client that may do what this function may."""
        arn = f"arn:aws:iam::000000000000:role/{self.real(f'{function}Role')}"
        lent = self.client("sts").assume_role(RoleArn=arn, RoleSessionName="trial")["Credentials"]
        return self.client(
            service,
            aws_access_key_id=lent["AccessKeyId"],
            aws_secret_access_key=lent["SecretAccessKey"],
            aws_session_token=lent["SessionToken"],
        )

    def stack(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client("cloudformation").describe_stacks(
            StackName="weiguan-trial"
        )["Stacks"][0]
        return found

    def output(self, name: str) -> str:
        return str({o["OutputKey"]: o["OutputValue"] for o in self.stack()["Outputs"]}[name])

    def real(self, logical: str) -> str:
        found = self.client("cloudformation").describe_stack_resource(
            StackName="weiguan-trial", LogicalResourceId=logical
        )
        return str(found["StackResourceDetail"]["PhysicalResourceId"])

    def set(self, **settings: str) -> None:
        lines = "".join(f"{name}: '{value}'\n" for name, value in settings.items())
        (self.stages / "trial.yaml").write_text(lines, "utf-8")


@dataclass(frozen=True)
class Heard:
    status: int
    body: str
    cookie: str = ""


@dataclass(frozen=True)
class Visitor:
    """Talks to the API as the world outside does."""

    base: str

    def get(self, path: str, **query: str) -> Heard:
        return self._ask(f"{path}?{urlencode(query)}" if query else path)

    def post(self, path: str, body: bytes, content_type: str) -> Heard:
        return self._ask(path, body, {"Content-Type": content_type})

    def verifies(self, echo: str) -> Heard:
        return self.get("/wechat", echostr=echo, **signed())

    def says(self, text: str, reader: str = "otrialreader") -> str:
        """An encrypted message as WeChat sends it; the words of the answer."""
        message: dict[str, Any] = {
            "ToUserName": "gh_trial",
            "FromUserName": reader,
            "CreateTime": int(time.time()),
            "MsgType": "text",
            "Content": text,
            "MsgId": secrets.randbelow(10**15),
        }
        sealed = Envelope(AES_KEY, APP_ID).seal(wire.write(message))
        stamp = signed()
        proof = signature(TOKEN, stamp["timestamp"], stamp["nonce"], sealed)
        query = {**stamp, "encrypt_type": "aes", "msg_signature": proof}
        body = wire.write({"ToUserName": "gh_trial", "Encrypt": sealed}).encode()
        heard = self.post(f"/wechat?{urlencode(query)}", body, "text/xml")
        answer = Envelope(AES_KEY, APP_ID).open(str(wire.read(heard.body)["Encrypt"]))
        return str(wire.read(answer)["Content"])

    def signs_in(self, user: str, password: str) -> Heard:
        body = json.dumps({"name": user, "password": password}).encode()
        return self.post("/staff/api/sign-in", body, "application/json")

    def _ask(
        self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Heard:
        asked = urllib.request.Request(self.base + path, body, headers or {})
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                cookie = str(answer.headers.get("Set-Cookie", ""))
                return Heard(answer.status, answer.read().decode(), cookie)
        except urllib.error.HTTPError as refused:
            return Heard(refused.code, refused.read().decode())


def signed() -> dict[str, str]:
    stamp = {"timestamp": str(int(time.time())), "nonce": secrets.token_hex(5)}
    return {"signature": signature(TOKEN, *stamp.values()), **stamp}


def a_checkout(folder: Path) -> Path:
    """What is needed to deploy, with packed libraries that were fetched before."""
    for name in DEPLOYED:
        shutil.copy2(ROOT / name, folder / name)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def until(holds: Callable[[], bool], timeout_s: float = 120, pause_s: float = 0.5) -> bool:
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(pause_s)
    return False


class Watch:
    """Asks without a pause, as long as it is open, whether the service still answers."""

    def __init__(self, visitor: Visitor) -> None:
        self.heard: list[tuple[int, str]] = []
        self._visitor = visitor
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(timeout=90)

    def _ask(self) -> None:
        while not self._over.wait(0.2):
            heard = self._visitor.verifies("stillhere")
            self.heard.append((heard.status, heard.body))
