"""Secrets of a stage, kept encrypted by the cloud's parameter store; asked for once a process."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import Misconfigured, TryLater
from chalicelib.settings import SECRETS

_CURES = {"AccessDeniedException", "InvalidKeyId"}
"""Codes that no second try makes good."""


def read_secrets(client: Any, place: str) -> dict[str, Any]:
    """Field of `Settings` -> value. Raises TryLater, or Misconfigured naming what is missing."""
    names = {f"{place}/{field}": field for field in SECRETS}
    answer = _asked(client, list(names))
    found = {names[held["Name"]]: str(held["Value"]) for held in answer["Parameters"]}
    missing = sorted(set(SECRETS) - set(found))
    if missing:
        raise Misconfigured(f"secrets are missing: {', '.join(missing)}")
    return found


def _asked(client: Any, names: list[str]) -> Any:
    try:
        return client.get_parameters(Names=names, WithDecryption=True)
    except ClientError as problem:
        code = problem.response.get("Error", {}).get("Code", "")
        if code in _CURES:
            raise Misconfigured(f"the secrets store refuses ({code})") from None
        raise TryLater(f"the secrets store is busy ({code})") from None
    except BotoCoreError as problem:
        raise TryLater("the secrets store is busy") from problem
