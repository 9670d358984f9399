"""One stage's settings: `infra/stages/STAGE.yaml` as parameters of the stack."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from infra.parameters import parameters

FOLDER = Path(__file__).resolve().parent / "stages"
OURS = {"Stage", "SecretsAt", "SecretsMark"}
"""Parameters that the deployment sets itself."""


class Unfit(Exception):
    """Something the technician can put right; the message says what."""


@dataclass(frozen=True)
class Stage:
    name: str
    settings: dict[str, str]

    @property
    def stack(self) -> str:
        return f"weiguan-{self.name}"

    @property
    def secrets_at(self) -> str:
        return f"/weiguan/{self.name}/secrets"

    def parameters(self, secrets_mark: str) -> dict[str, str]:
        made = {"Stage": self.name, "SecretsAt": self.secrets_at, "SecretsMark": secrets_mark}
        return {**self.settings, **made}


def read_stage(name: str, folder: Path | None = None) -> Stage:
    """Raises Unfit with all that is wrong in the file."""
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,19}", name):
        raise Unfit("a stage's name is small letters, digits and hyphens: make deploy STAGE=prod")
    file = (folder or Path(os.environ.get("WEIGUAN_STAGES", FOLDER))) / f"{name}.yaml"
    if not file.exists():
        raise Unfit(f"there is no {file}: copy prod.yaml beside it and change it")
    given = yaml.safe_load(file.read_text("utf-8")) or {}
    settings = {_camel(key): _text(value) for key, value in given.items()}
    wrong = [*_unknown(settings), *_unfit(settings), *_half(settings)]
    if wrong:
        raise Unfit("\n".join(f"{file}: {one}" for one in wrong))
    return Stage(name, settings)


def _camel(key: str) -> str:
    return "".join(part.capitalize() for part in str(key).split("_"))


def _snake(key: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", key).lower()


def _text(value: Any) -> str:
    """YAML reads a bare `yes` as true; a map becomes JSON."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value).strip()


def _unknown(settings: dict[str, str]) -> list[str]:
    known = set(parameters()) - OURS
    return [f"{_snake(key)} is no setting" for key in sorted(set(settings) - known)]


def _half(settings: dict[str, str]) -> list[str]:
    bare = settings.get("Domain", "-") != "-" and settings.get("CertificateArn", "-") == "-"
    kind = settings.get("AccountKind", "verified_service")
    cannot = settings.get("WebLogin", "no") == "yes" and kind != "verified_service"
    found = (
        (bare, "domain needs certificate_arn, its certificate in AWS (ACM)"),
        (cannot, "web_login needs a verified_service account"),
    )
    return [says for is_so, says in found if is_so]


def _unfit(settings: dict[str, str]) -> list[str]:
    found = []
    for key, rule in parameters().items():
        value = settings.get(key, str(rule.get("Default", "")))
        if key not in OURS and not _fits(value, rule):
            found.append(_wrong(key, value, rule))
    return found


def _wrong(key: str, value: str, rule: dict[str, Any]) -> str:
    if not value:
        return f"{_snake(key)} is empty: put it in, between the quotes{_hint(rule)}"
    return f"{_snake(key)} is {value!r}, which cannot be{_hint(rule)}"


def _fits(value: str, rule: dict[str, Any]) -> bool:
    allowed = [str(one) for one in rule.get("AllowedValues", [])]
    if allowed:
        return value in allowed
    if rule["Type"] == "Number":
        return value.isdigit() and rule["MinValue"] <= int(value) <= rule["MaxValue"]
    return re.fullmatch(rule.get("AllowedPattern", ".+"), value) is not None


def _hint(rule: dict[str, Any]) -> str:
    allowed = rule.get("AllowedValues")
    return f"; one of: {', '.join(str(one) for one in allowed)}" if allowed else ""
