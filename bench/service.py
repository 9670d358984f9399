"""The whole service over an engine in memory, with the demo library, for benches."""

import tempfile
from datetime import UTC, datetime

from chalicelib import logs, wiring
from chalicelib.settings import Settings
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from chalicelib.wiring import Services
from local.demo.seed import seed


def a_service(endpoint: str, app_id: str, token: str, aes_key: str) -> Services:
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
        files_dir=tempfile.mkdtemp(prefix="weiguan-bench-"),
    )
    services = wiring.use(lambda: datetime.now(UTC), settings)
    _ = services.wire
    create_missing(MODELS)
    seed(services)
    return services
