"""One stage in the account and region the environment names; every command starts from it."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra.keys import Keys
from infra.stack import Failed, Stack
from infra.stage import Stage, Unfit

OPERATE = "Operate"
"""The function that asks for the commands from inside the stage."""


class Account:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._session = botocore.session.get_session()
        self.stack = Stack(self.client("cloudformation"), stage.stack)
        self.keys = Keys(self.client("ssm"), stage.secrets_at)

    def client(self, service: str) -> Any:
        limits = Config(connect_timeout=10, read_timeout=120, retries={"max_attempts": 5})
        return self._session.create_client(service, config=limits)

    def existing(self) -> list[tuple[str, str, str]]:
        """(kind, logical id, real name) of all that the stage is made of; raises Unfit."""
        if not self.stack.status():
            raise Unfit(f"there is no {self.stage.stack}: make deploy STAGE={self.stage.name}")
        return self.stack.resources()

    def real(self, logical: str) -> str:
        """A resource's real name."""
        return {id: name for _, id, name in self.existing()}[logical]

    def operate(self, what: str, **facts: Any) -> Mapping[str, Any]:
        """Has the stage itself do it, from its own address. Raises Failed."""
        asked = json.dumps({"what": what, **facts}).encode()
        return heard(self.client("lambda").invoke(FunctionName=self.real(OPERATE), Payload=asked))


def heard(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the function answered; raises Failed where it did not do it."""
    answer: Mapping[str, Any] = json.loads(told["Payload"].read() or b"{}")
    if told.get("FunctionError"):
        raise Failed(str(answer.get("errorMessage", "the function failed; see its log")))
    if "not_done" in answer:
        raise Failed(str(answer["not_done"]))
    return answer


def ended(act: Callable[[], int]) -> int:
    """The exit status of a command, with what went wrong in words."""
    try:
        return act()
    except (Unfit, Failed) as problem:
        print(f"\nNot done:\n{problem}", file=sys.stderr)
    except (BotoCoreError, ClientError) as problem:
        print(f"\nAWS refused: {problem}", file=sys.stderr)
    return 1
