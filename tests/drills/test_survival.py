"""A box is filled, backed up, destroyed, brought back byte for byte, and goes on serving.

Short form: 12 readers; `DRILLS=long`: 400.
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.drills.box import ROOT, BoxProcess, Sender, sender_for

pytestmark = pytest.mark.drill
READERS = 400 if os.environ.get("DRILLS") == "long" else 12
LEAVING, STAYING = "oleavingreader", "ostayingreader"
NUMBER = re.compile(r"\b\d{4}-\d{4}\b")
ESCAPED = re.compile(r"\\+u([0-9a-f]{4})")
LIFE = ("您好", "怎么办借书证", "有没有红楼梦", "同意隐私说明", "馆里能不能养鹦鹉唱歌剧")


@dataclass
class Readers:
    sender: Sender
    sent: int = 0
    replies: dict[str, str] = field(default_factory=dict)

    def says(self, reader: str, text: str) -> str:
        return self._sends(reader, MsgType="text", Content=text, MsgId=5_000_000 + self.sent)

    def unfollows(self, reader: str) -> None:
        self._sends(reader, MsgType="event", Event="unsubscribe", EventKey="")

    def _sends(self, reader: str, **facts: object) -> str:
        self.sent += 1
        who = {"ToUserName": "gh_box", "FromUserName": reader, "CreateTime": int(time.time())}
        heard = self.sender.post({**who, **facts}, timeout_s=20)
        assert heard is not None, facts
        return heard


@dataclass
class Drill:
    home: Path
    box: BoxProcess

    def command(self, what: str, file: Path, *more: str) -> tuple[int, str]:
        """What `make backup STAGE=local FILE=...` runs."""
        done = subprocess.run(
            [sys.executable, "-m", "local.copies", what, "local", "--file", str(file), *more],
            cwd=ROOT,
            env={**os.environ, "WEIGUAN_HOME": str(self.home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=600,
        )
        return done.returncode, done.stdout.decode()

    def backup(self, file: Path) -> dict[str, Any]:
        code, said = self.command("backup", file)
        assert code == 0, said
        held: dict[str, Any] = json.loads(zipfile.ZipFile(file).read("manifest.json"))
        return held

    def restore(self, file: Path, *more: str) -> str:
        code, said = self.command("restore", file, *more)
        assert code == 0, said
        return said

    def destroy(self) -> None:
        """The keys stay: they are kept apart from the data, as in the cloud."""
        shutil.rmtree(self.home / "data")
        shutil.rmtree(self.home / "files")

    def started(self) -> Readers:
        self.box.start()
        return Readers(sender_for(self.box.facts()), int(time.time() * 10) % 10**8)

    def forward(self, seconds: int) -> None:
        url = f"{self.box.facts()['fake_wechat']}/_control/clock"
        body = json.dumps({"advance_s": seconds}).encode()
        asked = urllib.request.Request(url, body, {"Content-Type": "application/json"})
        urllib.request.urlopen(asked, timeout=10).close()


def lived(readers: Readers) -> str:
    """What fills every table; gives the number of the staying reader's case."""
    for number in range(READERS):
        for text in (*LIFE, f"投诉 三楼太冷，第{number}次"):
            readers.says(f"oreader{number:04}", text)
    assert NUMBER.search(readers.says(LEAVING, "投诉 临走的人说的话"))
    found = NUMBER.search(readers.says(STAYING, "投诉 留下的人说的话"))
    assert found is not None
    return found.group()


def until(holds: Callable[[], bool], timeout_s: float = 60) -> bool:
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(1)
    return False


def unpacked(file: Path) -> str:
    with zipfile.ZipFile(file) as held:
        whole = [name for name in held.namelist() if name.startswith("tables/")]
        assert whole
        text = "".join(gzip.decompress(held.read(name)).decode() for name in whole)
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def test_a_destroyed_box_comes_back_byte_for_byte_and_serves(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    drill = Drill(home, BoxProcess(home))
    first, newer, again = (tmp_path / f"{name}.zip" for name in ("first", "newer", "again"))
    try:
        readers = drill.started()
        number = lived(readers)
        time.sleep(4)
        drill.box.stop()
        made = drill.backup(first)

        readers = drill.started()
        code, refused = drill.command("restore", first)
        readers.unfollows(LEAVING)
        drill.forward(180)
        assert until(lambda: LEAVING not in unpacked_of(drill, newer))
        drill.box.stop()

        drill.destroy()
        drill.restore(first)
        exact = drill.backup(again)
        drill.destroy()
        said = drill.restore(first, "--erasures", str(newer))
        readers = drill.started()
        served = readers.says(STAYING, "我的反馈"), readers.says(STAYING, "怎么办借书证")
        drill.box.stop()
    finally:
        drill.box.stop()
    print(
        f"survival drill: {sum(t['lines'] for t in made['tables'].values())} rows, "
        f"{made['files']['lines']} files, {first.stat().st_size:,} bytes"
    )
    assert (code, "stop it first" in refused) == (1, True), refused
    assert (exact["tables"], exact["files"]) == (made["tables"], made["files"])
    assert made["tables"]["cases"]["lines"] == READERS + 2
    assert "1 readers were forgotten again" in said
    assert number in served[0]
    assert "身份证" in served[1]
    drill.backup(again)
    assert LEAVING not in unpacked(again)
    assert "临走的人说的话" not in unpacked(again)
    assert "留下的人说的话" in unpacked(again)


def unpacked_of(drill: Drill, file: Path) -> str:
    drill.backup(file)
    return unpacked(file)
