"""Keeping entries one by one and as whole files."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import yaml
from openpyxl import Workbook, load_workbook

from chalicelib.errors import Conflict, NotFound
from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.entry_codec import plain
from chalicelib.knowledge.entry_service import EntryService
from chalicelib.knowledge.entry_yaml import entries_from_yaml
from chalicelib.knowledge.sheets import from_sheet, to_sheet
from chalicelib.library.fields import Unreadable
from chalicelib.texts.words import Language
from tests.knowledge.desk import Desk, a_desk
from tests.knowledge.factories import an_entry
from tests.library.factories import DEMO

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
FULL = an_entry(
    similar=("无线网密码", "怎么上网"),
    keywords=("WiFi", "无线"),
    translations={Language.TRADITIONAL: "請到服務台。", Language.ENGLISH: "At the desk."},
    questions={Language.ENGLISH: "Wifi?"},
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
    owner="设备部",
)


@pytest.fixture
def desk() -> Desk:
    return a_desk()


@pytest.fixture
def service(desk: Desk) -> EntryService:
    return EntryService(desk.entries, desk.current)


def _apply(service: EntryService, wanted: Sequence[Entry], keep_others: bool = False) -> None:
    mark = service.preview(wanted, keep_others).mark
    service.apply(wanted, keep_others, mark, "anna", NOW)


def test_a_saved_entry_carries_who_saved_it(service: EntryService) -> None:
    saved = service.save(an_entry(), "anna", NOW)
    assert (saved.version, saved.updated_by) == (1, "anna")
    assert service.get("wifi") == saved


def test_an_entry_that_names_an_unknown_fact_is_refused(service: EntryService) -> None:
    with pytest.raises(Unreadable, match=r"问答 wifi：没有叫“fees\.x”的资料"):
        service.save(an_entry(answer="{fees.x}元"), "anna", NOW)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (an_entry("A b"), "不能作编号"),
        (an_entry(answer=""), "answer：缺少这一项"),
        (an_entry(answer="长" * 601), "最多 600"),
        (an_entry(question="长" * 101), "最多 100"),
        (an_entry(similar=tuple(map(str, range(61)))), "最多 60 个"),
        (an_entry(valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1)), "失效日早于生效日"),
    ],
)
def test_a_wrong_entry_is_explained(service: EntryService, entry: Entry, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        service.save(entry, "anna", NOW)


def test_of_two_editors_the_second_is_told(service: EntryService) -> None:
    saved = service.save(an_entry(), "anna", NOW)
    service.save(replace(saved, answer="甲"), "anna", NOW)
    with pytest.raises(Conflict):
        service.save(replace(saved, answer="乙"), "ben", NOW)


def test_categories_are_those_in_use(service: EntryService) -> None:
    service.save(an_entry("a", category="设施"), "anna", NOW)
    service.save(an_entry("b", category="办证"), "anna", NOW)
    service.save(an_entry("c", category="设施"), "anna", NOW)
    assert service.categories() == ("设施", "办证")


def test_a_preview_shows_what_changes_and_changes_nothing(service: EntryService) -> None:
    service.save(an_entry("a"), "anna", NOW)
    service.save(an_entry("b"), "anna", NOW)
    service.save(an_entry("c"), "anna", NOW)
    wanted = [an_entry("a"), an_entry("b", answer="新"), an_entry("d")]
    preview = service.preview(wanted, keep_others=False)
    assert [entry.id for entry in preview.added] == ["d"]
    assert [(c.after.id, c.fields) for c in preview.changed] == [("b", ("answer",))]
    assert [entry.id for entry in preview.removed] == ["c"]
    assert preview.unchanged == 1
    assert service.get("b").answer == "请到服务台。"


def test_an_import_may_leave_the_others_alone(service: EntryService) -> None:
    service.save(an_entry("a"), "anna", NOW)
    _apply(service, [an_entry("b")], keep_others=True)
    assert [entry.id for entry in service.page().entries] == ["a", "b"]


def test_an_import_does_what_the_preview_showed(service: EntryService) -> None:
    service.save(an_entry("a"), "anna", NOW)
    service.save(an_entry("b"), "anna", NOW)
    _apply(service, [an_entry("b", answer="新"), an_entry("c")])
    assert [(e.id, e.version) for e in service.page().entries] == [("b", 2), ("c", 1)]
    with pytest.raises(NotFound):
        service.get("a")


def test_an_import_after_somebody_edited_is_refused(service: EntryService) -> None:
    mark = service.preview([an_entry("b")], keep_others=True).mark
    service.save(an_entry("a"), "ben", NOW)
    with pytest.raises(Conflict):
        service.apply([an_entry("b")], True, mark, "anna", NOW)
    assert [entry.id for entry in service.page().entries] == ["a"]


def test_a_file_with_one_wrong_entry_changes_nothing(service: EntryService) -> None:
    with pytest.raises(Unreadable, match="问答 b"):
        _apply(service, [an_entry("a"), an_entry("b", answer="{moon}")])
    assert service.page().entries == ()


def test_the_same_file_again_changes_nothing(service: EntryService, desk: Desk) -> None:
    _apply(service, [an_entry("a"), FULL])
    edits = desk.entries.edits
    _apply(service, [an_entry("a"), FULL])
    assert desk.entries.edits == edits


def test_the_demo_questions_import_whole(service: EntryService) -> None:
    entries = entries_from_yaml((DEMO / "faq.yaml").read_text("utf-8"))
    _apply(service, entries)
    assert len(service.page(limit=100).entries) == len(entries) == 76


def to_yaml(entries: Sequence[Entry]) -> bytes:
    return yaml.safe_dump([plain(entry) for entry in entries], allow_unicode=True).encode()


def from_yaml(body: bytes) -> Sequence[Entry]:
    return entries_from_yaml(body.decode("utf-8-sig", "replace"))


Carry = tuple[Callable[[Sequence[Entry]], bytes], Callable[[bytes], Sequence[Entry]]]


@pytest.mark.parametrize("carry", [(to_yaml, from_yaml), (to_sheet, from_sheet)])
def test_an_exported_file_imports_as_the_same_entries(carry: Carry) -> None:
    write, read = carry
    entries = [FULL, an_entry("b", answer="=1+1", question="-5度也开吗？\n真的？")]
    assert list(read(write(entries))) == entries


@pytest.mark.parametrize("carry", [(to_yaml, from_yaml), (to_sheet, from_sheet)])
def test_the_demo_questions_survive_export_and_import(carry: Carry) -> None:
    write, read = carry
    entries = entries_from_yaml((DEMO / "faq.yaml").read_text("utf-8"))
    assert list(read(write(entries))) == entries


def test_a_wrong_row_of_a_yaml_file_is_named_by_its_id() -> None:
    body = "- {id: a, category: 设施, question: 问, answer: 答}\n- {id: b, category: 设施, answer: 答}\n- 3"
    with pytest.raises(Unreadable) as wrong:
        from_yaml(body.encode())
    assert wrong.value.problems == (
        "第 2 条（b）.question：缺少这一项",
        "第 3 条：这里应当是“名称: 内容”的列表",
    )


def test_an_id_that_stands_twice_is_told() -> None:
    one = "- {id: a, category: 设施, question: 问, answer: 答}\n"
    with pytest.raises(Unreadable, match="编号“a”出现了两次"):
        from_yaml((one * 2).encode())


@pytest.mark.parametrize("body", [b"", b"a: 1", b"[]", b"\xff\xfe\x00"])
def test_a_file_without_entries_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable):
        from_yaml(body)


def _a_sheet(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_wrong_row_of_a_sheet_is_named_by_its_number() -> None:
    body = _a_sheet(
        ["编号", "分类", "问题", "答案"], ["a", "设施", "问", "答"], ["b", "设施", "", "答"]
    )
    with pytest.raises(Unreadable, match=r"第 3 行（b）\.question：缺少这一项"):
        from_sheet(body)


def test_a_sheet_may_have_empty_rows_dates_and_columns_of_its_own() -> None:
    body = _a_sheet(
        ["备注", "编号", "分类", "问题", "答案", "生效日"],
        ["x", "a", "设施", "问", 12.0, datetime(2026, 1, 2)],  # noqa: DTZ001 - as a sheet has it
        [None] * 6,
    )
    (entry,) = from_sheet(body)
    assert (entry.answer, entry.valid_from) == ("12", date(2026, 1, 2))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(Unreadable, match="缺少“答案”这一列"):
        from_sheet(_a_sheet(["编号", "分类", "问题"], ["a", "b", "c"]))


@pytest.mark.parametrize("body", [b"", b"not a sheet", b"PK\x03\x04broken"])
def test_a_file_that_is_no_sheet_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable, match="xlsx"):
        from_sheet(body)


def test_a_sheet_shows_formulas_as_text() -> None:
    book = load_workbook(io.BytesIO(to_sheet([an_entry(answer="=HYPERLINK(1)")])))
    assert book.active["F2"].value == "'=HYPERLINK(1)"
