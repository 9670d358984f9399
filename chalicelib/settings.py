"""What the environment says about this deployment. Secrets are read once and never printed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.errors import Misconfigured


@dataclass(frozen=True)
class Settings:
    """`table_prefix` names local tables; in the cloud each table's name comes in WEIGUAN_TABLE_*.

    In the cloud `secrets_at` names the place in the secrets store where the fields of `SECRETS`
    are; a change of `secrets_mark` tells that they are others now.
    `unit_prices`, in US dollars: of a run of this function, a millisecond of it, a read unit, a
    write unit.
    Without a `fixed_address` ("yes", "no") WeChat refuses most calls.
    `wechat_mode` is one of plain, compatible, safe. `account_kind` is one of verified_service,
    verified_subscription, unverified_service, unverified_subscription.
    The limits: one reader's messages; one address's requests to the console without a session; all
    sign-ins together. 0 is no limit.
    """

    stage: str = "local"
    function: str = "local"
    unit_prices: str = "0 0 0 0"
    fixed_address: str = "yes"
    region: str = "us-east-1"
    dynamodb_endpoint: str = ""
    table_prefix: str = "weiguan-local"
    table_names: Mapping[str, str] = field(default_factory=dict)
    wechat_app_id: str = ""
    wechat_app_secret: str = field(default="", repr=False)
    wechat_token: str = field(default="", repr=False)
    wechat_aes_key: str = field(default="", repr=False)
    wechat_mode: str = "safe"
    wechat_api: str = "https://api.weixin.qq.com"
    account_kind: str = "verified_service"
    web_login: str = "no"
    """yes: WeChat's web login proves who opens the page for binding; its domain is registered."""
    wechat_login_at: str = "https://open.weixin.qq.com"
    pseudonym_key: str = field(default="", repr=False)
    files_dir: str = ""
    files_bucket: str = ""
    work_queue_url: str = ""
    secrets_at: str = ""
    secrets_mark: str = ""
    reader_messages_a_minute: int = 30
    strangers_requests_a_minute: int = 60
    sign_ins_a_minute: int = 600
    public_url: str = ""
    """What our own pages' addresses begin with, '' to learn it from the gateway."""
    circulation: str = "none"
    """The library system for cards, loans and holds: none, embedded, or another connector."""
    circulation_at: str = "-"
    """Where that system is and how it speaks: JSON, docs/ils.md."""
    circulation_secret: str = field(default="", repr=False)
    catalogue: str = "own"
    """Where titles are searched: own (what was imported), or sru."""
    catalogue_at: str = "-"
    """Where that SRU server is: JSON, docs/ils.md."""

    def table_name(self, short: str) -> str:
        return self.table_names.get(short, f"{self.table_prefix}-{short}")


SECRETS = ("wechat_app_secret", "wechat_token", "wechat_aes_key", "pseudonym_key")
FURTHER_SECRETS = ("circulation_secret",)
"""Needed by some libraries only."""
NUMBERS = {"reader_messages_a_minute", "strangers_requests_a_minute", "sign_ins_a_minute"}
_TABLE = "WEIGUAN_TABLE_NAME_"


def from_environment(env: Mapping[str, str]) -> Settings:
    """Every field from WEIGUAN_<FIELD>; the region also from AWS_DEFAULT_REGION or AWS_REGION."""
    names = {_short(k): v for k, v in env.items() if k.startswith(_TABLE)}
    given = {
        name: env[f"WEIGUAN_{name.upper()}"]
        for name in Settings.__dataclass_fields__
        if f"WEIGUAN_{name.upper()}" in env
    }
    region = env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION")
    if region and "region" not in given:
        given["region"] = region
    whole = {name: _whole(name, given[name]) for name in NUMBERS & given.keys()}
    return Settings(**{**given, **whole, "table_names": names})  # type: ignore[arg-type]


def _whole(name: str, written: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", written):
        raise Misconfigured(f"{name} must be a whole number, 0 for no limit")
    return int(written)


def _short(variable: str) -> str:
    """A variable's name cannot hold the `-` of a table's short name."""
    return variable[len(_TABLE) :].lower().replace("_", "-")
