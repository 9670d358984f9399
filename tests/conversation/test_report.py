from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.conversation.model import LedgerEntry, Row
from chalicelib.conversation.report import report
from chalicelib.dialogue import End

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def an_entry(key: str, arrived: datetime) -> LedgerEntry:
    day = f"{arrived:%Y-%m-%d}"
    return LedgerEntry(day, key, "p", "text", End.ANSWERED, None, arrived, arrived)


@dataclass(frozen=True)
class OnePage:
    entries: tuple[LedgerEntry, ...]
    after: str = ""


@dataclass(frozen=True)
class Kept:
    """A ledger by UTC days, all in the first shard."""

    entries: tuple[LedgerEntry, ...]

    def day(self, day: str, shard: int, after: str = "", limit: int = 200) -> OnePage:
        return OnePage(tuple(e for e in self.entries if e.day == day and shard == 0))

    def open_rows(self, shard: int, before: datetime) -> list[str]:
        return []

    def row(self, reader: str) -> Row | None:
        return None


KEPT = Kept(
    (
        an_entry("evening before", datetime(2026, 11, 20, 15, 59, tzinfo=UTC)),
        an_entry("after midnight", datetime(2026, 11, 20, 16, 0, tzinfo=UTC)),
        an_entry("morning", datetime(2026, 11, 21, 1, 0, tzinfo=UTC)),
        an_entry("next day", datetime(2026, 11, 21, 16, 0, tzinfo=UTC)),
    )
)


def test_a_day_of_the_library_goes_from_its_midnight_to_its_midnight() -> None:
    assert report(KEPT, KEPT, "2026-11-21", NOW, "Asia/Shanghai").messages == 2


def test_a_reader_who_comes_twice_is_one_reader() -> None:
    assert report(KEPT, KEPT, "2026-11-21", NOW, "Asia/Shanghai").readers == 1


def test_without_a_timezone_a_day_is_as_the_ledger_keeps_it() -> None:
    assert report(KEPT, KEPT, "2026-11-21", NOW).messages == 2
    assert report(KEPT, KEPT, "2026-11-20", NOW).messages == 2
