"""A deployed stage is shut as a whole, and opened as a whole."""

from types import SimpleNamespace
from typing import Any, cast

from infra.account import Account
from infra.copies.stage_place import FUNCTION, StagePlace


class Functions:
    """How many of each may run at once; a function that is not named may run freely."""

    def __init__(self) -> None:
        self.most: dict[str, int] = {}

    def put_function_concurrency(
        self, FunctionName: str, ReservedConcurrentExecutions: int
    ) -> None:
        self.most[FunctionName] = ReservedConcurrentExecutions

    def delete_function_concurrency(self, FunctionName: str) -> None:
        self.most.pop(FunctionName, None)


class FakeAccount:
    def __init__(self) -> None:
        self.stage = SimpleNamespace(name="trial")
        self.functions = Functions()

    def client(self, service: str) -> Any:
        return {"lambda": self.functions}[service]

    def existing(self) -> list[tuple[str, str, str]]:
        rest = ("AWS::DynamoDB::Table", "TableCases", "cases-1")
        return [(FUNCTION, "APIHandler", "api-1"), rest, (FUNCTION, "Sweep", "sweep-1")]


def test_none_of_its_functions_may_run_while_it_is_shut() -> None:
    account = FakeAccount()
    place = StagePlace(cast(Account, account))
    place.shut()
    place.shut()
    assert account.functions.most == {"api-1": 0, "sweep-1": 0}
    place.open()
    place.open()
    assert account.functions.most == {}
