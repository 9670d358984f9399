"""The due-date file kept and read back, in a folder and over documents in memory."""

import gzip
from datetime import timedelta

import pytest

from chalicelib.errors import BadRequest, TryLater
from chalicelib.ils.model import Call, CardNumber
from chalicelib.reminders.file_service import FileAccounts
from chalicelib.reminders.file_store import DueFileStore
from tests.fakes_reminders import FakeShelf
from tests.fakes_staff import FakeFiles
from tests.reminders.world import MORNING

CSV = "card,item,title,due\nR-1,B1,平凡的世界,2026-11-28\nR2,B2,活着,2026-11-29\n".encode()


class Shelf:
    def __init__(self) -> None:
        self.files = FakeFiles()
        self.ids = iter("abcdefgh")
        store = DueFileStore(FakeShelf(), self.files, b"key", lambda: next(self.ids))
        self.accounts = FileAccounts(store)

    def titles(self, card: str, **later: float) -> list[str]:
        call = Call(MORNING + timedelta(**later))
        return [loan.title for loan in self.accounts.account(CardNumber(card), call).loans]


@pytest.fixture
def shelf() -> Shelf:
    made = Shelf()
    made.accounts.take(CSV, "到期.csv", "lin", MORNING)
    return made


def test_a_card_has_what_the_file_says(shelf: Shelf) -> None:
    assert [shelf.titles("r1"), shelf.titles("R2"), shelf.titles("R3")] == [
        ["平凡的世界"],
        ["活着"],
        [],
    ]


def test_the_next_file_takes_the_place_of_the_last(shelf: Shelf) -> None:
    shelf.titles("R1")
    shelf.accounts.take("card,title,due\nR3,围城,2026-11-30\n".encode(), "b.csv", "lin", MORNING)
    assert [shelf.titles("R1"), shelf.titles("R3")] == [[], ["围城"]]
    assert list(shelf.files.rows) == ["due/b.gz"]


def test_after_two_days_nobody_is_reminded_from_it_and_it_is_gone(shelf: Shelf) -> None:
    assert shelf.titles("R1", days=2) == ["平凡的世界"]
    with pytest.raises(TryLater):
        shelf.titles("R1", days=2, minutes=1)
    assert shelf.files.rows == {}
    known = shelf.accounts.known()
    assert known is not None
    assert known.is_too_old(MORNING + timedelta(days=3))


def test_without_any_file_reminders_wait() -> None:
    with pytest.raises(TryLater):
        Shelf().titles("R1")


def test_an_unfit_file_leaves_the_last_one_in_use(shelf: Shelf) -> None:
    with pytest.raises(BadRequest):
        shelf.accounts.take(b"rubbish", "c.csv", "lin", MORNING)
    assert shelf.titles("R1") == ["平凡的世界"]


def test_no_card_number_stands_in_what_is_kept(shelf: Shelf) -> None:
    known = shelf.accounts.known()
    assert known is not None
    assert (known.cards, known.rows, known.by) == (2, 2, "lin")
    (kept,) = shelf.files.rows.values()
    text = gzip.decompress(kept.body).decode()
    assert ("活着" in text, "R2" in text) == (True, False)


def test_a_file_of_less_than_half_the_lines_is_taken_and_remarked_on(shelf: Shelf) -> None:
    many = "card,title,due\n" + "".join(f"R{n},书,2026-11-30\n" for n in range(9))
    assert shelf.accounts.take(many.encode(), "a.csv", "lin", MORNING).problems == ()
    half = shelf.accounts.take(CSV, "b.csv", "lin", MORNING)
    assert "少了一半多" in half.problems[0]
