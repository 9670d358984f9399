"""Methods of dataclasses that were compiled while the service was built.

`dataclasses` writes the methods of every class as text and has it compiled anew at each start: half
a millisecond a class, a fifth of a cold start. Of a deployed service the build (`infra/ready.py`)
has compiled those texts already; here they are looked up by their text. A text nobody compiled, or
another Python than the build's, goes the usual way.
"""

import dataclasses
import marshal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = f"ready_methods.{sys.implementation.cache_tag}.bin"
"""Compiled code is read by the same minor version of Python alone."""


def use(file: Path) -> None:
    """From now on classes take their methods from `file`; where there is none nothing changes."""
    if file.exists():
        vars(dataclasses)["exec"] = _runner(marshal.loads(file.read_bytes()))


def _runner(ready: Mapping[str, bytes]) -> Any:
    def run(text: str, namespace: dict[str, Any], made: dict[str, Any]) -> None:
        compiled = ready.get(text)
        exec(marshal.loads(compiled) if compiled else text, namespace, made)

    return run
