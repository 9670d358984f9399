"""WeChat's file on its way to the root of the address."""

from pathlib import Path
from typing import Any

import pytest

from infra.domain_file import keep
from infra.stage import Unfit
from tests.infra.fakes_account import FakeStack


class FakeAccount:
    stack = FakeStack()

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def operate(self, what: str, **facts: Any) -> Any:
        self.asked.append((what, facts))
        return {"kept": [facts["name"]]}


def test_the_file_is_kept_and_its_address_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "MP_verify_a.txt"
    file.write_text("a\n", "utf-8")
    account: Any = FakeAccount()
    assert keep(account, file) == 0
    assert account.asked == [("domain_file", {"name": "MP_verify_a.txt", "text": "a\n"})]
    assert "Served at https://a/api/MP_verify_a.txt" in capsys.readouterr().out


@pytest.mark.parametrize("body", [None, "x" * 1001])
def test_what_is_no_small_file_is_refused(tmp_path: Path, body: str | None) -> None:
    file = tmp_path / "MP_verify_a.txt"
    _ = body and file.write_text(body, "utf-8")
    account: Any = FakeAccount()
    with pytest.raises(Unfit, match="small text file"):
        keep(account, file)
