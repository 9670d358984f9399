"""One DynamoDB client a process, shared by every model.

PynamoDB makes a client per model class, about 0.1 s each (its issue 1245). Every model's table
connection is given the one shared `Wire` instead; `Wire` also turns "busy" into `TryLater` and
lets a `Meter` count calls and units.
"""

import secrets
import time
from collections.abc import Iterable
from typing import Any, NoReturn

from botocore.exceptions import BotoCoreError, ClientError, ConnectionClosedError
from pynamodb.connection.base import Connection
from pynamodb.exceptions import VerboseClientError
from pynamodb.models import Model

from chalicelib.errors import BadRequest, TryLater
from chalicelib.settings import Settings
from chalicelib.tables.meter import current_meter
from chalicelib.tables.patience import end_of_call, pauses

_BUSY = {
    "500",
    "502",
    "503",
    "504",
    "InternalServerError",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "ThrottlingException",
    "TransactionInProgressException",
}
"""Numbers stand for answers of a proxy on the way, which name no code."""
_START_KEY = "starting key"
"""DynamoDB's word for a page mark that is not one of this list."""


class Wire(Connection):
    """The shared connection: 1 s to connect, 1 s to read, tried again as `patience` allows;
    raises TryLater when busy. A write that is tried again may have been done the first time:
    every caller's condition has to know its own work."""

    def dispatch(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        asked = _once_only(operation_name, operation_kwargs)
        again = pauses(end_of_call())
        while True:
            try:
                return self._asked(operation_name, asked)
            except (BotoCoreError, ClientError) as problem:
                if not _is_busy(problem):
                    _refuse(problem)
                pause = next(again, None)
                if pause is None:
                    raise TryLater(f"storage is busy ({operation_name})") from problem
            time.sleep(pause)

    def _asked(self, operation_name: str, asked: dict[str, Any]) -> dict[str, Any]:
        answer = super().dispatch(operation_name, asked)
        current_meter().count(operation_name, asked, answer)
        return dict(answer)


def _once_only(operation_name: str, asked: dict[str, Any]) -> dict[str, Any]:
    """A transaction's token is the same for every try, so that it is carried out once."""
    if operation_name != "TransactWriteItems":
        return asked
    return {"ClientRequestToken": secrets.token_hex(16), **asked}


def _refuse(problem: BotoCoreError | ClientError) -> NoReturn:
    if _START_KEY in str(problem):
        raise BadRequest("not a page mark of this list") from problem
    raise problem


def _is_busy(problem: BotoCoreError | ClientError) -> bool:
    if not isinstance(problem, ClientError):
        return True
    code = problem.response.get("Error", {}).get("Code", "")
    return code in _BUSY or (isinstance(problem, VerboseClientError) and _conflicted(problem))


def _conflicted(problem: VerboseClientError) -> bool:
    """A transaction lost against another one, and no condition of its own failed."""
    codes = {reason.code for reason in problem.cancellation_reasons if reason is not None}
    return bool(codes) and codes <= {"TransactionConflict", "ThrottlingError"}


def _refuse_torn(response_dict: dict[str, Any], **rest: object) -> None:
    """botocore takes an answer that broke off for a whole one without content: a reader's row
    looks like no row then. DynamoDB's answers all have a body, and say how long it is."""
    body = response_dict["body"]
    if not body or int(response_dict["headers"].get("content-length", len(body))) != len(body):
        raise ConnectionClosedError(endpoint_url="storage")


def open_wire(settings: Settings) -> Wire:
    local = bool(settings.dynamodb_endpoint)
    wire = Wire(
        region=settings.region,
        host=settings.dynamodb_endpoint or None,
        connect_timeout_seconds=1,
        read_timeout_seconds=1,
        max_retry_attempts=0,
        max_pool_connections=50,
        aws_access_key_id="local" if local else None,
        aws_secret_access_key="local" if local else None,
    )
    wire.client.meta.events.register("before-parse.dynamodb", _refuse_torn)
    return wire


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
