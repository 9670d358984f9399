"""The agent's process: its settings, its way out, its patience."""

import ast
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from chalicelib.errors import Misconfigured, NotAllowed, TryLater
from chalicelib.ils.agent.sealing import Key
from local.agent.settings import read_settings
from local.agent.web import Web
from local.agent.worker import Worker
from tests.ils.agent.test_codec import Recording

KEY = "a key for tests, longer than thirty-two characters"
GOOD = {"service": "https://lib.example/api/", "key": KEY, "system": {"host": "10.0.0.9"}}


def written(folder: Path, facts: Any, mode: int = 0o600) -> Path:
    path = folder / "agent.json"
    path.write_text(json.dumps(facts), "utf-8")
    path.chmod(mode)
    return path


def test_settings_are_read(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, GOOD | {"password": "gate", "wait_s": 5}))
    assert settings.service == "https://lib.example/api"
    assert (json.loads(settings.system), settings.wait_s) == ({"host": "10.0.0.9"}, 5.0)
    assert not {"gate", KEY} & set(repr(settings).replace("'", " ").split())


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        (GOOD | {"service": "http://lib.example"}, "https"),
        (GOOD | {"key": "short"}, "key"),
        (GOOD | {"sytem": {}}, "sytem"),
        ({"service": "https://lib.example"}, "system"),
        ([], "map"),
    ],
)
def test_what_is_wrong_with_them_is_named(tmp_path: Path, facts: Any, named: str) -> None:
    with pytest.raises(Misconfigured, match=named):
        read_settings(written(tmp_path, facts))


def test_a_file_others_can_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="chmod"):
        read_settings(written(tmp_path, GOOD, 0o644))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"none\.json"):
        read_settings(tmp_path / "none.json")


class Answers(BaseHTTPRequestHandler):
    """`said` is what the next request is told: status, headers, body."""

    said: tuple[int, dict[str, str], bytes] = (200, {}, b"{}")
    heard: tuple[str, str | None, bytes] = ("", None, b"")

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        type(self).heard = (self.path, self.headers["Weiguan-Agent"], body)
        status, headers, told = self.said
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(told))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def service() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()
        thread.join()


def test_a_request_carries_its_signature(service: str) -> None:
    Answers.said = (200, {}, b'{"tasks": []}')
    assert Web(service)("/agent/take", b"{}", "1:ab", 5.0) == {"tasks": []}
    assert Answers.heard == ("/api/agent/take", "1:ab", b"{}")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ((403, {}, b'{"refused": "clock"}'), NotAllowed),
        ((404, {}, b""), NotAllowed),
        ((503, {}, b""), TryLater),
        ((302, {"Location": "http://127.0.0.1:9/"}, b""), TryLater),
        ((200, {}, b"<html>"), TryLater),
    ],
)
def test_a_refusal_is_told_apart_from_trouble(
    service: str, said: tuple[int, dict[str, str], bytes], kind: type[Exception]
) -> None:
    Answers.said = said
    with pytest.raises(kind):
        Web(service)("/agent/take", b"{}", "1:ab", 5.0)


def test_a_service_that_is_not_there_is_trouble() -> None:
    with pytest.raises(TryLater):
        Web("http://127.0.0.1:9")("/agent/take", b"{}", "1:ab", 1.0)


def test_trouble_slows_the_agent_down_and_never_ends_it() -> None:
    rests: list[float] = []

    def down(*_: Any) -> dict[str, Any]:
        raise TryLater("down")

    work = Worker(down, Key(KEY), Recording(None), pause=rests.append)  # type: ignore[arg-type]
    work.run(lambda: len(rests) >= 8, 1.0)
    assert rests == [2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0, 30.0]


def test_the_first_answer_is_told_and_the_first_after_trouble(
    caplog: pytest.LogCaptureFixture,
) -> None:
    said = iter([{"tasks": []}, {"tasks": []}, {}, {"tasks": []}])
    rests: list[float] = []
    work = Worker(
        lambda *_: next(said),
        Key(KEY),
        Recording(None),  # type: ignore[arg-type]
        pause=rests.append,
    )
    with caplog.at_level("INFO", logger="weiguan.agent"):
        work.run(lambda: len(rests) >= 4, 1.0)
    told = [one.getMessage() for one in caplog.records]
    assert told == ["the service answers", "the service was not reached", "the service answers"]


def test_work_is_followed_at_once_by_the_next_question() -> None:
    rests: list[float] = []
    told = iter([{"tasks": [{"id": "1", "ticket": "t", "sealed": "", "left_s": 1}]}, {"tasks": []}])

    def post(*_: Any) -> dict[str, Any]:
        return next(told)

    work = Worker(post, Key(KEY), Recording(None), pause=rests.append)  # type: ignore[arg-type]
    work.run(lambda: len(rests) >= 2, 1.0)
    assert rests == [0.0, 1.0]


def test_it_ends_when_told_to(tmp_path: Path) -> None:
    facts = GOOD | {"service": "http://127.0.0.1:9"}
    command = [sys.executable, "-m", "local.agent", str(written(tmp_path, facts))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "not reached" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


def test_it_needs_little_on_the_librarys_machine() -> None:
    code = (
        "import sys, local.agent.__main__\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} - set(sys.stdlib_module_names)))"
    )
    shown = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{code}"],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    loaded = {name for name in ast.literal_eval(shown.stdout) if not name.startswith("_")}
    assert loaded <= {"chalicelib", "local", "cryptography", "msgspec", "cffi", "typing_extensions"}


def test_it_says_why_it_cannot_start(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "local.agent", str(tmp_path / "none.json")]
    said = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert (said.returncode, "Cannot start" in said.stderr) == (1, True)
