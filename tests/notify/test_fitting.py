"""Facts fitted to fields are taken by the platform, judged by its own rules."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.notify.fitting import fit, fitted, kind_of
from local.wechat_platform import field_rules

KINDS = sorted(field_rules._SHAPES)
FACTS = st.one_of(st.text(max_size=60), st.integers(0, 10**6), st.dates())


@given(kind=st.sampled_from(KINDS), fact=FACTS)
def test_whatever_is_put_into_a_field_fits_it(kind: str, fact: str | int | date) -> None:
    name = f"{kind}1"
    value = fit(kind, fact)
    assert field_rules.values("{{" + name + ".DATA}}", {name: {"value": value}}) == {name: value}


def test_a_long_title_is_cut_with_a_sign_that_it_goes_on() -> None:
    value = fit("thing", "中国科学院图书馆图书分类法及其使用说明大全")
    assert value == "中国科学院图书馆图书分类法及其使用说明…"
    assert len(value) == 20


@pytest.mark.parametrize(
    ("kind", "fact", "value"),
    [
        ("time", date(2026, 12, 1), "2026年12月1日"),
        ("number", "共3本", "3"),
        ("character_string", "证A-12", "A-12"),
        ("phrase", "已经到馆可以取", "已经到馆可"),
        ("amount", "12.50元", "12.50"),
    ],
)
def test_each_kind_keeps_what_it_can(kind: str, fact: str | date, value: str) -> None:
    assert fit(kind, fact) == value


def test_a_field_without_a_fact_is_not_left_empty() -> None:
    assert fitted({"thing1": "title", "number2": "count"}, {}) == {"thing1": "-", "number2": "0"}


def test_a_fields_kind_is_its_name_without_the_number() -> None:
    assert [kind_of(name) for name in ("thing1", "phone_number12", "first")] == [
        "thing",
        "phone_number",
        "",
    ]
