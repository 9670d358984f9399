"""Catalogue imports as staff start and watch them."""

from dataclasses import replace

import pytest

from chalicelib.catalogue.model import Encoding, Format, ImportJob, JobState, Problem, Reason
from chalicelib.errors import BadRequest
from chalicelib.staff.model import Role
from tests.factories_staff import NOON, Browser, Desk, seen, text

START = "/staff/catalogue/imports"
JOB = ImportJob(
    "i000", "imports/x.mrc", "全馆.mrc", 200, Format.ISO2709, Encoding.GB18030, NOON, "lin"
)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def editor(desk: Desk) -> Browser:
    return desk.signed_in(Role.EDITOR)


def test_a_file_is_kept_and_its_import_begins(desk: Desk, editor: Browser) -> None:
    content = bytes(range(256))
    answer = editor.upload(START, "馆藏.mrc", content)
    assert answer.headers["Location"] == "/staff/catalogue/imports/i000"
    job = desk.imports.rows["i000"]
    assert job.file_name == "馆藏.mrc"
    assert desk.files.rows[job.file_key].body == content
    assert job.file_key.endswith(".mrc")
    assert desk.audit.told()[-1] == ("lin", "catalogue.import", "i000", "done")


def test_a_file_that_is_unfit_is_refused_in_chinese_and_not_kept(
    desk: Desk, editor: Browser
) -> None:
    desk.imports.refusal = BadRequest("no column for the title")
    answer = editor.upload(START, "a.csv", b"a,b")
    assert answer.status_code == 400
    assert "没有“题名”这一列" in seen(answer)
    assert desk.files.rows == {}


def test_without_a_file_nothing_begins(editor: Browser) -> None:
    answer = editor.upload(START, "a.csv", b"")
    assert answer.status_code == 400
    assert "请先选择一个文件" in seen(answer)


def test_a_file_beyond_the_limit_is_refused(editor: Browser) -> None:
    answer = editor.upload(START, "a.mrc", b"x" * (5 * 1024 * 1024))
    assert answer.status_code == 413
    assert "最多 4 MB" in seen(answer)


def test_a_running_import_shows_how_far_it_is_and_looks_again(desk: Desk, editor: Browser) -> None:
    desk.imports.rows["i000"] = replace(JOB, cursor=100, seen=40, added=38, refused=2)
    answer = editor.get("/staff/catalogue/imports/i000")
    assert "37%" in seen(answer)
    assert 'http-equiv="refresh"' in text(answer)
    assert "37%" in seen(editor.get("/staff/catalogue"))


def test_a_finished_import_lists_what_it_refused(desk: Desk, editor: Browser) -> None:
    desk.imports.rows["i000"] = replace(JOB, state=JobState.DONE, finished_at=NOON)
    desk.imports.refused = [Problem(7, 1234, Reason.TRUNCATED, "<b>")]
    answer = editor.get("/staff/catalogue/imports/i000")
    assert "7 记录不完整" in seen(answer)
    assert "<b>" not in text(answer)
    assert "refresh" not in text(answer)


def test_many_refused_records_are_paged(desk: Desk, editor: Browser) -> None:
    desk.imports.rows["i000"] = JOB
    desk.imports.refused = [Problem(n, n, Reason.NO_TITLE) for n in range(1, 71)]
    first = editor.get("/staff/api/catalogue/imports/i000/problems").json_body
    mark = first["next"]
    rest = editor.get(f"/staff/api/catalogue/imports/i000/problems?after={mark}").json_body
    assert [len(first["items"]), len(rest["items"])] == [50, 20]
    assert rest["items"][0]["says"] == "没有题名"


def test_what_stopped_an_import_is_said(desk: Desk, editor: Browser) -> None:
    failure = "no record ends within 4 MB after byte 99"
    desk.imports.rows["i000"] = replace(JOB, state=JobState.FAILED, failure=failure)
    assert "从第 99 字节起" in seen(editor.get("/staff/catalogue/imports/i000"))


def test_the_api_starts_lists_and_reads(editor: Browser) -> None:
    made = editor.upload("/staff/api/catalogue/imports", "a.csv", b"x", {"format": "csv"})
    listed = editor.get("/staff/api/catalogue/imports").json_body["items"]
    assert made.json_body["format"] == "csv"
    assert listed[0]["id"] == "i000"
    assert editor.get("/staff/api/catalogue/imports/i000").json_body["state"] == "reading"


def test_an_import_there_is_not_is_not_found(editor: Browser) -> None:
    assert editor.get("/staff/catalogue/imports/zzz").status_code == 404
