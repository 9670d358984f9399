"""Reads what a caller of the control API asked for; anything odd is a BadRequest that says so."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Any

from local.wechat_platform.faults import FaultKind
from local.wechat_platform.http import BadRequest, Json, Request


def text(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise BadRequest(f"{name!r} must be a text that is not empty")
    return value


def number(body: Json, name: str, otherwise: float) -> float:
    return _as_number(name, body.get(name, otherwise))


def query_number(request: Request, name: str) -> float:
    return _as_number(name, request.query.get(name) or 0)


def _as_number(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise BadRequest(f"{name!r} must be a number") from error


def file(body: Json) -> bytes:
    try:
        return base64.b64decode(str(body.get("file_base64", "")), validate=True)
    except binascii.Error as error:
        raise BadRequest("file_base64 is not base64") from error


def instant(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise BadRequest(f"not an ISO instant: {value!r}") from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def fault_kind(body: Json) -> FaultKind:
    try:
        return FaultKind(str(body.get("kind")))
    except ValueError as error:
        raise BadRequest(f"kind must be one of {[one.value for one in FaultKind]}") from error
