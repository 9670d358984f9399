"""Makes botocore's descriptions of services small: they are read at every cold start.

Kept are what calls need; dropped are the written documentation, examples, and the endpoints of
services that are not used.
"""

import gzip
import json
from pathlib import Path
from typing import Any

SERVICES = {"dynamodb", "s3", "sqs", "ssm", "sts"}


def slim(data: Path) -> None:
    """`data` is the folder `botocore/data` of an unpacked artefact."""
    for packed in sorted(data.rglob("*.json.gz")):
        described = json.loads(gzip.decompress(packed.read_bytes()))
        _write(packed.with_suffix(""), _undocumented(described))
        packed.unlink()
    endpoints = data / "endpoints.json"
    _write(endpoints, _of_our_services(json.loads(endpoints.read_bytes())))


def _undocumented(part: Any) -> Any:
    """Texts become empty, for some are looked up; a member of that name is an object and stays."""
    if isinstance(part, dict):
        return {
            key: "" if key == "documentation" and isinstance(held, str) else _undocumented(held)
            for key, held in part.items()
        }
    return [_undocumented(held) for held in part] if isinstance(part, list) else part


def _of_our_services(endpoints: dict[str, Any]) -> dict[str, Any]:
    """A service without an entry gets its partition's pattern, so nothing can be missed."""
    for partition in endpoints["partitions"]:
        kept = {name: held for name, held in partition["services"].items() if name in SERVICES}
        partition["services"] = kept
    return endpoints


def _write(path: Path, held: Any) -> None:
    path.write_text(json.dumps(held, separators=(",", ":"), ensure_ascii=False), "utf-8")
