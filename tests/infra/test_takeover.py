"""What the technician reads and finds in files."""

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.knowledge.entry_yaml import entries_from_yaml
from infra.takeover import arguments, asked, back, take
from tests.takeover.factories import MENU, REPLIES

DRAFT = {"id": "before-1", "category": "c", "question": "q", "answer": "a"}
TOLD = {
    "before": json.dumps({"menu": {"selfmenu_info": {"button": MENU}}, "replies": REPLIES}),
    "new": True,
    "shown": ["Menu (in force):", "  官网"],
    "lost": ["电话"],
    "drafts": [DRAFT],
    "left": ["map"],
}
BACK = {"published": ["官网"], "lost": ["电话"]}


class FakeStage:
    def __init__(self, **told: Any) -> None:
        self._told = {"takeover": TOLD, "draft": {"added": 1}, "handback": BACK} | told
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, what: str, **facts: Any) -> Any:
        self.asked.append((what, facts))
        return self._told[what]


def test_what_was_there_is_kept_whole_readable_and_ready_to_import(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "prod"
    assert take(FakeStage(), folder) == 0
    said = capsys.readouterr().out
    assert all(words in said for words in ("官网", "Only WeChat's console", "DRAFTS=yes", "map"))
    assert json.loads((folder / "before.json").read_text("utf-8"))["replies"] == REPLIES
    assert "官网" in (folder / "before.txt").read_text("utf-8")
    (entry,) = entries_from_yaml((folder / "faq-drafts.yaml").read_text("utf-8"))
    assert entry.question == "q"


def test_drafts_are_only_made_when_asked_for(tmp_path: Path) -> None:
    quiet, keen = FakeStage(), FakeStage()
    take(quiet, tmp_path)
    take(keen, tmp_path, again=True, draft=True)
    assert quiet.asked == [("takeover", {"again": False})]
    assert keen.asked == [("takeover", {"again": True}), ("draft", {})]


def test_the_way_back_ends_with_the_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert back(FakeStage()) == 0
    said = capsys.readouterr().out
    assert "The old menu is back: 官网" in said
    assert "switch server mode off" in said


def test_an_account_without_a_menu_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    back(FakeStage(handback={"published": [], "lost": []}))
    assert "There was no menu; ours is gone." in capsys.readouterr().out


@pytest.mark.parametrize(("words", "what"), [("takeover", "takeover"), ("handback", "handback")])
def test_the_command_is_the_one_that_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, what: str
) -> None:
    monkeypatch.setenv("WEIGUAN_KEPT", str(tmp_path))
    stage = FakeStage()
    assert asked(arguments("x", [words, "prod"]), stage) == 0
    assert stage.asked[0][0] == what
