"""Whatever staff type, settings and entries are read or refused with sentences, never a crash."""

from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.knowledge.days import asked_time
from chalicelib.knowledge.entry_codec import read_entry
from chalicelib.knowledge.entry_yaml import entries_from_yaml
from chalicelib.knowledge.sheets import from_sheet
from chalicelib.knowledge.teaching_service import parse_synonyms
from chalicelib.knowledge.words import chosen_number
from chalicelib.library.documents import Document
from chalicelib.library.facts import all_names, fill
from chalicelib.library.fields import Unreadable
from chalicelib.library.parse import library_of
from chalicelib.library.snapshot import EDITABLE, snapshot
from chalicelib.library.written import load_yaml
from tests.library.factories import a_file, a_library, day
from tests.library.fakes import FakeCalendar

KEYS = st.sampled_from(
    [
        "library",
        "branches",
        "id",
        "name",
        "aliases",
        "hours",
        "mon",
        "tue",
        "sun",
        "phone",
        "phone_hours",
        "lat",
        "lon",
        "floors",
        "timezone",
        "holiday_rule",
        "closed",
        "holiday_hours",
        "open_branches",
        "others",
        "reader_types",
        "max_items",
        "services",
        "complaint",
        "reply_workdays",
        "self_service_24h",
        "first",
        "last",
        "note",
        "question",
        "answer",
        "similar",
        "keywords",
        "translations",
        "questions",
        "category",
        "valid_from",
        "buttons",
        "key",
        "url",
        "words",
        "direction",
        "zh-Hans",
        "en",
    ]
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.dates(),
    st.sampled_from(["9:00-17:00", "closed", "周二至周日 9:00-17:00", "main", "{hours.main}", "{"]),
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(held=ANYTHING)
def test_any_structure_is_read_as_facts_or_refused(held: Any) -> None:
    with suppress(Unreadable):
        library_of(held)


@settings(max_examples=300, deadline=None)
@given(changed=st.dictionaries(KEYS, ANYTHING, max_size=4))
def test_any_change_to_good_facts_is_read_or_refused(changed: dict[str, Any]) -> None:
    with suppress(Unreadable):
        all_names(library_of({**a_file(), **changed}))


@settings(max_examples=200, deadline=None)
@given(held=st.dictionaries(KEYS, ANYTHING, max_size=8))
def test_any_structure_is_read_as_an_entry_or_refused(held: dict[str, Any]) -> None:
    with suppress(Unreadable):
        read_entry(held)


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(EDITABLE), body=st.text(max_size=200))
def test_any_text_is_read_as_a_document_or_refused(name: str, body: str) -> None:
    with suppress(Unreadable):
        snapshot({name: Document(name, body, 1)}, FakeCalendar(), load_yaml)


@settings(max_examples=300, deadline=None)
@given(body=st.text(alphabet="-: {}[]\n\"'&*!|>%@abc0129，：", max_size=60))
def test_any_text_is_yaml_or_refused(body: str) -> None:
    with suppress(Unreadable):
        load_yaml(body)
    with suppress(Unreadable):
        entries_from_yaml(body)
    with suppress(Unreadable):
        parse_synonyms(body)


@settings(max_examples=300, deadline=None)
@given(template=st.text(alphabet="{}.abhours main一\n", max_size=40))
def test_any_template_is_filled_or_refused(template: str) -> None:
    with suppress(Unreadable):
        fill(template, a_library())


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=200))
def test_any_bytes_are_a_sheet_or_refused(body: bytes) -> None:
    with suppress(Unreadable):
        from_sheet(body)
    with suppress(Unreadable):
        from_sheet(b"PK\x03\x04" + body)


@settings(max_examples=500, deadline=None)
@given(
    said=st.text(alphabet="周一二三日月号点半:：0123456789今明后天下晚上国庆十初ampm ", max_size=30)
)
def test_any_words_are_searched_for_days(said: str) -> None:
    asked_time(said, day("2028-02-29"))
    chosen_number(said)
