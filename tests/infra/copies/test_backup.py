"""A backup brings back every row and file, or says clearly why it does not."""

import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.privacy.marks import mark_of
from chalicelib.tables.erasures import owed_put
from infra.copies.archive import Reader
from infra.copies.backup import backup
from infra.copies.command import asked, carried_out
from infra.copies.export import export
from infra.copies.manifest import Manifest
from infra.copies.replay import replay
from infra.copies.restore import restore
from infra.stage import Unfit
from tests.infra.copies.conftest import NOW, APlace, Make

pytestmark = pytest.mark.engine
CASE = {
    "number": {"S": "1121-0001"},
    "state": {"S": "new"},
    "due_ms": {"N": "1"},
    "reader": {"S": "oreader"},
    "opened_ms": {"N": "1"},
    "version": {"N": "1"},
    "origin": {"S": "m1"},
    "kind": {"S": "complaint"},
    "language": {"S": "zh-Hans"},
    "assigned": {"S": ""},
    "entries": {
        "S": '[{"id":"m1","author":"reader","at_ms":1,"text":"words","by":"","pictures":[]}]'
    },
}
STAFF = {
    "name": {"S": "anna"},
    "roles": {"SS": ["desk", "director"]},
    "weights": {"NS": ["1", "12345678901234567890123456789012345678", "-0.5"]},
    "raw": {"B": bytes(range(256))},
    "raws": {"BS": [b"\xff", b"\x00"]},
    "deep": {"M": {"list": {"L": [{"NULL": True}, {"BOOL": False}, {"B": b"x"}]}}},
}
PICTURE = "cases/1121-0001/m1.jpg"


@pytest.fixture
def full(a_place: Make) -> APlace:
    place = a_place("key")
    place.put("cases", CASE)
    place.put("staff-users", STAFF)
    for number in range(60):
        place.put("documents", {"name": {"S": "live"}, "part": {"S": f"{number:03}"}})
    place.put("tokens", {"app_id": {"S": "wx"}, "token": {"S": "secret-token"}})
    place.put(
        "staff-sessions", {"key": {"S": "hash"}, "user": {"S": "anna"}, "began_ms": {"N": "1"}}
    )
    place.services.files.put(PICTURE, b"picture" * 1000, "image/jpeg")
    return place


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "copy.zip"


def backed_up(place: APlace, file: Path, at: datetime = NOW) -> Manifest:
    return backup(place, file, at, str)


def forgotten(place: APlace, reader: str, at: datetime, key: str = "key") -> None:
    services = place.services
    owed = owed_put("w1", reader, "", at)
    services.wire.dispatch("PutItem", owed)
    (one,) = services.privacy.erasures.owed(at, 9)
    services.privacy.erasures.done(one, mark_of(reader, key))


def test_every_row_and_file_comes_back(full: APlace, a_place: Make, file: Path) -> None:
    made = backed_up(full, file)
    empty = a_place("key")
    restore(empty, file, NOW, str)
    again = backed_up(empty, file.with_name("again.zip"))
    assert again.tables == made.tables
    assert again.files == made.files
    assert made.tables["documents"].lines == 60
    assert empty.services.files.get(PICTURE).body == b"picture" * 1000
    assert empty.done == ["shut", "open"]


