"""A stage's file is read strictly, and what is wrong with it is said in plain words."""

import json
from pathlib import Path

import pytest

from infra.stage import FOLDER, Unfit, read_stage

GOOD = "wechat_app_id: wx1\nfixed_address: yes\nlog_days: 7\n"


def written(folder: Path, text: str) -> Path:
    (folder / "trial.yaml").write_text(text, "utf-8")
    return folder


def test_settings_become_parameters(tmp_path: Path) -> None:
    stage = read_stage("trial", written(tmp_path, GOOD))
    assert stage.parameters("3") == {
        "WechatAppId": "wx1",
        "FixedAddress": "yes",
        "LogDays": "7",
        "Stage": "trial",
        "SecretsAt": "/weiguan/trial/secrets",
        "SecretsMark": "3",
    }


def test_a_map_becomes_json(tmp_path: Path) -> None:
    text = GOOD + "circulation: sip2\ncirculation_at: {host: 10.0.0.9, branches: {ZG: main}}\n"
    stage = read_stage("trial", written(tmp_path, text))
    told = json.loads(stage.parameters("3")["CirculationAt"])
    assert told == {"host": "10.0.0.9", "branches": {"ZG": "main"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"trial\.yaml: wechat_app_id is empty"),
        (GOOD + "wechat_mode: open", "one of: safe, compatible, plain"),
        (GOOD + "colour: red", "colour is no setting"),
        (GOOD + "stage: prod", "stage is no setting"),
        (GOOD + "retry_after_s: soon", "retry_after_s"),
        (GOOD + "log_days: 8", "log_days"),
        (GOOD + "domain: https://lib.example/", "domain"),
        (GOOD + "domain: lib.example", "domain needs certificate_arn"),
        (GOOD + "certificate_arn: mine", "certificate_arn"),
        (GOOD + "web_login: maybe", "web_login is 'maybe'"),
        (GOOD + "web_login: yes\naccount_kind: verified_subscription", "web_login needs"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Unfit, match=said):
        read_stage("trial", written(tmp_path, text))


@pytest.mark.parametrize("name", ["", "Prod", "../prod", "prod.yaml", "x" * 21])
def test_a_stage_has_a_plain_name(name: str) -> None:
    with pytest.raises(Unfit, match="small letters"):
        read_stage(name)


def test_a_stage_without_a_file_is_told_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(Unfit, match=r"copy prod\.yaml"):
        read_stage("other", tmp_path)


@pytest.mark.parametrize("name", ["prod", "dev"])
def test_the_stages_that_come_along_lack_only_the_account(name: str) -> None:
    with pytest.raises(Unfit) as unfit:
        read_stage(name, FOLDER)
    assert str(unfit.value).count("\n") == 0
    assert "wechat_app_id" in str(unfit.value)
