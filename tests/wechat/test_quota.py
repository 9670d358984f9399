"""How much of the day's calls is left."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from chalicelib import events
from chalicelib.errors import TryLater
from chalicelib.metrics import Measure
from chalicelib.wechat.platform_model import Quota
from chalicelib.wechat.quota_service import WATCHED, QuotaWatch

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@dataclass
class Platform:
    """`left` of 100 by path; of a path that is missing there is no word."""

    left: dict[str, int]
    is_verified: bool = True
    asked: list[str] = field(default_factory=list)

    def quota(self, path: str) -> Quota:
        self.asked.append(path)
        if path not in self.left:
            raise TryLater("WeChat: the network failed")
        return Quota(100, 100 - self.left[path], self.left[path])


def looked(watch: QuotaWatch, *moments: datetime) -> dict[Measure, float]:
    with events.event() as event:
        [watch.look(moment) for moment in moments]
    return event.measures


def test_the_scarcest_counts() -> None:
    platform = Platform({WATCHED[0]: 80, WATCHED[2]: 15})
    assert looked(QuotaWatch(platform, True), NOON) == {Measure.QUOTA_LEFT: 15}
    assert platform.asked == list(WATCHED)


def test_what_is_used_up_is_told_too() -> None:
    assert looked(QuotaWatch(Platform({WATCHED[0]: 0}), True), NOON) == {Measure.QUOTA_LEFT: 0}


def test_it_is_asked_once_an_hour() -> None:
    platform = Platform(dict.fromkeys(WATCHED, 50))
    looked(
        QuotaWatch(platform, True), NOON, NOON + timedelta(minutes=59), NOON + timedelta(hours=1)
    )
    assert len(platform.asked) == 2 * len(WATCHED)


def test_an_unverified_account_is_not_asked_for() -> None:
    platform = Platform({}, is_verified=False)
    assert looked(QuotaWatch(platform, True), NOON) == {}
    assert platform.asked == []


def test_where_nobody_answers_nothing_is_told() -> None:
    assert looked(QuotaWatch(Platform({}), True), NOON) == {}


def test_where_wechat_takes_no_calls_none_is_made() -> None:
    platform = Platform(dict.fromkeys(WATCHED, 50))
    assert looked(QuotaWatch(platform, False), NOON) == {}
    assert platform.asked == []
