"""`python -m infra.build STAGE` makes build/STAGE/: template, zip and its list of parts."""

import hashlib
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import sbom, supply
from infra.template import ours
from infra.trim import trim

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Built:
    """What one build left in its folder."""

    folder: Path

    @property
    def zip(self) -> Path:
        return self.folder / "code.zip"

    @property
    def unpacked(self) -> Path:
        return self.folder / "unpacked"

    @property
    def sam(self) -> Path:
        return self.folder / "sam.json"

    @property
    def sbom(self) -> Path:
        return self.folder / "sbom.json"

    @property
    def code_hash(self) -> str:
        return hashlib.sha256(self.zip.read_bytes()).hexdigest()

    def template(self) -> dict[str, Any]:
        held: dict[str, Any] = json.loads(self.sam.read_text("utf-8"))
        return held


def build(stage: str, folder: Path | None = None) -> Built:
    """Packages for the Python that runs this; the stage's functions run on the same one."""
    built = Built(folder or ROOT / "build" / stage)
    packaged = built.folder / "packaged"
    for old in (built.unpacked, packaged):
        shutil.rmtree(old, ignore_errors=True)
    built.unpacked.mkdir(parents=True)
    _package(stage, packaged)
    trim(packaged / "deployment.zip", built.unpacked, built.zip)
    sam = ours(json.loads((packaged / "sam.json").read_text("utf-8")))
    built.sam.write_text(minified(sam), "utf-8")
    sbom.write(built.sbom)
    return built


def minified(template: dict[str, Any]) -> str:
    return json.dumps(template, separators=(",", ":"), sort_keys=True)


def _package(stage: str, folder: Path) -> None:
    chalice = Path(sys.executable).with_name("chalice")
    supply.package([str(chalice), "package", "--stage", stage, str(folder)], ROOT)


if __name__ == "__main__":
    built = build(sys.argv[1])
    print(f"{built.zip}: {built.zip.stat().st_size:,} bytes, sha256 {built.code_hash}")
