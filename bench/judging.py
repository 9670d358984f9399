"""Right, wrong, false: what readers wanted against what they would get."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chalicelib.dialogue import Kind, Meaning
from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.entry_codec import read_entry

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "local" / "demo"
DEV = ROOT.parent / "shared" / "data" / "library" / "reader-questions.dev.jsonl"
"""Not part of the project; whoever has the file keeps it there."""


@dataclass(frozen=True)
class Asked:
    """`wanted` holds the FAQ ids that answer it, none where it is no question for the FAQ."""

    text: str
    wanted: frozenset[str]
    kind: str
    several: bool = False
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Score:
    """Right and wrong are shares of the FAQ questions, false one of all others, kinds likewise,
    choices one of all."""

    questions: int = 0
    others: int = 0
    right: int = 0
    wrong: int = 0
    false: int = 0
    choices: int = 0
    kinds: int = 0
    errors: tuple[str, ...] = ()

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.questions + other.questions,
            self.others + other.others,
            self.right + other.right,
            self.wrong + other.wrong,
            self.false + other.false,
            self.choices + other.choices,
            self.kinds + other.kinds,
            self.errors + other.errors,
        )

    def share(self, name: str) -> float:
        whole = {"false": self.others, "kinds": self.others, "choices": self.others}
        base = whole.get(name, self.questions) + (self.questions if name == "choices" else 0)
        return float(getattr(self, name)) / max(1, base)

    def __str__(self) -> str:
        names = ("right", "wrong", "false", "choices", "kinds")
        return ", ".join(f"{name} {100 * self.share(name):.1f} %" for name in names)


def judge(reads: Callable[[str], Meaning], asked: Iterable[Asked]) -> Score:
    return sum((judged(reads(one.text), one) for one in asked), Score())


def judged(meaning: Meaning, asked: Asked) -> Score:
    answered = meaning.kind in (Kind.FAQ, Kind.CHOICE)
    choices = int(meaning.kind is Kind.CHOICE)
    got = f"{asked.text} | {meaning.kind} {' '.join(meaning.topics)} {meaning.sure:.2f}"
    if not asked.wanted:
        fits = int(meaning.kind == asked.kind)
        errors = () if fits else (f"{asked.kind}: {got}",)
        return Score(0, 1, 0, 0, int(answered), choices, fits, errors)
    right = answered and _holds(meaning, asked)
    errors = () if right else (f"{' '.join(sorted(asked.wanted))}: {got}",)
    return Score(1, 0, int(right), int(answered and not right), 0, choices, 0, errors)


def _holds(meaning: Meaning, asked: Asked) -> bool:
    """A list of answers to one question is not right, even if one of them fits."""
    listed = meaning.kind is Kind.FAQ and len(meaning.topics) > 1
    return bool(asked.wanted & set(meaning.topics)) and (asked.several or not listed)


def dev_questions() -> list[Asked]:
    """Empty where the file is not there."""
    lines = DEV.read_text("utf-8").splitlines() if DEV.exists() else []
    return [_asked(json.loads(line)) for line in lines]


def own_questions() -> list[Asked]:
    """Those of this repository: `topic text` a line, half of them plain, half of them hard."""
    lines = (ROOT / "bench" / "questions.txt").read_text("utf-8").splitlines()
    return [_own(*line.split(" ", 1)) for line in lines]


def _own(topic: str, text: str) -> Asked:
    if topic in list(Kind):
        return Asked(text, frozenset(), topic)
    return Asked(text, frozenset({topic}), Kind.FAQ)


def _asked(line: Mapping[str, Any]) -> Asked:
    wanted = {line["faq"], *line.get("also", ())} - {None}
    several = line["kind"] == "multi-intent"
    kind = line.get("intent", "faq")
    return Asked(line["text"], frozenset(wanted), kind, several, line.get("slots", {}))


def demo_knowledge() -> tuple[list[Entry], tuple[tuple[str, ...], ...]]:
    """The demo library's entries and its groups of synonyms."""
    entries = yaml.safe_load((DEMO / "faq.yaml").read_text("utf-8"))
    groups = yaml.safe_load((DEMO / "synonyms.yaml").read_text("utf-8"))
    return [read_entry(entry) for entry in entries], tuple(tuple(g["words"]) for g in groups)


@cache
def demo_branches() -> Mapping[str, Sequence[str]]:
    facts = yaml.safe_load((DEMO / "library.yaml").read_text("utf-8"))
    return {one["id"]: (one["name"], *one["aliases"]) for one in facts["branches"]}
