"""The stage's secrets: asked for once, kept encrypted in the cloud, never in a file of ours."""

import getpass
import secrets
import sys
from collections.abc import Callable, Mapping
from typing import Any, TextIO

from chalicelib.settings import SECRETS
from infra.stage import Unfit

Ask = Callable[[str], str]
MADE = "pseudonym_key"
"""Nobody needs to know it: it is made at random."""
QUESTIONS = {
    "wechat_app_secret": "AppSecret of the account",
    "wechat_token": "Token of the server set-up (you choose it; 3 to 32 letters and digits)",
    "wechat_aes_key": "EncodingAESKey of the server set-up (43 letters and digits)",
}


class Keys:
    def __init__(self, ssm: Any, place: str) -> None:
        self._ssm = ssm
        self._place = place

    def ensure(self, ask: Ask) -> str:
        """Asks for what is missing; returns a mark that changes with any of them."""
        held = self._held()
        for field in SECRETS:
            if field not in held:
                self._put(field, secrets.token_hex(32) if field == MADE else ask(field))
        return self.mark()

    def replace(self, ask: Ask) -> None:
        """Asks for each again; an empty answer leaves it."""
        for field in QUESTIONS:
            value = ask(field)
            if value:
                self._put(field, value)

    def mark(self) -> str:
        """Versions of all secrets; only this, never a value, reaches the stack."""
        return "-".join(str(version) for _, version in sorted(self._held().items())) or "-"

    def missing(self) -> list[str]:
        return [field for field in SECRETS if field not in self._held()]

    def _held(self) -> dict[str, int]:
        names = [f"{self._place}/{field}" for field in SECRETS]
        found = self._ssm.get_parameters(Names=names)["Parameters"]
        return {one["Name"].rsplit("/", 1)[1]: one["Version"] for one in found}

    def _put(self, field: str, value: str) -> None:
        if not value:
            raise Unfit(f"{field} is missing")
        self._ssm.put_parameter(
            Name=f"{self._place}/{field}", Value=value, Type="SecureString", Overwrite=True
        )


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
