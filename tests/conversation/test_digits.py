import pytest

from chalicelib.conversation.digits import plain_digits


@pytest.mark.parametrize(
    ("said", "read"),
    [("１", "1"), ("1。", "1"), ("１２３４５６", "123456"), ("2", "2"), ("2！", "2")],
)
def test_digits_alone_are_read_plainly(said: str, read: str) -> None:
    assert plain_digits(said) == read


@pytest.mark.parametrize(
    "said", ["１９８４年", "第１本", "", "。", "１２３４５６７", "1 3", "三体"]
)
def test_all_else_stays_as_written(said: str) -> None:
    assert plain_digits(said) == said
