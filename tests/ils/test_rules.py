"""How a library lends, read from its facts."""

from datetime import date
from typing import Any

import pytest

from chalicelib.ils.embedded.rules import NUMBERS, SWITCHES, Rules, problems, rules_of
from chalicelib.library.model import Library
from chalicelib.library.parse import library_of
from chalicelib.texts.staff import LENDING_RULES


def a_library(**held: Any) -> Library:
    facts = {
        "library": {"id": "lin", "name": "临江"},
        "branches": [{"id": "main", "name": "总馆", "hours": "每天 9:00-17:00"}],
        "reader_types": [
            {"id": "child", "name": "少儿", "max_items": 3, "loan_days": 20, "renewals": 2},
            {"id": "adult", "name": "普通"},
        ],
    }
    return library_of({**facts, **held})


def test_a_reader_type_brings_its_own_numbers() -> None:
    rules = rules_of(a_library())
    assert (rules.of("child").max_items, rules.of("child").loan_days) == (3, 20)


def test_what_is_said_for_all_holds_where_a_type_says_nothing() -> None:
    rules = rules_of(a_library(circulation={"loan_days": 14, "max_holds": 2}))
    assert (rules.of("adult").loan_days, rules.of("child").max_holds) == (14, 2)
    assert rules.of("child").loan_days == 20


def test_what_is_said_for_a_type_goes_first() -> None:
    rules = rules_of(a_library(circulation={"types": {"child": {"loan_days": 7}}}))
    assert rules.of("child").loan_days == 7


def test_an_unknown_type_is_lent_to_as_all() -> None:
    assert rules_of(a_library()).of("martian").loan_days == 30


def test_every_branch_can_be_collected_at() -> None:
    assert rules_of(a_library()).branches == ("main",)


def test_what_is_wrong_is_named_and_counts_as_absent() -> None:
    library = a_library(circulation={"loan_days": "long", "due_on_open_days": "maybe"})
    assert rules_of(library).of("adult").loan_days == 30
    named = "".join(problems(library))
    assert "circulation.loan_days" in named
    assert "circulation.due_on_open_days" in named


def test_facts_without_a_word_of_lending_are_fine() -> None:
    assert problems(a_library()) == []


def test_days_of_an_outage_are_read_and_one_that_is_no_date_is_named() -> None:
    library = a_library(circulation={"outages": ["2026-12-24", date(2026, 12, 25), "gestern"]})
    assert rules_of(library).outages == {date(2026, 12, 24), date(2026, 12, 25)}
    assert "circulation.outages.2" in "".join(problems(library))


@pytest.mark.parametrize(
    ("circulation", "said"),
    [
        ({"fee_fen_per_day": 10}, "circulation.fee_fen_per_day：没有这一项借阅规则"),
        ({"types": {"chlid": {}}}, "没有编号为“chlid”的读者类型。现有：child, adult"),
        ({"types": {"child": {"fee": 0}}}, "circulation.types.child.fee：没有这一项"),
    ],
)
def test_a_misspelt_rule_is_named_and_not_kept_for_nothing(
    circulation: dict[str, Any], said: str
) -> None:
    assert said in "".join(problems(a_library(circulation=circulation)))


def test_the_console_explains_every_rule_with_its_default() -> None:
    rules = Rules()
    told = {name: usual for name, _, usual in LENDING_RULES if usual.isdigit()}
    switches = {name: usual == "true" for name, _, usual in LENDING_RULES if name in SWITCHES}
    assert told == {name: str(getattr(rules.common, name)) for name in NUMBERS}
    assert switches == {name: getattr(rules, name) for name in SWITCHES}
