import json
from pathlib import Path
from typing import Any

import pytest

from local.wechat_platform.config import BadConfig, Mode, from_arguments, from_settings
from tests.local.standin import AES_KEY, APP_ID, APP_SECRET, TOKEN

SETTINGS: dict[str, Any] = {
    "port": 8001,
    "webhook": "http://127.0.0.1:8000/wechat",
    "app_id": APP_ID,
    "app_secret": APP_SECRET,
    "token": TOKEN,
    "aes_key": AES_KEY,
}


def test_secrets_come_from_a_file_and_options_override_it(tmp_path: Path) -> None:
    file = tmp_path / "platform.json"
    file.write_text(json.dumps(SETTINGS | {"mode": "plain"}))
    config = from_arguments(["--config", str(file), "--port", "9000"])
    assert (config.port, config.mode, config.token) == (9000, Mode.PLAIN, TOKEN)


@pytest.mark.parametrize("changes", [{"token": ""}, {"token": "ab"}, {"colour": "red"}])
def test_a_setting_that_cannot_be_used_is_named(changes: dict[str, Any]) -> None:
    with pytest.raises(BadConfig):
        from_settings(SETTINGS | changes)


def test_the_account_has_an_original_id_of_its_own() -> None:
    assert from_settings(SETTINGS).original_id.startswith("gh_")
