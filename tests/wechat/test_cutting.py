"""A long text is cut where a reader minds least, and nothing of it is lost."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.wechat.cutting import TEXT_LIMIT_BYTES, cut_text
from chalicelib.wechat.markup import scrub

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
THUMB = "\U0001f44d\U0001f3fd"
FLAGS = "\U0001f1e8\U0001f1f3\U0001f1ec\U0001f1e7"
HEART = "\u2764\ufe0f"
LINK = "<a href='http://a'>续借</a>"

pieces = st.sampled_from(["\n", "。", " ", "馆", "<a ", FAMILY, LINK, FLAGS, THUMB])
texts = st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=40).map("".join)


def heads(text: str, limit: int) -> list[str]:
    """The text read on to its end."""
    head, rest = cut_text(text, limit)
    return [head, *heads(rest, limit)] if rest else [head]


def test_a_short_text_stays_whole() -> None:
    assert cut_text("你好") == ("你好", "")


def test_a_text_of_exactly_the_limit_stays_whole() -> None:
    assert cut_text("馆" * 680) == ("馆" * 680, "")


def test_one_byte_more_is_cut() -> None:
    head, rest = cut_text("馆" * 680 + "a")
    assert (len(head.encode()), rest) == (TEXT_LIMIT_BYTES, "a")


@pytest.mark.parametrize(
    ("text", "limit", "head"),
    [
        ("第一行\n第二行。还有\n很长很长", 40, "第一行\n第二行。还有"),
        ("一句话说完了。另一句话很长很长很长", 33, "一句话说完了。"),
        ("他说：“好的。”然后走了很远很远", 33, "他说：“好的。”"),
        ("Open daily. Closed on Monday", 20, "Open daily. "),
        ("It costs 3.50 yuan a day", 14, "It costs 3.50 "),
        ("没有句号，只有逗号的一句长话啊", 27, "没有句号，"),
        ("一二三四五六七八九十一二三四五", 25, "一二三四五六七八"),
    ],
)
def test_the_cut_is_at_the_best_end_that_fits(text: str, limit: int, head: str) -> None:
    assert cut_text(text, limit)[0] == head


def test_an_end_in_the_first_half_is_too_early() -> None:
    assert len(cut_text("好。" + "长" * 50, 60)[0]) == 20


def test_line_ends_at_the_cut_are_not_shown() -> None:
    assert cut_text("一二三四五六七\n\n\n八九十", 27) == ("一二三四五六七", "八九十")


@pytest.mark.parametrize("limit", range(12, 60))
def test_a_link_is_never_cut(limit: int) -> None:
    text = f"点这里：{LINK}。"
    head, rest = cut_text(text, limit)
    assert (LINK in head) or (LINK in rest)


@pytest.mark.parametrize("sign", [FAMILY, THUMB, FLAGS[:2], HEART, "e\u0301", "1\ufe0f\u20e3"])
@pytest.mark.parametrize("before", range(9))
def test_a_written_character_is_never_cut(sign: str, before: int) -> None:
    head, rest = cut_text("字" * 8 + "x" * before + sign + "尾" * 9, 36)
    assert (sign in head) or (sign in rest)


def test_of_two_flags_side_by_side_the_first_stays_whole() -> None:
    assert cut_text("字字字" + FLAGS, 18)[0] in ("字字字", "字字字" + FLAGS[:2])


def test_a_link_longer_than_the_limit_is_cut_rather_than_lost() -> None:
    assert "".join(heads(f"<a href='{'x' * 99}'>x</a>", 40)).count("x") == 100


def test_an_open_mark_that_is_no_link_does_not_hold_up_the_text() -> None:
    assert len(cut_text("<a " + "x" * 99, 40)[0]) == 40


@given(texts, st.integers(8, 120))
@example("<a " * 60, 20)
@example("\u0301" * 60, 20)
@example(FLAGS * 20, 30)
@example("\n" * 100 + "x" * 100, 20)
def test_nothing_is_lost_and_every_piece_fits(text: str, limit: int) -> None:
    cut = heads(text, limit)
    assert max(len(piece.encode()) for piece in cut) <= limit
    assert "".join(cut).replace("\n", "") == scrub(text).replace("\n", "")


@given(texts.filter(lambda text: text.strip()), st.integers(8, 120))
def test_reading_on_makes_headway(text: str, limit: int) -> None:
    assert len(heads(text, limit)) <= len(text) + 1
