"""What a stage can set. The names here are those of `infra/stages/STAGE.yaml`, in CamelCase."""

from typing import Any

from infra import domain
from infra.resources import WORKER_TIMEOUT_S

Parameter = dict[str, Any]
DOMAIN = r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
CERTIFICATE = "arn:[a-z-]+:acm:[a-z0-9-]+:[0-9]+:certificate/.+"
SETTINGS = {
    "WEIGUAN_STAGE": "Stage",
    "WEIGUAN_SECRETS_AT": "SecretsAt",
    "WEIGUAN_SECRETS_MARK": "SecretsMark",
    "WEIGUAN_WECHAT_APP_ID": "WechatAppId",
    "WEIGUAN_WECHAT_MODE": "WechatMode",
    "WEIGUAN_WECHAT_API": "WechatApi",
    "WEIGUAN_ACCOUNT_KIND": "AccountKind",
    "WEIGUAN_WEB_LOGIN": "WebLogin",
    "WEIGUAN_WECHAT_LOGIN_AT": "WechatLoginAt",
    "WEIGUAN_FIXED_ADDRESS": "FixedAddress",
    "WEIGUAN_CIRCULATION": "Circulation",
    "WEIGUAN_CIRCULATION_AT": "CirculationAt",
    "WEIGUAN_CATALOGUE": "Catalogue",
    "WEIGUAN_CATALOGUE_AT": "CatalogueAt",
    "WEIGUAN_READER_MESSAGES_A_MINUTE": "ReaderMessagesAMinute",
    "WEIGUAN_STRANGERS_REQUESTS_A_MINUTE": "StrangersRequestsAMinute",
    "WEIGUAN_SIGN_INS_A_MINUTE": "SignInsAMinute",
}
"""Environment variable of every function -> parameter."""


def parameters() -> dict[str, Parameter]:
    return {
        "Stage": _text("", AllowedPattern="[a-z][a-z0-9-]{0,19}"),
        "SecretsAt": _text("", AllowedPattern="(/[A-Za-z0-9_.-]+)+"),
        "SecretsMark": _text("-"),
        "WechatAppId": _text("", AllowedPattern="[A-Za-z0-9_]{1,64}"),
        "WechatMode": _one_of("safe", "compatible", "plain"),
        "WechatApi": _text("https://api.weixin.qq.com", AllowedPattern="https?://.+"),
        "AccountKind": _one_of(
            "verified_service",
            "verified_subscription",
            "unverified_service",
            "unverified_subscription",
        ),
        "WebLogin": _one_of("no", "yes"),
        "WechatLoginAt": _text("https://open.weixin.qq.com", AllowedPattern="https?://.+"),
        "Circulation": _one_of("none", "embedded", "sip2", "koha", "agent"),
        "CirculationAt": _text("-"),
        "Catalogue": _one_of("own", "sru"),
        "CatalogueAt": _text("-"),
        "ReaderMessagesAMinute": _number(30),
        "StrangersRequestsAMinute": _number(60),
        "SignInsAMinute": _number(600),
        "Domain": _text("-", AllowedPattern=f"-|{DOMAIN}"),
        "CertificateArn": _text("-", AllowedPattern=f"-|{CERTIFICATE}"),
        "HostedZone": _text("-", AllowedPattern="-|[A-Z0-9]{1,32}"),
        "FixedAddress": _one_of("no", "yes"),
        "AlarmMail": _text("-"),
        "DailyCostLimit": {"Type": "Number", "Default": 5, "MinValue": 1, "MaxValue": 10000},
        "LogDays": {"Type": "Number", "Default": 30, "AllowedValues": [7, 14, 30, 60, 90, 180]},
        "RetryAfterS": {
            "Type": "Number",
            "Default": 6 * WORKER_TIMEOUT_S,
            "MinValue": 1,
            "MaxValue": 43200,
        },
    }


def conditions() -> dict[str, Any]:
    return {
        "HasFixedAddress": {"Fn::Equals": [{"Ref": "FixedAddress"}, "yes"]},
        **domain.conditions(),
        "HasAlarmMail": {"Fn::Not": [{"Fn::Equals": [{"Ref": "AlarmMail"}, "-"]}]},
    }


def _text(default: str, **rules: Any) -> Parameter:
    """Without a default it must be given."""
    return {"Type": "String", **({"Default": default} if default else {}), **rules}


def _number(default: int) -> Parameter:
    return {"Type": "Number", "Default": default, "MinValue": 0, "MaxValue": 999_999}


def _one_of(first: str, *others: str) -> Parameter:
    return _text(first, AllowedValues=[first, *others])
