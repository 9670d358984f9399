"""One DynamoDB client a process, shared by every model.

PynamoDB makes a client per model class, about 0.1 s each (its issue 1245). Every model's table
connection is given the one shared `Wire` instead; `Wire` also turns "busy" into `TryLater` and
lets a `Meter` count calls and units.
"""

from collections.abc import Iterable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.connection.base import Connection
from pynamodb.exceptions import VerboseClientError
from pynamodb.models import Model

from chalicelib.errors import BadRequest, TryLater
from chalicelib.settings import Settings
from chalicelib.tables.meter import current_meter

_BUSY = {
    "InternalServerError",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "ThrottlingException",
    "TransactionInProgressException",
}
_START_KEY = "starting key"
"""DynamoDB's word for a page mark that is not one of this list."""


class Wire(Connection):
    """The shared connection: 1 s to connect, 3 s to read, 2 tries; raises TryLater when busy."""

    def dispatch(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        try:
            answer = super().dispatch(operation_name, operation_kwargs)
        except (BotoCoreError, ClientError) as problem:
            if _is_busy(problem):
                raise TryLater(f"storage is busy ({operation_name})") from problem
            if _START_KEY in str(problem):
                raise BadRequest("not a page mark of this list") from problem
            raise
        current_meter().count(operation_name, operation_kwargs, answer)
        return dict(answer)


def _is_busy(problem: BotoCoreError | ClientError) -> bool:
    if not isinstance(problem, ClientError):
        return True
    code = problem.response.get("Error", {}).get("Code", "")
    return code in _BUSY or (isinstance(problem, VerboseClientError) and _conflicted(problem))


def _conflicted(problem: VerboseClientError) -> bool:
    """A transaction lost against another one, and no condition of its own failed."""
    codes = {reason.code for reason in problem.cancellation_reasons if reason is not None}
    return bool(codes) and codes <= {"TransactionConflict", "ThrottlingError"}


def open_wire(settings: Settings) -> Wire:
    local = bool(settings.dynamodb_endpoint)
    return Wire(
        region=settings.region,
        host=settings.dynamodb_endpoint or None,
        connect_timeout_seconds=1,
        read_timeout_seconds=3,
        max_retry_attempts=2,
        max_pool_connections=50,
        aws_access_key_id="local" if local else None,
        aws_secret_access_key="local" if local else None,
    )


def share(wire: Wire, settings: Settings, models: Iterable[type[Model]]) -> None:
    """Bind every model to `wire`; a model's `Meta.short_name` becomes its real table name."""
    for model in models:
        meta: Any = model.Meta
        meta.table_name = settings.table_name(meta.short_name)
        meta.region = settings.region
        meta.host = settings.dynamodb_endpoint or None
        model._connection = None
        table = model._get_connection()
        wire.add_meta_table(table.get_meta_table())
        table.connection = wire
