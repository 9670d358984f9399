"""A CloudFormation and a queue service in memory, as far as a deployment needs them."""

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

GONE = ClientError(
    {"Error": {"Code": "ValidationError", "Message": "Stack with id x does not exist"}}, "x"
)


class FakeFormation:
    """`ends` are the states the stack goes through when a change set is executed."""

    def __init__(
        self, status: str = "", ends: tuple[str, ...] = ("CREATE_COMPLETE",), refused: str = ""
    ) -> None:
        self.status = status
        self.events: list[dict[str, str]] = []
        self.kinds: list[str] = []
        self.deleted: list[str] = []
        self._ends = iter(ends)
        self._refused = refused
        self._left: Iterator[str] = iter(())

    def describe_stacks(self, StackName: str) -> dict[str, Any]:
        self.status = next(self._left, self.status)
        if not self.status:
            raise GONE
        outputs = [{"OutputKey": "Api", "OutputValue": "a1"}]
        return {"Stacks": [{"StackStatus": self.status, "Outputs": outputs}]}

    def create_change_set(self, **asked: Any) -> None:
        self.kinds.append(asked["ChangeSetType"])
        self.status = self.status or "REVIEW_IN_PROGRESS"

    def describe_change_set(self, **_: Any) -> dict[str, Any]:
        if self._refused:
            return {"Status": "FAILED", "StatusReason": self._refused}
        return {"Status": "CREATE_COMPLETE"}

    def delete_change_set(self, **asked: Any) -> None:
        self.deleted.append(asked["ChangeSetName"].split("-")[0])

    def execute_change_set(self, **_: Any) -> None:
        self._left = self._ends

    def describe_stack_events(self, StackName: str) -> dict[str, Any]:
        return {"StackEvents": list(reversed(self.events))}

    def delete_stack(self, StackName: str) -> None:
        self.deleted.append(StackName)
        self.status = ""


class FakeQueues:
    def __init__(self, **queues: list[str]) -> None:
        self.queues = queues

    def receive_message(self, QueueUrl: str, **_: Any) -> dict[str, Any]:
        found = self.queues[QueueUrl][:10]
        return {"Messages": [{"Body": body, "ReceiptHandle": body} for body in found]}

    def send_message(self, QueueUrl: str, MessageBody: str) -> None:
        self.queues[QueueUrl].append(MessageBody)

    def delete_message(self, QueueUrl: str, ReceiptHandle: str) -> None:
        self.queues[QueueUrl].remove(ReceiptHandle)
