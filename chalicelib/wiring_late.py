"""Modules that are loaded on the path that needs them, not before."""

import importlib
from collections.abc import Callable
from functools import cached_property
from typing import Any


def on_demand(module: str) -> Any:
    """A module too heavy for the reader's path."""
    return importlib.import_module(module)


class Late:
    """Stands for what `build` makes, and makes it when it is first used: a client of the cloud
    takes 20 ms, and most first answers need none but the tables'."""

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build

    @cached_property
    def _made(self) -> Any:
        return self._build()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made, name)
