"""One CloudFormation stack: changed as a whole or not at all."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

NEW = {"", "REVIEW_IN_PROGRESS"}
NEVER_WAS = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED"}
"""A first creation that failed: nothing can be done with it but to delete it."""
MAY_WAIT_S = 3600
NOTHING_NEW = ("didn't contain changes", "No updates are to be performed")
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]


class Failed(Exception):
    """The stack is as it was before; the message tells what failed, one line each."""


@dataclass
class Stack:
    """`client` is a botocore client of CloudFormation."""

    client: Any
    name: str
    pause_s: float = 2.0
    say: Callable[[str], None] = print
    _since: float = field(default_factory=time.time)

    def status(self) -> str:
        """Empty where there is no such stack."""
        return str((self._described() or {}).get("StackStatus", ""))

    def outputs(self) -> dict[str, str]:
        listed = (self._described() or {}).get("Outputs", [])
        return {one["OutputKey"]: one["OutputValue"] for one in listed}

    def parameters(self) -> dict[str, str]:
        listed = (self._described() or {}).get("Parameters", [])
        return {one["ParameterKey"]: one.get("ParameterValue", "") for one in listed}

    def resources(self) -> list[tuple[str, str, str]]:
        """(kind, logical id, real name) of everything in the stack."""
        pages = self.client.get_paginator("list_stack_resources").paginate(StackName=self.name)
        listed = [one for page in pages for one in page["StackResourceSummaries"]]
        return [
            (one["ResourceType"], one["LogicalResourceId"], one.get("PhysicalResourceId", ""))
            for one in listed
        ]

    def propose(self, template_url: str, parameters: dict[str, str]) -> str | None:
        """The name of a change set; None where nothing would change."""
        status = self.status()
        if status in NEVER_WAS:
            self.say("An earlier first deployment failed; what is left of it is removed.")
            self.delete()
            status = ""
        change_set = f"deploy-{time.time_ns()}"
        self.client.create_change_set(
            StackName=self.name,
            ChangeSetName=change_set,
            ChangeSetType="CREATE" if status in NEW else "UPDATE",
            TemplateURL=template_url,
            Capabilities=CAPABILITIES,
            Parameters=[
                {"ParameterKey": key, "ParameterValue": value}
                for key, value in sorted(parameters.items())
            ],
        )
        return change_set if self._is_made(change_set) else None

    def take_in(self, template_url: str, resources: list[dict[str, Any]]) -> None:
        """Makes the stack of what exists already; raises Failed."""
        change_set = f"import-{time.time_ns()}"
        self.client.create_change_set(
            StackName=self.name,
            ChangeSetName=change_set,
            ChangeSetType="IMPORT",
            TemplateURL=template_url,
            ResourcesToImport=resources,
        )
        if self._is_made(change_set):
            self.execute(change_set)

    def changes(self, change_set: str) -> list[str]:
        """One line a change, e.g. `Modify AWS::Lambda::Function Work`."""
        return [
            " ".join([one["Action"], one["ResourceType"], one["LogicalResourceId"]])
            + (" (replaced)" if one.get("Replacement") == "True" else "")
            for one in self._changes(change_set)
        ]

    def execute(self, change_set: str) -> None:
        """Raises Failed when the stack went back to what it was."""
        self._since = time.time()
        seen = {event["EventId"] for event in self._events()}
        self.client.execute_change_set(StackName=self.name, ChangeSetName=change_set)
        status = self._settled()
        if "ROLLBACK" in status or status.endswith("FAILED"):
            raise Failed("\n".join([f"the stack is {status}", *self._reasons(seen)]))

    def forget(self, change_set: str) -> None:
        self.client.delete_change_set(StackName=self.name, ChangeSetName=change_set)
        if self.status() == "REVIEW_IN_PROGRESS":
            self.client.delete_stack(StackName=self.name)

    def delete(self) -> None:
        self.client.delete_stack(StackName=self.name)
        status = self._settled()
        if status not in {"", "DELETE_COMPLETE"}:
            raise Failed("\n".join([f"the stack is {status}", *self._reasons(set())]))

    def _described(self) -> dict[str, Any] | None:
        try:
            described = self.client.describe_stacks(StackName=self.name)["Stacks"]
        except ClientError as problem:
            if "does not exist" in str(problem):
                return None
            raise
        return described[0] if described else None

    def _is_made(self, change_set: str) -> bool:
        end = time.monotonic() + MAY_WAIT_S
        while time.monotonic() < end:
            made = self.client.describe_change_set(StackName=self.name, ChangeSetName=change_set)
            if made["Status"] == "CREATE_COMPLETE":
                return True
            if made["Status"] == "FAILED":
                return self._refused(change_set, made.get("StatusReason", ""))
            time.sleep(self.pause_s)
        raise Failed("the change set was not made in time")

    def _refused(self, change_set: str, reason: str) -> bool:
        self.forget(change_set)
        if any(words in reason for words in NOTHING_NEW):
            return False
        raise Failed(reason)

    def _changes(self, change_set: str) -> list[dict[str, Any]]:
        pages = self.client.get_paginator("describe_change_set").paginate(
            StackName=self.name, ChangeSetName=change_set
        )
        return [one["ResourceChange"] for page in pages for one in page.get("Changes", [])]

    def _settled(self) -> str:
        """The status once nothing moves any more."""
        end = time.monotonic() + MAY_WAIT_S
        while time.monotonic() < end:
            status = self.status()
            if not status.endswith("IN_PROGRESS"):
                return status
            time.sleep(self.pause_s)
        raise Failed(f"the stack is still {self.status()}; look at it in the AWS console")

    def _events(self) -> list[dict[str, Any]]:
        return list(self.client.describe_stack_events(StackName=self.name)["StackEvents"])

    def _reasons(self, seen: set[str]) -> list[str]:
        """What failed first stands first; what was only cancelled is left out."""
        failed = [
            event
            for event in reversed(self._events())
            if event["EventId"] not in seen and event["ResourceStatus"].endswith("FAILED")
        ]
        told = (
            f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '?')}"
            for event in failed
        )
        return [line for line in dict.fromkeys(told) if "cancelled" not in line]
