"""The first staff password of a box, kept where only its owner reads."""

import json
from pathlib import Path

from local.identity import write_private


def first_password(home: Path, made: str | None) -> str:
    """The one just made, remembered; else the one made earlier ('' if its file is gone)."""
    file = home / "first-staff.json"
    if made is not None:
        write_private(file, {"user": "admin", "password": made})
        return made
    if not file.exists():
        return ""
    held: dict[str, str] = json.loads(file.read_text())
    return held["password"]
