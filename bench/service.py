"""The whole service over an engine in memory, with the demo library, for benches."""

import importlib
from datetime import UTC, datetime

from chalicelib import logs, wiring
from chalicelib.settings import Settings
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from chalicelib.wiring import Services
from local import lessons


def a_service(endpoint: str, app_id: str, token: str, aes_key: str) -> Services:
    """Tables made and the demo library filled in."""
    services = open_service(endpoint, app_id, token, aes_key)
    _ = services.wire
    create_missing(MODELS)
    importlib.import_module("local.demo.seed").seed(services)
    return services


def open_service(endpoint: str, app_id: str, token: str, aes_key: str) -> Services:
    """As a new process finds it: everything is there already."""
    logs.start("ERROR")
    settings = Settings(
        dynamodb_endpoint=endpoint,
        table_prefix="bench-weiguan",
        wechat_app_id=app_id,
        wechat_token=token,
        wechat_aes_key=aes_key,
        wechat_app_secret="bench",
        account_kind="unverified_subscription",
        pseudonym_key="bench",
        files_dir="/tmp/weiguan-bench-files",
    )
    return wiring.use(lambda: datetime.now(UTC), settings, lessons.kept)
