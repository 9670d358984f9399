"""The stage's secrets: asked for once, kept encrypted in the cloud, never in a file of ours."""

import getpass
import json
import re
import secrets
import sys
from collections.abc import Callable, Mapping
from typing import Any, TextIO

from botocore.exceptions import ClientError

from chalicelib.settings import SECRETS
from infra.stage import Unfit

Ask = Callable[[str], str]
MADE = "pseudonym_key"
"""Nobody needs to know it: it is made at random."""
QUESTIONS = {
    "wechat_app_secret": "AppSecret of the account",
    "wechat_token": "Token of the server set-up (you choose it; 3 to 32 letters and digits)",
    "wechat_aes_key": "EncodingAESKey of the server set-up (43 letters and digits)",
    "circulation_secret": "Password or key for the library system (empty: as it is, or none)",
}
SHAPES = {
    "wechat_app_secret": r"[\x21-\x7e]{1,128}",
    "wechat_token": r"[\x21-\x7e]{3,32}",
    "wechat_aes_key": r"[A-Za-z0-9+/]{43}",
}
"""The functions refuse to answer with anything else."""


class Keys:
    """All secrets are one encrypted text, so that a function reads them by one call."""

    def __init__(self, ssm: Any, place: str) -> None:
        self._ssm = ssm
        self._place = place

    def ensure(self, ask: Ask) -> str:
        """Asks for what is missing; returns a mark that changes with any of them."""
        held, _ = self._held()
        missing = [field for field in SECRETS if field not in held]
        if missing:
            self._put(held | {field: _answer(field, ask) for field in missing})
        return self.mark()

    def replace(self, ask: Ask) -> None:
        """Asks for each again; an empty answer leaves it."""
        held, _ = self._held()
        given = {field: ask(field) for field in QUESTIONS}
        self._put(held | {field: _fit(field, value) for field, value in given.items() if value})

    def mark(self) -> str:
        """The version of the secrets; only this, never a value, reaches the stack."""
        return str(self._held()[1])

    def missing(self) -> list[str]:
        held, _ = self._held()
        return [field for field in SECRETS if field not in held]

    def asked_for(self) -> list[str]:
        """What a deployment would ask somebody."""
        return [field for field in self.missing() if field != MADE]

    def unfit(self) -> list[str]:
        """Those that are there and cannot be what WeChat gave or takes."""
        held, _ = self._held()
        return [name for name in SHAPES if name in held and not _is_fit(name, held[name])]

    def value(self, field: str) -> str:
        return self._held()[0].get(field, "")

    def _held(self) -> tuple[dict[str, str], int]:
        try:
            found = self._ssm.get_parameter(Name=self._place, WithDecryption=True)["Parameter"]
        except ClientError as problem:
            if problem.response["Error"]["Code"] != "ParameterNotFound":
                raise
            return {}, 0
        return json.loads(found["Value"]), int(found["Version"])

    def _put(self, held: dict[str, str]) -> None:
        self._ssm.put_parameter(
            Name=self._place, Value=json.dumps(held), Type="SecureString", Overwrite=True
        )


def _answer(field: str, ask: Ask) -> str:
    value = secrets.token_hex(32) if field == MADE else ask(field)
    if not value:
        raise Unfit(f"{field} is missing")
    return _fit(field, value)


def _fit(field: str, value: str) -> str:
    if not _is_fit(field, value):
        raise Unfit(f"{field} cannot be right: {QUESTIONS[field]}")
    return value


def _is_fit(field: str, value: str) -> bool:
    return field not in SHAPES or re.fullmatch(SHAPES[field], value) is not None


def asker(source: TextIO) -> Ask:
    """At a terminal by a prompt that shows nothing; in a script from lines `name=value`."""
    if source.isatty():
        return lambda field: getpass.getpass(f"{QUESTIONS[field]}: ").strip()
    given = _lines(source)
    return lambda field: given.get(field, "")


def _lines(source: TextIO) -> Mapping[str, str]:
    pairs = (line.partition("=") for line in source if "=" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def from_terminal() -> Ask:
    """Standard input is read only when something is asked."""
    held: list[Ask] = []

    def ask(field: str) -> str:
        held[:] = held or [asker(sys.stdin)]
        return held[0](field)

    return ask
