"""What the technician's commands ask of a stage from inside it; loaded with the first of them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from chalicelib.catalogue.model import progress
from chalicelib.doctor.model import plain
from chalicelib.doctor.service import SCHEDULES, Doctor
from chalicelib.domain.model import domain_file
from chalicelib.errors import BadRequest, Misconfigured, WeiguanError
from chalicelib.ils.model import Call
from chalicelib.knowledge import entry_codec as codec
from chalicelib.library.menu import wechat_menu
from chalicelib.library.store import DocumentStore
from chalicelib.takeover.drafts import drafts
from chalicelib.takeover.service import BY, Takeover
from chalicelib.takeover.way_back import shown, way_back
from chalicelib.wiring import ACCOUNT_SHELF, IMPORT, Services

SHOWN_PROBLEMS = 10
LONGEST_ASK_S = 10.0


def operate(services: Services, event: Mapping[str, Any]) -> dict[str, Any]:
    """`event["what"]` names the command; `not_done` in the answer says why it was not done."""
    command = _COMMANDS.get(str(event.get("what")), _unknown)
    try:
        return command(services, event)
    except WeiguanError as refused:
        return {"not_done": str(refused)}


def _unknown(services: Services, event: Mapping[str, Any]) -> dict[str, Any]:
    raise BadRequest("no such command")


def _examine(services: Services, event: Mapping[str, Any]) -> dict[str, Any]:
    return {"findings": [plain(finding) for finding in doctor(services).findings()]}


def doctor(services: Services) -> Doctor:
    def fit() -> None:
        _ = services.credentials
        if not services.secret_settings.wechat_app_secret.strip():
            raise Misconfigured("the WeChat app secret is missing")

    return Doctor(
        account=lambda: services.wechat_api,
        account_kind=services.settings.account_kind,
        fit=fit,
        ready=lambda: services.knowledge.current.snapshot().ready,
        menu=partial(_own_menu, services),
        beats=lambda: services.beats.last(SCHEDULES),
        clock=services.clock,
        lending=partial(_lending, services) if services.settings.circulation != "none" else None,
        domain_files=services.domain_files.names if services.settings.web_login == "yes" else None,
    )


def _lending(services: Services) -> list[str]:
    system = services.circulation
    return sorted(system.can(Call(services.clock(), LONGEST_ASK_S))) if system else []


def _take_over(services: Services, event: Mapping[str, Any]) -> dict[str, Any]:
    before, is_new = _takeover(services).look(services.clock(), bool(event.get("again")))
    found = drafts(before.rules())
    return {
        "before": before.written(),
        "new": is_new,
        "shown": shown(before),
        "lost": list(way_back(before).lost),
        "drafts": [codec.plain(entry) for entry in found.entries],
        "left": list(found.left),
    }


def _draft(services: Services, event: Mapping[str, Any]) -> dict[str, Any]:
    """Staff find them among their entries; readers hear them once staff publish."""
    now, entries = services.clock(), services.knowledge.editing.entry_service
    before, _ = _takeover(services).look(now)
    held = {one["id"] for one in entries.export()}
    fresh = [entry for entry in drafts(before.rules()).entries if entry.id not in held]
    if fresh:
        entries.apply(fresh, True, services.knowledge.editing.entries.all().mark, BY, now)
    return {"added": len(fresh)}


def _hand_back(services: Services, event: Mapping[str, Any]) -> dict[str, Any]:
    back = _takeover(services).hand_back()
    return {"published": [one["name"] for one in back.menu["button"]], "lost": list(back.lost)}


def _domain_file(services: Services, event: Mapping[str, Any]) -> dict[str, Any]:
    file = domain_file(str(event.get("name", "")), str(event.get("text", "")))
    return {"kept": list(services.domain_files.keep(file, services.clock()))}


def _import(services: Services, event: Mapping[str, Any]) -> dict[str, Any]:
    """The file lies in the stage's bucket already: no request carries it."""
    key, name = str(event["key"]), str(event["name"])
    try:
        job = services.imports.start(key, name, str(event["by"]), services.clock())
    except WeiguanError:
        services.files.delete(key)
        raise
    services.queue.nudge(IMPORT, {})
    return {"id": job.id}


def _imported(services: Services, event: Mapping[str, Any]) -> dict[str, Any]:
    job = services.imports.job(str(event["id"]))
    problems = services.imports.problems(job.id, SHOWN_PROBLEMS)
    told = {name: getattr(job, name) for name in ("seen", "added", "updated", "refused", "failure")}
    return {
        **told,
        "state": job.state.value,
        "percent": progress(job),
        "ended": job.finished_at is not None,
        "problems": [f"record {p.position}: {p.reason.value} {p.detail}".strip() for p in problems],
    }


def _clear_quota(services: Services, event: Mapping[str, Any]) -> dict[str, Any]:
    services.wechat_api.clear_quota()
    return {}


def _takeover(services: Services) -> Takeover:
    shelf = DocumentStore(services.wire, ACCOUNT_SHELF)
    return Takeover(services.wechat_api, shelf, partial(_own_menu, services))


def _own_menu(services: Services) -> dict[str, Any]:
    return wechat_menu(services.knowledge.current.snapshot().menu)


_Command = Callable[[Services, Mapping[str, Any]], dict[str, Any]]
_COMMANDS: dict[str, _Command] = {
    "examine": _examine,
    "takeover": _take_over,
    "draft": _draft,
    "handback": _hand_back,
    "clear_quota": _clear_quota,
    "import": _import,
    "imported": _imported,
    "domain_file": _domain_file,
}
