"""Update expressions with dynamic attribute names, and the old row when a condition fails.

PynamoDB 6.1 cannot return the old item of a failed `Model.update`, nor name attributes made at
run time; this is the one place that speaks DynamoDB's own language instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError
from pynamodb.exceptions import PynamoDBException, TransactWriteError, VerboseClientError

from chalicelib.tables.connect import Wire

Item = dict[str, dict[str, Any]]
_NOT_HELD, _NOT_HELD_ALONE = "ConditionalCheckFailed", "ConditionalCheckFailedException"
"""In a transaction, and of a single write."""


class ConditionFailed(Exception):
    """The condition did not hold; `old` is the row as it is ({} if there is none).

    `index` is the failing action's place in a transaction.
    """

    def __init__(self, old: Item, index: int = 0) -> None:
        super().__init__("a condition did not hold")
        self.old = old
        self.index = index


def was_refused(problem: PynamoDBException) -> bool:
    """Whether a model's write failed because its condition did not hold: somebody was first."""
    if isinstance(problem, TransactWriteError):
        return any(one and one.code == _NOT_HELD for one in problem.cancellation_reasons)
    return problem.cause_response_code == _NOT_HELD_ALONE


def unless_refused(problem: PynamoDBException) -> None:
    """Raises `problem` again where it is any other."""
    if not was_refused(problem):
        raise problem


@dataclass
class Update:
    """Collects SET, REMOVE and ADD parts; names and values get their placeholders here."""

    sets: list[str] = field(default_factory=list)
    removes: list[str] = field(default_factory=list)
    adds: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    condition: str = ""

    def name(self, attribute: str) -> str:
        """A placeholder for `attribute`; a dot inside makes a path: `m_1.answer`."""
        return ".".join(self._part(part) for part in attribute.split("."))

    def _part(self, part: str) -> str:
        known = {v: k for k, v in self.names.items()}
        holder = known.get(part) or f"#n{len(self.names)}"
        self.names[holder] = part
        return holder

    def value(self, value: Any) -> str:
        holder = f":v{len(self.values)}"
        self.values[holder] = marshal(value)
        return holder

    def set(self, attribute: str, value: Any) -> None:
        if value is None:
            self.remove(attribute)
        else:
            self.sets.append(f"{self.name(attribute)} = {self.value(value)}")

    def set_if_absent(self, attribute: str, value: Any) -> None:
        name = self.name(attribute)
        self.sets.append(f"{name} = if_not_exists({name}, {self.value(value)})")

    def remove(self, attribute: str) -> None:
        self.removes.append(self.name(attribute))

    def add(self, attribute: str, amount: int) -> None:
        self.adds.append(f"{self.name(attribute)} {self.value(amount)}")

    def arguments(self, table: str, key: Mapping[str, str]) -> dict[str, Any]:
        """What UpdateItem takes; the same serves as one Update of a transaction."""
        parts = (("SET", self.sets), ("REMOVE", self.removes), ("ADD", self.adds))
        asked: dict[str, Any] = {
            "TableName": table,
            "Key": {name: {"S": value} for name, value in key.items()},
            "UpdateExpression": " ".join(f"{verb} {', '.join(p)}" for verb, p in parts if p),
            "ExpressionAttributeNames": self.names,
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        if self.values:
            asked["ExpressionAttributeValues"] = self.values
        if self.condition:
            asked["ConditionExpression"] = self.condition
        return asked


def update(wire: Wire, asked: dict[str, Any]) -> Item:
    """UpdateItem; returns the row as it is afterwards. Raises ConditionFailed, TryLater."""
    try:
        answer = wire.dispatch("UpdateItem", {**asked, "ReturnValues": "ALL_NEW"})
    except VerboseClientError as problem:
        raise _sorted(problem, _condition_failed(problem)) from problem.__cause__
    return dict(answer["Attributes"])


def delete(wire: Wire, asked: dict[str, Any]) -> None:
    """DeleteItem. Raises ConditionFailed, TryLater."""
    try:
        wire.dispatch("DeleteItem", asked)
    except VerboseClientError as problem:
        raise _sorted(problem, _condition_failed(problem)) from problem.__cause__


def transact(wire: Wire, actions: list[dict[str, Any]]) -> None:
    """TransactWriteItems. Raises ConditionFailed with the row of the first failed action."""
    try:
        wire.dispatch("TransactWriteItems", {"TransactItems": actions})
    except VerboseClientError as problem:
        raise _sorted(problem, _cancelled(problem)) from problem.__cause__


def _sorted(problem: VerboseClientError, failed: ConditionFailed | None) -> Exception:
    return problem if failed is None else failed


def _condition_failed(problem: VerboseClientError) -> ConditionFailed | None:
    cause = problem.__cause__
    response: Any = cause.response if isinstance(cause, ClientError) else {}
    if response.get("Error", {}).get("Code") != _NOT_HELD_ALONE:
        return None
    return ConditionFailed(response.get("Item", {}))


def _cancelled(problem: VerboseClientError) -> ConditionFailed | None:
    for index, reason in enumerate(problem.cancellation_reasons):
        if reason is not None and reason.code == _NOT_HELD:
            return ConditionFailed(reason.raw_item or {}, index)
    return None


def marshal(value: Any) -> dict[str, Any]:
    """A Python value as DynamoDB writes it: str, int, bytes, and mappings of them."""
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bytes):
        return {"B": value}
    if isinstance(value, Mapping):
        return {"M": {k: marshal(v) for k, v in value.items() if v is not None}}
    return {"N": str(value)}


def unmarshal(item: Mapping[str, Any]) -> dict[str, Any]:
    """A stored row as plain values: str, int, bytes, dict."""
    return {name: _plain(held) for name, held in item.items()}


def _plain(held: Mapping[str, Any]) -> Any:
    ((kind, value),) = held.items()
    if kind == "N":
        return int(value)
    if kind == "M":
        return unmarshal(value)
    return value
