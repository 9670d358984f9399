"""What each trigger of `app.py` does; the only code that knows chalice's requests."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from chalice.app import Chalice, Response

from chalicelib import wiring
from chalicelib.errors import Misconfigured, TryLater
from chalicelib.logs import fields, logger
from chalicelib.staff import entrance
from chalicelib.wechat.webhook import HttpAnswer

log = logger("triggers")


def wechat_verify(request: Any) -> Response:
    query: Mapping[str, str] = request.query_params or {}
    return _told(lambda services: services.webhook.verify(query, services.clock()))


def wechat_receive(request: Any) -> Response:
    query: Mapping[str, str] = request.query_params or {}
    body = request.raw_body
    return _told(lambda services: services.webhook.receive(query, body, services.clock()))


def _told(ask: Callable[[wiring.Services], HttpAnswer]) -> Response:
    """503 while the service cannot even be put together: storage is busy, or a key is unfit."""
    try:
        answer = ask(wiring.services())
    except Misconfigured as wrong:
        log.error("not set up, no message is answered", extra=fields(why=str(wrong)))
        answer = HttpAnswer(503, "")
    except TryLater as busy:
        log.warning("not ready to answer, WeChat will repeat", extra=fields(why=str(busy)))
        answer = HttpAnswer(503, "")
    return _response(answer)


def register_staff(app: Chalice) -> None:
    app.register_blueprint(entrance.blueprint(_staff_answer))


def _staff_answer(method: str, path: str, request: Any, params: Mapping[str, str]) -> Response:
    console = wiring.on_demand("chalicelib.staff.console")
    answer: Response = console.answer(wiring.services().staff, method, path, request, params)
    return answer


def sweep() -> int:
    return wiring.services().sweep()


def work_import() -> None:
    wiring.services().work_import()


def operate(event: Mapping[str, Any]) -> dict[str, Any]:
    commands = wiring.on_demand("chalicelib.wiring_operations")
    told: dict[str, Any] = commands.operate(wiring.services(), event)
    return told


def work(event: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """One bad record never hurts its batch: only it is handed back to the queue."""
    records = event.get("Records", [])
    failed = [record["messageId"] for record in records if not _worked(record)]
    return {"batchItemFailures": [{"itemIdentifier": id} for id in failed]}


def _worked(record: Mapping[str, Any]) -> bool:
    services = wiring.services()
    try:
        nudge = json.loads(record["body"])
        services.nudged(nudge["what"], nudge["facts"])
    except Exception as problem:
        log.exception("a nudge failed", extra=fields(problem=type(problem).__name__))
        return False
    return True


def _response(answer: HttpAnswer) -> Response:
    headers: dict[str, str | list[str]] = {
        "Content-Type": answer.content_type,
        "Cache-Control": "no-store",
    }
    return Response(answer.body, headers=headers, status_code=answer.status)
