"""A deployed stage as a place of backup and restore."""

from functools import cached_property

from chalicelib.settings import Settings
from chalicelib.wiring import Services
from infra.account import Account
from infra.resources import FILES
from infra.roles import TABLE_IDS

FUNCTION = "AWS::Lambda::Function"


class StagePlace:
    """Shut means that no function of it may run: WeChat repeats, queue and schedules wait."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.name = account.stage.name

    @cached_property
    def services(self) -> Services:
        real = {id: name for _, id, name in self._account.existing()}
        return Services(
            Settings(
                stage=self.name,
                region=self._account.client("dynamodb").meta.region_name,
                table_names={short: real[id] for short, id in TABLE_IDS.items()},
                files_bucket=real[FILES],
                secrets_at=self._account.stage.secrets_at,
            )
        )

    def shut(self) -> None:
        aws = self._account.client("lambda")
        for function in self._functions():
            aws.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)

    def open(self) -> None:
        aws = self._account.client("lambda")
        for function in self._functions():
            aws.delete_function_concurrency(FunctionName=function)

    def _functions(self) -> list[str]:
        return [name for kind, _, name in self._account.existing() if kind == FUNCTION]
