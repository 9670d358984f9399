"""What the platform hears while the service cannot be put together."""

import json
import logging
from dataclasses import replace
from types import SimpleNamespace

import pytest

from chalicelib import logs, triggers, wiring
from chalicelib.clock import utc_now
from chalicelib.settings import Settings

NOWHERE = Settings(
    dynamodb_endpoint="http://127.0.0.1:9",
    wechat_app_id="wx1234567890abcdef",
    wechat_token="aToken",
    wechat_aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
)
ASKED = SimpleNamespace(context={}, query_params={"echostr": "x"}, raw_body=b"<xml/>")


def test_while_storage_is_busy_the_platform_is_told_to_come_again() -> None:
    wiring.use(utc_now, NOWHERE)
    assert triggers.wechat_verify(ASKED).status_code == 503
    assert triggers.wechat_receive(ASKED).status_code == 503


@pytest.mark.parametrize("field", ["wechat_token", "wechat_aes_key", "wechat_app_id"])
def test_with_an_unfit_key_nothing_is_answered_and_the_log_says_which(
    field: str, caplog: pytest.LogCaptureFixture
) -> None:
    wiring.use(utc_now, replace(NOWHERE, **{field: "?"}))
    told = triggers.wechat_verify(ASKED)
    assert told.status_code == 503
    assert any("WeChat" in str(vars(record)) for record in caplog.records)


def test_a_run_tells_what_it_cost(capsys: pytest.CaptureFixture[str]) -> None:
    root, ours = logging.getLogger(), logging.getLogger("weiguan")
    before, levels = root.handlers[:], (root.level, ours.level)
    logs.start()
    wiring.use(utc_now, replace(NOWHERE, unit_prices="0.25 0 0 0"))
    triggers.wechat_verify(ASKED)
    root.handlers[:] = before
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["cost_usd"] == 0.25
