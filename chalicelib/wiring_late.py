"""Modules that are loaded on the path that needs them, not before."""

import importlib
from typing import Any


def on_demand(module: str) -> Any:
    """A module too heavy for the reader's path."""
    return importlib.import_module(module)
