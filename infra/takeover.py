"""`make takeover` and `make handback`: what an account had before, kept, shown, given back."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from infra.account import Account, ended
from infra.stage import read_stage

Operate = Callable[..., Mapping[str, Any]]
"""Has the stage, or the box, do what is named; raises Failed or an error of ours."""
NOT_BACK = "Only WeChat's console can make these buttons again: "
SERVER_MODE = (
    "Now switch server mode off in WeChat's console: automatic replies are in force again.\n"
    "docs/way-back.md tells the rest."
)


def folder_of(stage: str) -> Path:
    return Path(os.environ.get("WEIGUAN_KEPT", "kept")) / stage


def take(operate: Operate, folder: Path, again: bool = False, draft: bool = False) -> int:
    told = operate("takeover", again=again)
    _written(told, folder)
    print("\n".join(told["shown"]))
    read = "Read now" if told["new"] else "Kept earlier, when it was read first"
    print(f"\n{read}; in {folder} and in the stage's own storage.")
    if told["lost"]:
        print(f"{NOT_BACK}{', '.join(told['lost'])}")
    _drafts(operate, told, folder, draft)
    return 0


def back(operate: Operate) -> int:
    told = operate("handback")
    names = ", ".join(told["published"])
    print(f"The old menu is back: {names}" if names else "There was no menu; ours is gone.")
    if told["lost"]:
        print(f"{NOT_BACK}{', '.join(told['lost'])}")
    print(SERVER_MODE)
    return 0


def _written(told: Mapping[str, Any], folder: Path) -> None:
    """`before.json` is what WeChat told, whole; the others are for people and the console."""
    folder.mkdir(parents=True, exist_ok=True)
    before = json.dumps(json.loads(told["before"]), ensure_ascii=False, indent=2)
    (folder / "before.json").write_text(f"{before}\n", "utf-8")
    (folder / "before.txt").write_text("\n".join([*told["shown"], ""]), "utf-8")
    entries = yaml.safe_dump(told["drafts"], allow_unicode=True, sort_keys=False)
    (folder / "faq-drafts.yaml").write_text(entries if told["drafts"] else "", "utf-8")


def _drafts(operate: Operate, told: Mapping[str, Any], folder: Path, wanted: bool) -> None:
    if told["left"]:
        print(f"No text to take over from the rules: {', '.join(told['left'])}")
    if not told["drafts"]:
        return
    if wanted:
        count = operate("draft")["added"]
        print(f"{count} drafts stand among the staff's entries; readers hear them once published.")
    else:
        print(
            f"{len(told['drafts'])} keyword replies can become entries: import "
            f"{folder / 'faq-drafts.yaml'} in the staff console, or run this again with DRAFTS=yes."
        )


def main(argv: Sequence[str]) -> int:
    given = arguments("infra.takeover", argv)

    def act() -> int:
        operate = Account(read_stage(given.stage)).operate
        return asked(given, operate)

    return ended(act)


def arguments(program: str, argv: Sequence[str]) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog=program)
    reader.add_argument("what", choices=("takeover", "handback"))
    reader.add_argument("stage")
    reader.add_argument("--again", default="")
    reader.add_argument("--drafts", default="")
    return reader.parse_args(argv)


def asked(given: argparse.Namespace, operate: Operate) -> int:
    if given.what == "handback":
        return back(operate)
    return take(operate, folder_of(given.stage), given.again == "yes", given.drafts == "yes")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
