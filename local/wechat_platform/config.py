"""What a platform process is told when it starts: by options, a JSON file, or both."""

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any


class Mode(StrEnum):
    """How a push is wrapped; all three of the real console."""

    PLAIN = "plain"
    COMPATIBLE = "compatible"
    SAFE = "safe"


class AccountKind(StrEnum):
    VERIFIED_SERVICE = "verified_service"
    VERIFIED_SUBSCRIPTION = "verified_subscription"
    UNVERIFIED_SERVICE = "unverified_service"
    UNVERIFIED = "unverified"


@dataclass(frozen=True)
class PlatformConfig:
    port: int
    webhook: str
    app_id: str
    app_secret: str
    token: str
    aes_key: str
    mode: Mode = Mode.SAFE
    account_kind: AccountKind = AccountKind.VERIFIED_SERVICE
    account_id: str = ""
    account_name: str = "临江市图书馆"
    staff_url: str = ""
    login_domain: str = ""
    clock_file: str = ""
    control_only_loopback: bool = False
    ip_whitelist: tuple[str, ...] = ()
    reply_timeout_s: float = 5.0
    retry_gap_s: float = 5.0
    attempts: int = 3
    retry_keeps_nonce: bool = True
    mark_fail_after: int = 10
    mark_fail_s: float = 60.0
    threads: int = 24
    courier_threads: int = 48
    daily_quotas: dict[str, int] = field(default_factory=dict)

    @property
    def original_id(self) -> str:
        """The account's own user name (gh_…), the ToUserName of every push."""
        return self.account_id or "gh_" + hashlib.sha1(self.app_id.encode()).hexdigest()[:12]


class BadConfig(Exception):
    """A setting is missing or cannot be used."""


SECRETS = ("app_secret", "token", "aes_key")
REQUIRED = ("port", "webhook", "app_id", *SECRETS)
TOKEN_CHARS = range(3, 33)


def from_arguments(arguments: Sequence[str]) -> PlatformConfig:
    options = dict(vars(_parser().parse_args(arguments)))
    file = options.pop("config")
    given = {name: value for name, value in options.items() if value is not None}
    return from_settings(_file_settings(file) | given)


def from_settings(settings: dict[str, Any]) -> PlatformConfig:
    known = {one.name for one in fields(PlatformConfig)}
    unknown = sorted(set(settings) - known)
    missing = [name for name in REQUIRED if not settings.get(name) and settings.get(name) != 0]
    if unknown or missing:
        raise BadConfig(f"missing settings: {missing}; unknown settings: {unknown}")
    if len(settings["token"]) not in TOKEN_CHARS:
        raise BadConfig("token must have 3 to 32 characters")
    return PlatformConfig(**(settings | _typed(settings)))


def _typed(settings: dict[str, Any]) -> dict[str, Any]:
    return {
        "mode": Mode(settings.get("mode", Mode.SAFE)),
        "account_kind": AccountKind(settings.get("account_kind", AccountKind.VERIFIED_SERVICE)),
        "ip_whitelist": tuple(settings.get("ip_whitelist", ())),
    }


def _file_settings(file: str | None) -> dict[str, Any]:
    if file is None:
        return {}
    settings: dict[str, Any] = json.loads(Path(file).read_text(encoding="utf-8"))
    return settings


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local.wechat_platform")
    parser.add_argument("--config", help="JSON file with the same names, _ for -")
    parser.add_argument("--port", type=int)
    for name in ("webhook", "app-id", "app-secret", "token", "aes-key", "account-id"):
        parser.add_argument(f"--{name}")
    for name in ("account-name", "staff-url", "clock-file", "login-domain"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--mode", choices=[one.value for one in Mode])
    parser.add_argument("--account-kind", choices=[one.value for one in AccountKind])
    parser.add_argument("--control-only-loopback", action="store_true", default=None)
    parser.add_argument("--mark-fail-after", type=int)
    return parser
