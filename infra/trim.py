"""The zip that is deployed: what the service loads and no more, compiled, always the same bytes.

Chalice packs its own command line, pip and every service botocore knows, and no compiled code,
so that each cold start would compile anew: its file system cannot be written to.
"""

import compileall
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Any

from infra.slim import slim

NOT_LOADED = {
    *("pip", "setuptools", "pkg_resources", "wheel", "_distutils_hack", "bin", "packaging"),
    *("inquirer", "blessed", "jinxed", "wcwidth", "readchar", "runs", "xmod", "editor", "click"),
    *("boto3", "s3transfer", "cffi", "pycparser", "blinker", "ansicon"),
    *("distutils-precedence.pth", "editor.py", "xmod.py", "__editable__"),
}
"""Top-level names that come along with chalice, boto3 or cryptography; no path of ours loads them.

`tests/infra/test_artefact.py` imports every module of the service without them.
"""
DATA = {"dynamodb", "s3", "sqs", "ssm", *("_retry.json", "endpoints.json", "partitions.json")}
DATA |= {"sdk-default-configuration.json"}
USELESS = re.compile(
    r"^[^/]+\.(dist-info|egg-info|data)/|(^|/)(__pycache__|tests?|__pyinstaller)/"
    r"|\.(pyi|pyx|pxd|c|h|pyc|md|rst|exe)$|(^|/)py\.typed$|^dateutil/zoneinfo/.*\.gz$"
    r"|^wechatpy/(work|ext|contrib)/|^pypinyin/tools/|^botocore/data/.*/examples-|/$"
    r"|^charset_normalizer/.*\.so$|^botocore/cacert\.pem$"
)
"""The last two are there twice: charset_normalizer has its code in Python too, and botocore takes
certifi's certificates where there are some."""
BOTOCORE_DATA = re.compile(r"^botocore/data/([^/]+)")
COMPILED_AS = "/var/task"
DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest a zip can say: two builds of the same files are the same bytes."""


def is_needed(name: str) -> bool:
    data = BOTOCORE_DATA.match(name)
    top = name.split("/")[0]
    foreign = data is not None and data[1] not in DATA
    return not (top in NOT_LOADED or foreign or USELESS.search(name))


def trim(source: Path, folder: Path, target: Path) -> None:
    """Unpacks `source` into the empty `folder`, compiles it there and packs it into `target`."""
    with zipfile.ZipFile(source) as packed:
        packed.extractall(folder, [name for name in packed.namelist() if is_needed(name)])
    slim(folder / "botocore" / "data")
    compile_all(folder)
    pack(folder, target)


def compile_all(folder: Path) -> None:
    """In processes of their own: the order of constants in compiled code hangs on the hash seed."""
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    for module in ("infra.trim", "infra.ready"):
        command = [sys.executable, "-S", "-B", "-m", module, str(folder)]
        subprocess.run(command, env=environment, check=True, timeout=600)


def pack(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w") as packed:
        for path in _files(folder):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), DATE)
            info.external_attr = (0o755 if path.suffix == ".so" else 0o644) << 16
            packed.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _compile(folder: Path) -> None:
    """Goes without sources: an error's trace names file and line all the same."""
    for entry in sorted(folder.iterdir()):
        if not _compile_entry(entry, folder):
            raise SystemExit(f"cannot be compiled: {entry.name}")
        for source in [entry] if entry.suffix == ".py" else sorted(entry.rglob("*.py")):
            source.unlink()


def _compile_entry(entry: Path, folder: Path) -> bool:
    how: dict[str, Any] = {
        "quiet": 1,
        "legacy": True,
        "stripdir": str(folder),
        "prependdir": COMPILED_AS,
        "invalidation_mode": PycInvalidationMode.UNCHECKED_HASH,
    }
    if entry.is_dir():
        return bool(compileall.compile_dir(str(entry), maxlevels=30, **how))
    return bool(compileall.compile_file(str(entry), **how))


if __name__ == "__main__":
    _compile(Path(sys.argv[1]))
