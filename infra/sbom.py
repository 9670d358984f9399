"""The list of parts of the zip (CycloneDX), written beside it by every build.

The same lock gives the same bytes. `hashes` are of all files published of that version: which one
was packed depends on the machine.
"""

import json
import tomllib
import uuid
from pathlib import Path
from typing import Any

from infra.licences import licence_of
from infra.locked import LOCK, Pin, fingerprint, pins
from infra.trim import NOT_LOADED

TOP_LEVEL = {"cffi": "_cffi_backend"}
"""Where the package's name is not that of what it brings."""
ROOT = Path(__file__).resolve().parent.parent


def write(target: Path) -> None:
    target.write_text(json.dumps(bill(), indent=1, ensure_ascii=False) + "\n", "utf-8")


def bill(lock: Path = LOCK) -> dict[str, Any]:
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, fingerprint(lock))}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": about["name"],
                "name": about["name"],
                "version": about["version"],
            }
        },
        "components": [_component(pin) for pin in pins(lock)],
    }


def _component(pin: Pin) -> dict[str, Any]:
    """`excluded`: comes along while building and is not in the zip."""
    purl = f"pkg:pypi/{pin.name}@{pin.version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": pin.name,
        "version": pin.version,
        "scope": "excluded" if TOP_LEVEL.get(pin.name, pin.name) in NOT_LOADED else "required",
        "hashes": [{"alg": "SHA-256", "content": content} for content in pin.hashes],
        "licenses": [{"license": {"name": licence_of(pin.name)}}],
        "purl": purl,
    }
