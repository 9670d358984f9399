"""Under which licence each package is, as its own metadata says, and whether that is allowed."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import yaml

from infra.locked import Pin

RULES = Path(__file__).with_name("licences.yaml")
_SPELLED = (
    (re.compile(r"redistribution and use in source and binary|\bbsd\b", re.I), "BSD"),
    (re.compile(r"\bapache", re.I), "Apache-2.0"),
    (re.compile(r"\bmit\b", re.I), "MIT"),
    (re.compile(r"mozilla public|\bmpl", re.I), "MPL-2.0"),
    (re.compile(r"lesser general|\blgpl", re.I), "LGPL"),
    (re.compile(r"general public|\bgpl", re.I), "GPL"),
)


@cache
def rules() -> Mapping[str, Any]:
    held: Mapping[str, Any] = yaml.safe_load(RULES.read_text("utf-8"))
    return held


def not_allowed(pins: tuple[Pin, ...]) -> list[str]:
    """`name: licence` of every package nobody has agreed to."""
    found = {pin.name: licence_of(pin.name) for pin in pins if pin.name not in rules()["looked_at"]}
    return [f"{name}: {said}" for name, said in found.items() if said not in rules()["allowed"]]


def licence_of(name: str) -> str:
    looked_at = rules()["looked_at"].get(name)
    return str(looked_at["licence"]) if looked_at else _spelled(_said(name))


def _said(name: str) -> str:
    """The expression where there is one, else the classifiers, else the free text."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return "not installed"
    classifiers = [held for held in about.get_all("Classifier", []) if held.startswith("License")]
    texts = ("License-Expression", "License")
    expression, free = (" ".join(about.get_all(field, [])) for field in texts)
    return expression or " ".join(classifiers) or free


def _spelled(said: str) -> str:
    return next((name for pattern, name in _SPELLED if pattern.search(said)), said or "unknown")
