"""`make deploy`, `plan`, `secrets`, `admin`, `redrive`, `destroy`: one stage in your account."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.clock import utc_now
from infra.build import Built, build, minified
from infra.keys import Keys, from_terminal
from infra.people import first_admin
from infra.redrive import redrive
from infra.stack import Failed, Stack
from infra.stage import Stage, Unfit, read_stage
from infra.store import CodeStore
from infra.template import FUNCTION

VERBS = ("deploy", "plan", "secrets", "admin", "redrive", "destroy")
KEPT = ("AWS::DynamoDB::Table", "AWS::S3::Bucket")


def main(argv: Sequence[str]) -> int:
    asked = argparse.ArgumentParser(prog="infra.deploy")
    asked.add_argument("what", choices=VERBS)
    asked.add_argument("stage")
    given = asked.parse_args(argv)
    try:
        Account(read_stage(given.stage)).do(given.what)
    except (Unfit, Failed) as problem:
        print(f"\nNot done:\n{problem}", file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as problem:
        print(f"\nAWS refused: {problem}", file=sys.stderr)
        return 1
    return 0


class Account:
    """One stage in the account and region that the environment names."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._session = botocore.session.get_session()
        self._stack = Stack(self._client("cloudformation"), stage.stack)
        self._keys = Keys(self._client("ssm"), stage.secrets_at)

    def do(self, what: str) -> None:
        getattr(self, what)()

    def deploy(self) -> None:
        mark = self._keys.ensure(from_terminal())
        change_set = self._proposed(mark)
        if change_set is None:
            print("Nothing has changed; the stage is as it was.")
        else:
            print(f"Changing {self._stage.stack} ...", flush=True)
            self._stack.execute(change_set)
        for name, value in sorted(self._stack.outputs().items()):
            print(f"  {name}: {value}")

    def plan(self) -> None:
        """Shows what would change, changes nothing, asks for nothing."""
        for field in self._keys.missing():
            print(f"A deployment will ask for {field}.")
        change_set = self._proposed(self._keys.mark())
        if change_set is None:
            print("Nothing would change.")
            return
        print("\n".join(self._stack.changes(change_set)))
        self._stack.forget(change_set)

    def secrets(self) -> None:
        self._keys.replace(from_terminal())
        print("Kept. They are used from the next `make deploy` on.")

    def admin(self) -> None:
        named = {id: name for kind, id, name in self._existing() if kind == KEPT[0]}
        region = self._client("dynamodb").meta.region_name
        user, password = first_admin(named, region, utc_now())
        print(f"User {user}, password {password} (shown once; the console asks for another).")

    def redrive(self) -> None:
        """What failed for good is tried again."""
        self._existing()
        outputs = self._stack.outputs()
        sqs = self._client("sqs")
        count = redrive(sqs, outputs["DeadLettersUrl"], outputs["WorkQueueUrl"])
        print(f"{count} records went back to the work queue.")

    def destroy(self) -> None:
        """Tables and files stay, with every row; nothing of ours deletes them."""
        kept = [name for kind, _, name in self._existing() if kind in KEPT]
        if input(f"Type {self._stage.name} to stop this stage for good: ") != self._stage.name:
            raise Unfit("nothing was destroyed")
        self._stack.delete()
        print("\n".join([f"{self._stage.stack} is gone. Kept, with their content:", *kept]))

    def _existing(self) -> list[tuple[str, str, str]]:
        if not self._stack.status():
            raise Unfit(f"there is no {self._stage.stack}: make deploy STAGE={self._stage.name}")
        return self._stack.resources()

    def _proposed(self, mark: str) -> str | None:
        print("Building ...", flush=True)
        built = build(self._stage.name)
        store = CodeStore(self._client("s3"), self._client("sts"))
        bucket = store.made()
        template = with_code(built, bucket, store.put(built.zip.read_bytes(), "code", bucket))
        key = store.put(minified(template).encode(), "templates", bucket)
        parameters = self._stage.parameters(mark)
        return self._stack.propose(store.url(bucket, key), parameters)

    def _client(self, service: str) -> Any:
        limits = Config(connect_timeout=10, read_timeout=120, retries={"max_attempts": 5})
        return self._session.create_client(service, config=limits)


def with_code(built: Built, bucket: str, key: str) -> dict[str, Any]:
    template = built.template()
    for resource in template["Resources"].values():
        if resource["Type"] == FUNCTION:
            resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": key}
    return template


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
