from local.wechat_platform.journal import Journal, masked


def a_journal(records: int, kept: int = 100) -> Journal:
    journal = Journal(kept)
    for number in range(records):
        journal.add(number=number)
    return journal


def ids(records: list[dict[str, object]]) -> list[object]:
    return [one["id"] for one in records]


def test_records_are_read_page_by_page() -> None:
    journal = a_journal(5)
    assert ids(journal.after(0, limit=2)) == [1, 2]
    assert ids(journal.after(2, limit=2)) == [3, 4]


def test_the_newest_come_last() -> None:
    assert ids(a_journal(5).newest(2)) == [4, 5]


def test_the_oldest_fall_out() -> None:
    assert ids(a_journal(5, kept=3).after(0)) == [3, 4, 5]


def test_secrets_are_masked() -> None:
    assert masked({"secret": "s", "appid": "a"}) == {"secret": "***", "appid": "a"}
