"""What each trigger of `app.py` does; the only code that knows chalice's requests."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from chalice.app import Chalice, Response

from chalicelib import events, wiring
from chalicelib.errors import (
    BadRequest,
    GiveUp,
    Misconfigured,
    NotAllowed,
    NotFound,
    TryLater,
    WeiguanError,
)
from chalicelib.events import Event, count, note
from chalicelib.headers import complete
from chalicelib.logs import fields, logger, measured
from chalicelib.metrics import Measure
from chalicelib.staff import entrance
from chalicelib.tables.meter import Meter, metering
from chalicelib.tables.patience import REPLY_S, within
from chalicelib.wechat.webhook import HttpAnswer

log = logger("triggers")
_REFUSED = {NotFound: 404, NotAllowed: 403, BadRequest: 400}


def wechat_verify(request: Any) -> Response:
    query: Mapping[str, str] = request.query_params or {}
    with _event("address verified", request=_id_of(request)):
        return _told(lambda services: services.webhook.verify(query, services.clock()))


def wechat_receive(request: Any) -> Response:
    query: Mapping[str, str] = request.query_params or {}
    body = request.raw_body
    with _event("message", request=_id_of(request)), within(REPLY_S):
        return _told(lambda services: _received(services, request, query, body))


def _received(
    services: wiring.Services, request: Any, query: Mapping[str, str], body: bytes
) -> HttpAnswer:
    """Whoever forges a message teaches us no address that readers' links would lead to."""
    learn = partial(services.site.learn, request.context, "/wechat")
    return services.webhook.receive(query, body, services.clock(), learn)


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
    note(status=answer.status)
    if answer.status == 503:
        count(Measure.UNANSWERED)
    return _response(answer)


def domain_file(request: Any, name: str) -> Response:
    """Whatever else is asked at the root is not there."""
    with _event("domain file", request=_id_of(request)):
        return _told(lambda services: _file(services, name))


def _file(services: wiring.Services, name: str) -> HttpAnswer:
    try:
        return HttpAnswer(200, services.domain_files.text(name))
    except NotFound:
        return HttpAnswer(404, "")


def reader_page(request: Any, page: str) -> Response:
    """`page` is the name of one of `Services`'s pages."""
    with _event("page", request=_id_of(request), route=page):
        services = wiring.services()
        exchange = wiring.on_demand("chalicelib.pages.exchange")
        shown = getattr(services, page).answer
        answer: Response = exchange.answered(request, request.uri_params, services.clock(), shown)
        note(status=answer.status_code)
        return answer


def agent(request: Any) -> Response:
    """What the agent inside a library asks."""
    with _event("agent", request=_id_of(request)):
        return _told(lambda services: _agent_answer(services, request))


def _agent_answer(services: wiring.Services, request: Any) -> HttpAnswer:
    path, body = str(request.context["resourcePath"]), request.raw_body
    signature = request.headers.get("weiguan-agent", "")
    try:
        desk = wiring.on_demand("chalicelib.wiring_circulation").agent_desk(services)
        told = desk.answer(path, signature, body, services.clock())
    except (NotFound, NotAllowed, BadRequest) as refused:
        status = next(s for kind, s in _REFUSED.items() if isinstance(refused, kind))
        told = {"refused": str(refused), "now": services.clock().isoformat()}
        return HttpAnswer(status, json.dumps(told), "application/json")
    return HttpAnswer(200, json.dumps(told), "application/json")


def page_style() -> Response:
    answer: Response = wiring.on_demand("chalicelib.pages.exchange").style()
    return answer


def register_staff(app: Chalice) -> None:
    app.register_middleware(_with_headers, "http")
    app.register_blueprint(entrance.blueprint(_staff_answer))


def _with_headers(event: Any, get_response: Callable[[Any], Response]) -> Response:
    """Also on what chalice itself refuses."""
    response = get_response(event)
    complete(response.headers)
    return response


def _staff_answer(method: str, path: str, request: Any, params: Mapping[str, str]) -> Response:
    with _event("staff", request=_id_of(request), method=method, route=path):
        console = wiring.on_demand("chalicelib.staff.console")
        answer: Response = console.answer(wiring.services().staff, method, path, request, params)
        note(status=answer.status_code)
        return answer


def sweep(request: str = "") -> int:
    """`request` is the cloud's name for this run."""
    with _event("sweep", request=request) as event:
        rows = wiring.services().sweep()
        event.add(Measure.ROUNDS, 1)
        event.facts["rows"] = rows
        return rows


def work_import(request: str = "") -> None:
    with _event("import", request=request) as event:
        wiring.services().work_import()
        event.add(Measure.ROUNDS, 1)


def operate(event: Mapping[str, Any]) -> dict[str, Any]:
    """What the technician's commands ask; `not_done` in the answer says why it was not done."""
    with _event("operate", what=str(event.get("what"))):
        commands = wiring.on_demand("chalicelib.wiring_operations")
        told: dict[str, Any] = commands.operate(wiring.services(), event)
        return told


def work(event: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """One bad record never hurts its batch: only it is handed back to the queue."""
    records = event.get("Records", [])
    with _event("work", records=len(records)):
        failed = [record["messageId"] for record in records if not _worked(record)]
    return {"batchItemFailures": [{"itemIdentifier": id} for id in failed]}


def _worked(record: Mapping[str, Any]) -> bool:
    services = wiring.services()
    with events.event(request=record["messageId"]):
        try:
            nudge = json.loads(record["body"])
            services.nudged(nudge["what"], nudge["facts"])
        except Exception as problem:
            log.exception("a nudge failed", extra=fields(problem=type(problem).__name__))
            return False
    return True


@contextmanager
def _event(name: str, **facts: object) -> Iterator[Event]:
    """Ends in one line that says it all. What broke it off is logged here: whoever called prints
    an error with all its words."""
    with metering() as meter, events.event(**facts) as event:
        try:
            yield event
        except WeiguanError as problem:
            log.exception("broken off", extra=measured({Measure.UNHANDLED: 1}))
            raise problem from None
        except Exception:
            log.exception("broken off", extra=measured({Measure.UNHANDLED: 1}))
            raise GiveUp(f"{name}: broken off, see the line before") from None
        finally:
            count(Measure.READ_UNITS, meter.read_units)
            count(Measure.WRITE_UNITS, meter.write_units)
            count(Measure.COST_USD, _cost(event, meter))
            spent = {"ms": event.spent_ms, "calls": len(meter.calls)}
            log.log(_level(event), name, extra=measured(event.measures, **spent))


def _cost(event: Event, meter: Meter) -> float:
    run, ms, read, write = (float(p) for p in wiring.services().settings.unit_prices.split())
    units = meter.read_units * read + meter.write_units * write
    return round(run + event.spent_ms * ms + units, 12)


def _level(event: Event) -> int:
    """On one machine rounds follow each other by the second."""
    is_round = Measure.ROUNDS in event.measures and wiring.services().settings.stage == "local"
    return logging.DEBUG if is_round and not event.facts.get("rows") else logging.INFO


def _id_of(request: Any) -> str:
    return str((request.context or {}).get("requestId") or "")


def _response(answer: HttpAnswer) -> Response:
    headers: dict[str, str | list[str]] = {
        "Content-Type": answer.content_type,
        "Cache-Control": "no-store",
    }
    return Response(answer.body, headers=headers, status_code=answer.status)
