"""Secrets of one box: made at random on the first start, kept in a file only its owner reads."""

import json
import os
import secrets
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_LETTERS = string.ascii_letters + string.digits


def identity(home: Path) -> dict[str, str]:
    """App id, secret, token, key and mode of the box's account, and our own keys."""
    file = home / "identity.json"
    if file.exists():
        held: dict[str, str] = json.loads(file.read_text())
        return held
    made = {
        "app_id": "wx" + secrets.token_hex(8),
        "app_secret": secrets.token_hex(16),
        "token": _word(24),
        "encoding_aes_key": _word(42) + secrets.choice("AEIMQUYcgkosw048"),
        "mode": "safe",
        "pseudonym_key": secrets.token_hex(32),
    }
    write_private(file, made)
    return made


def _word(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def write_private(file: Path, content: Mapping[str, Any]) -> None:
    """Whole or not at all, mode 0600 from the first byte."""
    half = file.with_name(f".{file.name}.part")
    half.unlink(missing_ok=True)
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        json.dump(content, out, ensure_ascii=False, indent=2)
        out.flush()
        os.fsync(out.fileno())
    half.replace(file)
