"""Totals and first five pages of the index against a scan of all titles."""

import random
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.truth import found, rows_of
from chalicelib.catalogue.model import Copy, Record
from tests.catalogue.factories import NOW, Desk, a_catalogue, a_desk, as_jsonl

CHARS = "红楼梦人家史"
words = st.text(CHARS, min_size=1, max_size=6)
few_words = st.lists(words, max_size=2).map(tuple)


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    titles = draw(st.lists(st.tuples(words, few_words, few_words, words), min_size=1, max_size=25))
    return [
        Record(f"r{i}", title, subtitle=subtitle, authors=authors, subjects=subjects)
        for i, (title, authors, subjects, subtitle) in enumerate(titles)
    ]


def pages(desk: Desk, said: str, count: int = 5) -> list[str]:
    search = desk.search
    found_pages = [search.find(said, page, NOW) for page in range(count)]
    return [hit.record.id for page in found_pages for hit in page.hits]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records(), words, st.integers(1, 9))
def test_one_word_finds_what_a_scan_finds(held: list[Record], said: str, slice_size: int) -> None:
    desk = a_catalogue(*held, slice_size=slice_size)
    truth = found(rows_of(held), [said])
    answer = desk.search.find(said, 0, NOW)
    exact = answer.total if answer.how == "exact" else 0
    assert (exact, pages(desk, said)[: len(truth)]) == (len(truth), truth[:25])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records(), words, words)
def test_two_words_find_what_a_scan_finds(held: list[Record], one: str, other: str) -> None:
    desk = a_catalogue(*held)
    truth = found(rows_of(held), list(dict.fromkeys((one, other))))
    answer = desk.search.find(f"{one} {other}", 0, NOW)
    exact = answer.total if answer.how in ("exact", "none") else 0
    assert (exact, pages(desk, f"{one} {other}")[: len(truth)]) == (len(truth), truth[:25])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records(), records(), words)
def test_a_second_import_replaces_titles_of_the_same_id(
    before: list[Record], after: list[Record], said: str
) -> None:
    desk = a_catalogue(*before)
    desk.take_in(as_jsonl(after))
    last = {record.id: record for record in (*before, *after)}
    truth = found(rows_of(last.values()), [said])
    answer = desk.search.find(said, 0, NOW)
    exact = answer.total if answer.how == "exact" else 0
    assert (exact, sorted(pages(desk, said, 12))[: len(truth)]) == (len(truth), sorted(truth))


@pytest.fixture(scope="module")
def crowded() -> tuple[Desk, list[Record]]:
    """Few characters and many titles, so that lists are long and lie in blobs of their own."""
    rng = random.Random(7)
    held = [
        Record(
            f"r{i}",
            "".join(rng.choices(CHARS, k=rng.randint(1, 7))),
            authors=("".join(rng.choices(CHARS, k=3)),),
            subjects=("".join(rng.choices(CHARS, k=4)),),
            copies=(Copy("main"),) * rng.randint(0, 4),
        )
        for i in range(5000)
    ]
    desk = a_desk(slice_size=700)
    desk.take_in(as_jsonl(held))
    return desk, held


QUERIES = [
    "".join(chars)
    for length in (1, 2, 3, 4)
    for chars in random.Random(length).sample(
        list(product(CHARS, repeat=length)), min(6, 6**length)
    )
]


@pytest.mark.parametrize("said", QUERIES)
def test_long_lists_answer_as_a_scan_does(said: str, crowded: tuple[Desk, list[Record]]) -> None:
    desk, held = crowded
    truth = found(rows_of(held), [said])
    answer = desk.search.find(said, 0, NOW)
    assert (answer.total, pages(desk, said)) == (len(truth), truth[:25])


@pytest.mark.parametrize("said", QUERIES[:12])
def test_a_page_behind_the_best_hundred_is_read_from_the_whole_list(
    said: str, crowded: tuple[Desk, list[Record]]
) -> None:
    desk, held = crowded
    truth = found(rows_of(held), [said])
    page = desk.search.find(said, 24, NOW)
    assert [hit.record.id for hit in page.hits] == truth[120:125]


def test_long_lists_are_really_there(crowded: tuple[Desk, list[Record]]) -> None:
    layout_names = [name for name in crowded[0].blobs.held if name.startswith("tm")]  # type: ignore[attr-defined]
    assert len(layout_names) > 20
