"""The whole service over an engine in memory, with the demo library, for benches."""

import importlib
from datetime import UTC, datetime

from chalicelib import logs, wiring
from chalicelib.settings import Settings
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from chalicelib.wiring import Services
from local import lessons

PREFIX = "bench-weiguan"


def a_service(endpoint: str, app_id: str, token: str, aes_key: str) -> Services:
    """Tables made and the demo library filled in."""
    logs.start("ERROR")
    settings = Settings(
        dynamodb_endpoint=endpoint,
        table_prefix=PREFIX,
        wechat_app_id=app_id,
        wechat_token=token,
        wechat_aes_key=aes_key,
        wechat_app_secret="bench",
        account_kind="unverified_subscription",
        pseudonym_key="bench",
        files_dir="/tmp/weiguan-bench-files",
    )
    services = wiring.use(lambda: datetime.now(UTC), settings, lessons.kept)
    _ = services.wire
    create_missing(MODELS)
    importlib.import_module("local.demo.seed").seed(services)
    return services