def test_a_restore_with_another_key_says_what_does_not_open(
    full: APlace, a_place: Make, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backed_up(full, file)
    given = asked(["restore", "trial", "--file", str(file)])
    carried_out(given, a_place("another key"), NOW)
    assert "The pseudonym key is not the one of the backup" in capsys.readouterr().out


def test_only_the_owner_may_read_the_file(full: APlace, file: Path) -> None:
    backed_up(full, file)
    assert file.stat().st_mode & 0o777 == 0o600


def test_secrets_and_sessions_stay_out(full: APlace, file: Path) -> None:
    made = backed_up(full, file)
    assert {"tokens", "staff-sessions", "sign-in-attempts"} & set(made.tables) == set()
    assert b"secret-token" not in file.read_bytes()


def test_the_same_stage_gives_the_same_bytes(full: APlace, file: Path) -> None:
    backed_up(full, file)
    other = file.with_name("other.zip")
    backed_up(full, other)
    assert other.read_bytes() == file.read_bytes()


def test_tables_with_rows_are_refused_and_untouched(
    full: APlace, a_place: Make, file: Path
) -> None:
    backed_up(full, file)
    used = a_place("key")
    used.put("gaps", {"key": {"S": "k"}, "shelf": {"S": "open"}, "last_ms": {"N": "1"}})
    with pytest.raises(Unfit, match="rows in: gaps"):
        restore(used, file, NOW, str)
    assert (used.done, used.scanned("cases")) == ([], [])


def test_a_broken_off_restore_stays_shut_and_goes_on(
    full: APlace, a_place: Make, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backed_up(full, file)
    empty = a_place("key")

    def torn(*_: object) -> None:
        raise ConnectionError("torn")

    with monkeypatch.context() as broken:
        broken.setattr("infra.copies.restore._compare", torn)
        with pytest.raises(ConnectionError):
            restore(empty, file, NOW, str)
    assert empty.done == ["shut"]
    assert empty.services.privacy.erasures.restore_under_way() != ""
    restore(empty, file, NOW, str)
    assert empty.done == ["shut", "shut", "open"]
    assert empty.scanned("erasures") == []


def test_another_backup_does_not_go_on_where_one_broke_off(
    full: APlace, a_place: Make, file: Path
) -> None:
    backed_up(full, file)
    empty = a_place("key")
    empty.services.privacy.erasures.begin_restore("prod 2026-01-01", NOW)
    with pytest.raises(Unfit, match="another backup"):
        restore(empty, file, NOW, str)


def test_a_damaged_backup_is_found_out_before_anything_is_written(
    full: APlace, a_place: Make, file: Path
) -> None:
    backed_up(full, file)
    broken = bytearray(file.read_bytes())
    broken[len(broken) // 2] ^= 1
    file.write_bytes(bytes(broken))
    empty = a_place("key")
    with pytest.raises(Unfit, match="damaged"):
        restore(empty, file, NOW, str)
    assert (empty.done, empty.scanned("documents")) == ([], [])


@pytest.mark.parametrize("body", [b"", b"PK nonsense"])
def test_what_is_no_backup_is_told_so(a_place: Make, file: Path, body: bytes) -> None:
    file.write_bytes(body)
    with pytest.raises(Unfit, match="no whole backup"):
        restore(a_place("key"), file, NOW, str)


def test_a_backup_without_its_manifest_is_none(full: APlace, file: Path) -> None:
    backed_up(full, file)
    half = file.with_name("half.zip")
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(half, "w") as out:
        out.writestr("tables/cases.jsonl.gz", whole.read("tables/cases.jsonl.gz"))
    with pytest.raises(Unfit, match="no whole backup"):
        Reader(half)


def test_a_backup_of_a_later_release_is_refused(full: APlace, file: Path) -> None:
    backed_up(full, file)
    later = file.with_name("later.zip")
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(later, "w") as out:
        held = whole.read("manifest.json").replace(b'"schema": 1', b'"schema": 99')
        out.writestr("manifest.json", held)
    with pytest.raises(Unfit, match="made by release"):
        Reader(later)


def test_who_was_forgotten_since_is_forgotten_again_before_it_opens(
    full: APlace, a_place: Make, file: Path
) -> None:
    backed_up(full, file)
    forgotten(full, "oreader", NOW + timedelta(days=1))
    lists = file.with_name("newer.zip")
    backed_up(full, lists, NOW + timedelta(days=2))
    empty = a_place("key")
    restore(empty, file, NOW + timedelta(days=2), str, lists)
    (case,) = empty.scanned("cases")
    assert "reader" not in case
    assert "words" not in f"{case}"
    assert list(empty.services.files.keys("cases/")) == []
    assert empty.done == ["shut", "open"]


def test_a_list_that_is_there_already_is_heeded_too(
    full: APlace, a_place: Make, file: Path
) -> None:
    backed_up(full, file)
    left = a_place("key")
    forgotten(left, "oreader", NOW + timedelta(days=1))
    restore(left, file, NOW + timedelta(days=2), str)
    (case,) = left.scanned("cases")
    assert "reader" not in case


def test_an_erasure_that_was_owed_is_done_before_it_opens(
    full: APlace, a_place: Make, file: Path
) -> None:
    full.services.wire.dispatch("PutItem", owed_put("w1", "oreader", "", NOW))
    backed_up(full, file)
    empty = a_place("key")
    restore(empty, file, NOW, str)
    assert "oreader" not in f"{empty.scanned('cases')}{empty.scanned('erasures')}"
    assert len(empty.scanned("erasures")) == 1


def test_who_was_forgotten_long_before_and_came_back_stays(
    full: APlace, a_place: Make, file: Path
) -> None:
    forgotten(full, "oreader", NOW - timedelta(days=3))
    backed_up(full, file)
    empty = a_place("key")
    restore(empty, file, NOW, str)
    (case,) = empty.scanned("cases")
    assert case["reader"] == {"S": "oreader"}


def test_a_list_made_with_another_key_is_refused(full: APlace, a_place: Make, file: Path) -> None:
    forgotten(full, "oreader", NOW)
    backed_up(full, file)
    other = a_place("another key")
    with pytest.raises(Unfit, match="pseudonym key"):
        restore(other, file, NOW, str)
    assert other.done == []


def test_a_backup_too_old_for_the_list_is_refused(full: APlace, a_place: Make, file: Path) -> None:
    backed_up(full, file)
    with pytest.raises(Unfit, match="400 days"):
        restore(a_place("key"), file, NOW + timedelta(days=401), str)


def test_tables_that_aws_restored_are_gone_through(full: APlace) -> None:
    forgotten(full, "oreader", NOW)
    assert replay(full, NOW - timedelta(days=1), NOW) == 1
    (case,) = full.scanned("cases")
    assert "reader" not in case
    assert full.done == ["shut", "open"]


def test_an_export_holds_what_is_the_librarys_own(full: APlace, file: Path) -> None:
    for row in full.scanned("documents"):
        asked = {"TableName": full.settings.table_name("documents"), "Key": row}
        full.services.wire.dispatch("DeleteItem", asked)
    export(full, file, NOW, str)
    names = set(zipfile.ZipFile(file).namelist())
    assert {"README.txt", "faq.yaml", "synonyms.yaml", "catalogue.jsonl"} <= names
    assert b"oreader" not in file.read_bytes()
