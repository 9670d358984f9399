"""Words on a screen and the reason they mean."""

import pytest

from chalicelib.ils.model import Reason
from chalicelib.ils.sip2.refusals import Effect, reason_of

RENEWALS = [
    ("Item has outstanding holds", Reason.RESERVED_BY_OTHER),
    ("该书已被其他读者预约,不能续借", Reason.RESERVED_BY_OTHER),
    ("此書已被預約", Reason.RESERVED_BY_OTHER),
    ("已超过续借次数", Reason.LIMIT_REACHED),
    ("续借次数已满", Reason.LIMIT_REACHED),
    ("續借次數已達上限", Reason.LIMIT_REACHED),
    ("Maximum renewals reached", Reason.LIMIT_REACHED),
    ("You have reached the renewal limit", Reason.LIMIT_REACHED),
    ("未到续借时间", Reason.TOO_EARLY),
    ("Too soon to renew", Reason.TOO_EARLY),
    ("您有超期图书未还", Reason.OVERDUE_OTHERS),
    ("读者证已过期", Reason.CARD_EXPIRED),
    ("Patron card expired", Reason.CARD_EXPIRED),
    ("证件已挂失", Reason.CARD_BLOCKED),
    ("Patron is blocked", Reason.CARD_BLOCKED),
    ("欠款未交,请到服务台缴纳", Reason.FEES_OWED),
    ("Patron has outstanding fines", Reason.FEES_OWED),
    ("Item has been recalled", Reason.RECALLED),
    ("该书已被召回", Reason.RECALLED),
    ("Item not checked out", Reason.NOT_ON_LOAN),
    ("Item checked out to another patron", Reason.NOT_ON_LOAN),
    ("此书未借出", Reason.NOT_ON_LOAN),
    ("本馆图书不允许续借", Reason.NOT_RENEWABLE),
    ("Renewal not allowed", Reason.NOT_RENEWABLE),
    ("COMMAND NOT SUPPORTED", Reason.NOT_SUPPORTED),
    ("册条码号不存在", Reason.NO_SUCH_ITEM),
    ("Unknown item", Reason.NO_SUCH_ITEM),
    ("系统忙", Reason.UNKNOWN),
    ("", Reason.UNKNOWN),
]
HOLDS = [
    ("Item already on hold for this patron", Reason.ALREADY_HELD),
    ("您已预约过此书", Reason.ALREADY_HELD),
    ("請勿重複預約:已預約", Reason.ALREADY_HELD),
    ("您已借阅该书", Reason.ALREADY_BORROWED),
    ("该书在架,请直接借阅", Reason.ON_THE_SHELF),
    ("Item is available", Reason.ON_THE_SHELF),
    ("预约册数已达上限", Reason.LIMIT_REACHED),
    ("Hold limit reached", Reason.LIMIT_REACHED),
    ("Invalid pickup location", Reason.NO_SUCH_PICKUP),
    ("此书不能预约", Reason.NOT_HOLDABLE),
    ("Item cannot be requested", Reason.NOT_HOLDABLE),
    ("No such item", Reason.NO_SUCH_ITEM),
]
CANCELS = [
    ("没有找到该预约", Reason.NO_SUCH_HOLD),
    ("No such hold", Reason.NO_SUCH_HOLD),
    ("预约书已到馆,等待取书", Reason.ALREADY_READY),
]


@pytest.mark.parametrize(("words", "reason"), RENEWALS)
def test_why_a_renewal_is_refused(words: str, reason: Reason) -> None:
    assert reason_of(words, Effect.RENEW, {}) is reason


@pytest.mark.parametrize(("words", "reason"), HOLDS)
def test_why_a_hold_is_refused(words: str, reason: Reason) -> None:
    assert reason_of(words, Effect.HOLD, {}) is reason


@pytest.mark.parametrize(("words", "reason"), CANCELS)
def test_why_a_hold_stays(words: str, reason: Reason) -> None:
    assert reason_of(words, Effect.CANCEL, {}) is reason


def test_a_librarys_own_pattern_comes_first() -> None:
    own = {"第.馆不办": "not_supported"}
    assert reason_of("第二馆不办,不允许续借", Effect.RENEW, own) is Reason.NOT_SUPPORTED
