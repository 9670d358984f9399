"""What docs/security.md promises is tested by tests there are."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(test_\w+)`", DOCUMENT)))
THREATS = (
    *("forged webhook", "replay", "staff takeover", "reader impersonated", "scraping loans"),
    *("cross-site request", "script in what readers", "server-side requests", "XML bombs"),
    *("zip, YAML", "log leaks", "insider reads", "lost phone", "dependency"),
)


@cache
def there_are() -> frozenset[str]:
    files = (file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    return frozenset(name for text in files for name in re.findall(r"def (test_\w+)\(", text))


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_is_named_exists(name: str) -> None:
    assert name in there_are()


@pytest.mark.parametrize("threat", THREATS)
def test_every_threat_has_a_row_with_a_test(threat: str) -> None:
    (row,) = [line for line in DOCUMENT.splitlines() if line.startswith("|") and threat in line][:1]
    assert "`test_" in row


def test_every_row_of_the_list_has_a_test_or_a_reason() -> None:
    rows = re.findall(r"^\| ([\d.–, ]+) \| ([^|]+) \| ([^|]*) \|$", DOCUMENT, re.M)
    assert len(rows) > 90
    assert [item for item, _, proof in rows if len(proof.strip()) < 10] == []
