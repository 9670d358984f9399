"""`python -m infra.ready FOLDER`: compiles methods of the dataclasses of an unpacked artefact.

What is found is read by `chalicelib/ready_methods.py`, which tells why. Nothing of the service is
imported here: it is the artefact's own classes that are looked at.
"""

import dataclasses
import importlib
import marshal
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOT_AWAITED = re.compile(
    r"chalicelib\.(staff|doctor|domain|takeover|pages|privacy|reminders|wiring_|\w+\.staff)"
    r"|chalicelib\.ils\.(?!model$|ports$)"
    r"|chalicelib\.catalogue\.(from_|marc|iso2709|csv_|json_|field_map|imports|planning|reading|slices)"
)
FILE = f"ready_methods.{sys.implementation.cache_tag}.bin"


def write(folder: Path) -> None:
    """Loads every module of the artefact, so it runs in a process of its own."""
    texts = _written_texts(folder)
    ready = {text: marshal.dumps(compile(text, "<string>", "exec")) for text in sorted(texts)}
    (folder / "chalicelib" / FILE).write_bytes(marshal.dumps(ready))


def _written_texts(folder: Path) -> set[str]:
    texts: set[str] = set()

    def run(text: str, namespace: dict[str, Any], made: dict[str, Any]) -> None:
        texts.add(text)
        exec(text, namespace, made)

    vars(dataclasses)["exec"] = run
    sys.path.insert(0, str(folder))
    for name in ("app", *_modules(folder / "chalicelib")):
        importlib.import_module(name)
    return texts


def _modules(package: Path) -> Iterator[str]:
    """Those a reader may wait for. Console, commands and the ways to other systems compile their
    own: every start would read what is kept here."""
    found = pkgutil.walk_packages([str(package)], "chalicelib.")
    return (module.name for module in found if not NOT_AWAITED.match(module.name))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
