"""Secrets of a stage: one encrypted text in the cloud's parameter store, read once a process."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import Misconfigured, TryLater
from chalicelib.settings import FURTHER_SECRETS, SECRETS

_CURES = {"AccessDeniedException", "ParameterNotFound", "InvalidKeyId"}
"""Codes that no second try makes good."""


def read_secrets(client: Any, place: str) -> dict[str, Any]:
    """Field of `Settings` -> value. Raises TryLater, or Misconfigured naming what is missing."""
    found = json.loads(_asked(client, place))
    missing = sorted(set(SECRETS) - set(found))
    if missing:
        raise Misconfigured(f"secrets are missing: {', '.join(missing)}")
    given = (*SECRETS, *(field for field in FURTHER_SECRETS if field in found))
    return {field: str(found[field]) for field in given}


def _asked(client: Any, place: str) -> str:
    try:
        return str(client.get_parameter(Name=place, WithDecryption=True)["Parameter"]["Value"])
    except ClientError as problem:
        code = problem.response.get("Error", {}).get("Code", "")
        if code in _CURES:
            raise Misconfigured(f"the secrets store refuses ({code})") from None
        raise TryLater(f"the secrets store is busy ({code})") from None
    except BotoCoreError as problem:
        raise TryLater("the secrets store is busy") from problem
