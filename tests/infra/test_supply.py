"""What the service is built from: locked by hash, allowed by licence, without known holes."""

import json
import re
from pathlib import Path

import pytest

from infra import audit, licences, sbom
from infra.locked import LOCK, Pin, pins

ROOT = Path(__file__).resolve().parent.parent.parent
REQUIRED = {"type", "name", "version", "purl", "bom-ref", "hashes", "licenses", "scope"}


def test_every_line_of_the_lock_is_a_pin_with_hashes() -> None:
    assert min(len(pin.hashes) for pin in pins()) >= 1


def test_the_lock_says_nothing_of_where_files_came_from() -> None:
    assert "://" not in LOCK.read_text("utf-8")
    assert "--index" not in LOCK.read_text("utf-8")


def test_the_lock_holds_what_the_requirements_ask_for() -> None:
    asked = (ROOT / "requirements.txt").read_text("utf-8").lower()
    wanted = set(re.sub(r"\[.*?\]", "", asked).split())
    assert wanted <= {f"{pin.name}=={pin.version}" for pin in pins()}


def test_a_line_without_a_hash_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("six==1.17.0\n", "utf-8")
    with pytest.raises(ValueError, match="not a pin with its hashes: six"):
        pins(tmp_path / "lock")


def test_every_package_has_an_allowed_licence() -> None:
    assert licences.not_allowed(pins()) == []


def test_a_licence_nobody_agreed_to_is_named() -> None:
    assert licences.not_allowed((Pin("no-such-package", "1", ()),)) == [
        "no-such-package: not installed"
    ]


def test_what_was_looked_at_is_still_there() -> None:
    assert set(licences.rules()["looked_at"]) <= {pin.name for pin in pins()}


def test_no_locked_version_has_a_known_hole() -> None:
    assert audit.affected(pins()) == []


def test_an_affected_version_is_named_with_its_advisory() -> None:
    (found,) = audit.affected((Pin("requests", "2.31.0", ()), Pin("idna", "3.7", ())))[:1]
    assert found.startswith("requests 2.31.0: CVE-2024-")


def test_the_bill_of_parts_names_every_package_once() -> None:
    bill = sbom.bill()
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.5", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", bill["serialNumber"])
    assert [part["name"] for part in bill["components"]] == [pin.name for pin in pins()]


@pytest.mark.parametrize("part", sbom.bill()["components"], ids=lambda part: part["name"])
def test_every_part_says_what_it_is(part: dict[str, object]) -> None:
    assert set(part) >= REQUIRED
    assert part["purl"] == f"pkg:pypi/{part['name']}@{part['version']}"
    assert part["scope"] in ("required", "excluded")
    assert "unknown" not in json.dumps(part["licenses"])


def test_the_same_lock_makes_the_same_bill(tmp_path: Path) -> None:
    sbom.write(tmp_path / "a.json")
    sbom.write(tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
