"""What the technician's commands ask of a stage from inside it; loaded with the first of them."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.doctor.model import plain
from chalicelib.doctor.service import SCHEDULES, Doctor
from chalicelib.errors import BadRequest, Misconfigured
from chalicelib.library.menu import wechat_menu
from chalicelib.wiring import Services


def operate(services: Services, event: Mapping[str, Any]) -> dict[str, Any]:
    """`event["what"]` names the command. Raises BadRequest for one that is not here."""
    command = _COMMANDS.get(str(event.get("what")))
    if command is None:
        raise BadRequest("no such command")
    return command(services, event)


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
        menu=lambda: wechat_menu(services.knowledge.current.snapshot().menu),
        beats=lambda: services.beats.last(SCHEDULES),
        clock=services.clock,
    )


_Command = Callable[[Services, Mapping[str, Any]], dict[str, Any]]
_COMMANDS: dict[str, _Command] = {"examine": _examine}
