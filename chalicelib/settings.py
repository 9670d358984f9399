"""What the environment says about this deployment. Secrets are read once and never printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Settings:
    """`table_prefix` names local tables; in the cloud each table's name comes in WEIGUAN_TABLE_*.

    `wechat_mode` is one of plain, compatible, safe. `account_kind` is one of verified_service,
    verified_subscription, unverified_service, unverified_subscription.
    """

    stage: str = "local"
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
    pseudonym_key: str = field(default="", repr=False)
    files_dir: str = ""
    files_bucket: str = ""
    work_queue_url: str = ""

    def table_name(self, short: str) -> str:
        return self.table_names.get(short, f"{self.table_prefix}-{short}")


_TABLE = "WEIGUAN_TABLE_NAME_"


def from_environment(env: Mapping[str, str]) -> Settings:
    """Every field from WEIGUAN_<FIELD>; the region also from AWS_DEFAULT_REGION or AWS_REGION."""
    names = {k[len(_TABLE) :].lower(): v for k, v in env.items() if k.startswith(_TABLE)}
    given = {
        name: env[f"WEIGUAN_{name.upper()}"]
        for name in Settings.__dataclass_fields__
        if f"WEIGUAN_{name.upper()}" in env
    }
    region = env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION")
    if region and "region" not in given:
        given["region"] = region
    return Settings(**{**given, "table_names": names})  # type: ignore[arg-type]  # checked by field
