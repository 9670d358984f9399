"""`make deploy`, `plan`, `secrets`, `admin`, `redrive`, `destroy`: one stage in your account."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.clock import utc_now
from infra.account import Account, ended
from infra.adoption import Attic, Kept, adopt, decided, import_template
from infra.build import Built, build, minified
from infra.keys import from_terminal
from infra.people import first_admin, reset, services_of
from infra.redrive import redrive
from infra.stack import NEW
from infra.stage import Unfit, read_stage
from infra.store import CodeStore
from infra.template import FUNCTION

VERBS = ("deploy", "plan", "secrets", "admin", "redrive", "destroy")
KEPT = ("AWS::DynamoDB::Table", "AWS::S3::Bucket")


def main(argv: Sequence[str]) -> int:
    asked = argparse.ArgumentParser(prog="infra.deploy")
    asked.add_argument("what", choices=VERBS)
    asked.add_argument("stage")
    asked.add_argument("--reset", default="", help="whose password is lost")
    asked.add_argument("--adopt", default="", help="yes or no: what an earlier stage left")
    given = asked.parse_args(argv)
    options = Options(given.reset, given.adopt)
    return ended(lambda: Deployment(Account(read_stage(given.stage)), options).do(given.what))


@dataclass(frozen=True)
class Options:
    reset: str = ""
    adopt: str = ""


class Deployment:
    """What can be done to a stage as a whole."""

    def __init__(self, account: Account, options: Options) -> None:
        self._options = options
        self._account = account
        self._stage = account.stage
        self._client = account.client
        self._stack = account.stack
        self._keys = account.keys

    def do(self, what: str) -> int:
        getattr(self, what)()
        return 0

    def deploy(self) -> None:
        mark = self._keys.ensure(from_terminal())
        template = self._built()
        self._adopted(template)
        change_set = self._proposed(template, mark)
        if change_set is None:
            print("Nothing has changed; the stage is as it was.")
        else:
            print(f"Changing {self._stage.stack} (this can take several minutes) ...", flush=True)
            self._stack.execute(change_set)
        for name, value in sorted(self._stack.outputs().items()):
            print(f"  {name}: {value}")
        print(f"What is still missing: make doctor STAGE={self._stage.name}")

    def plan(self) -> None:
        """Shows what would change, changes nothing, asks for nothing."""
        for field in self._keys.asked_for():
            print(f"A deployment will ask for {field}.")
        template = self._built()
        kept = self._left_behind(template)
        if kept:
            listed = [one.line() for one in kept]
            print("\n".join(["An earlier stage left these; ADOPT=yes takes them in:", *listed]))
        change_set = self._proposed(template, self._keys.mark())
        if change_set is None:
            print("Nothing would change.")
            return
        print("\n".join(self._stack.changes(change_set)))
        self._stack.forget(change_set)

    def secrets(self) -> None:
        self._keys.replace(from_terminal())
        print("Kept. They are used from the next `make deploy` on.")

    def admin(self) -> None:
        named = {id: name for kind, id, name in self._account.existing() if kind == KEPT[0]}
        region = self._client("dynamodb").meta.region_name
        services, now = services_of(named, region), utc_now()
        user = self._options.reset
        if user:
            password = reset(services, user, now)
        else:
            user, password = first_admin(services, now)
        print(f"User {user}, password {password} (shown once; the console asks for another).")

    def redrive(self) -> None:
        """What failed for good is tried again."""
        self._account.existing()
        outputs = self._stack.outputs()
        sqs = self._client("sqs")
        count = redrive(sqs, outputs["DeadLettersUrl"], outputs["WorkQueueUrl"])
        print(f"{count} records went back to the work queue.")

    def destroy(self) -> None:
        """Tables and files stay, with every row; nothing of ours deletes them."""
        kept = [name for kind, _, name in self._account.existing() if kind in KEPT]
        name = self._stage.name
        if input(f"Type {name} to take this stage away (tables and files stay): ") != name:
            raise Unfit(f"that was not {name}; nothing was destroyed")
        print(f"Removing {self._stage.stack} (this can take several minutes) ...", flush=True)
        self._stack.delete()
        print("\n".join([f"{self._stage.stack} is gone. Kept, with their content:", *kept]))
        print(f"Back with all of it: make deploy STAGE={name} ADOPT=yes")

    def _proposed(self, template: dict[str, Any], mark: str) -> str | None:
        return self._stack.propose(self._uploaded(template), self._stage.parameters(mark))

    def _built(self) -> dict[str, Any]:
        """The template; its code is uploaded."""
        print("Building ...", flush=True)
        built = build(self._stage.name)
        bucket = self._store.made()
        return with_code(built, bucket, self._store.put(built.zip.read_bytes(), "code", bucket))

    def _uploaded(self, template: dict[str, Any]) -> str:
        bucket = self._store.made()
        key = self._store.put(minified(template).encode(), "templates", bucket)
        return self._store.url(bucket, key)

    @property
    def _store(self) -> CodeStore:
        return CodeStore(self._client("s3"), self._client("sts"))

    def _left_behind(self, template: dict[str, Any]) -> list[Kept]:
        """By an earlier stage of this name, where there is no stage now."""
        if self._stack.status() not in NEW:
            return []
        attic = Attic(self._client("dynamodb"), self._client("s3"), self._stage.stack)
        return attic.kept(template)

    def _adopted(self, template: dict[str, Any]) -> None:
        kept = self._left_behind(template)
        if decided(kept, self._options.adopt, self._stage.name):
            print(f"Taking in {len(kept)} tables and buckets ...", flush=True)
            adopt(self._stack, self._uploaded(import_template(template, kept)), kept)


def with_code(built: Built, bucket: str, key: str) -> dict[str, Any]:
    template = built.template()
    for resource in template["Resources"].values():
        if resource["Type"] == FUNCTION:
            resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": key}
    return template


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
