from datetime import timedelta

import pytest

from chalicelib.errors import BadRequest, Misconfigured, NotAllowed, TryLater, Unheard
from chalicelib.notify.model import About, State, Template, Way
from chalicelib.notify.service import Notify
from tests.notify.factories import NOTICE, NOW, READER, TEMPLATE, a_message
from tests.notify.fakes import FakeDeliveries, FakeInbox, FakePlatform

MINUTE = timedelta(minutes=1)


class Desk:
    """A notify over fakes."""

    def __init__(self, template: Template | None = TEMPLATE) -> None:
        self.rows, self.platform, self.inbox = FakeDeliveries(), FakePlatform(), FakeInbox()
        templates = {About.DUE: template} if template else {}
        self.notify = Notify(self.rows, self.platform, self.inbox, lambda: templates)

    def send(self) -> State:
        return self.notify.send(READER, a_message(), NOW)

    @property
    def way(self) -> Way | None:
        held = self.rows.one(READER, "due-1")
        return held.way if held else None

    @property
    def state(self) -> State | None:
        held = self.rows.one(READER, "due-1")
        return held.state if held else None


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_template_message_is_filled_and_sent_once(desk: Desk) -> None:
    assert [desk.send(), desk.send()] == [State.SENT, State.SENT]
    values = {"thing1": "平凡的世界", "time2": "2026年12月1日", "number3": "2"}
    assert desk.platform.sent == [(READER, "t-due", values, "due-1")]


@pytest.mark.parametrize(
    "refused", [NotAllowed("43101"), BadRequest("47003"), Misconfigured("48001")]
)
def test_what_the_platform_refuses_waits_in_the_inbox(desk: Desk, refused: Exception) -> None:
    desk.platform.says = [refused]
    assert desk.send() is State.SENT
    assert desk.inbox.left == {"due-1": "两本书快到期"}
    assert desk.way is Way.INBOX


def test_an_account_without_templates_uses_the_inbox(desk: Desk) -> None:
    desk.platform.ways = (Way.INBOX,)
    assert desk.send() is State.SENT
    assert (desk.platform.sent, desk.way) == ([], Way.INBOX)


def test_a_kind_without_a_template_uses_the_inbox() -> None:
    desk = Desk(template=None)
    desk.send()
    assert list(desk.inbox.left) == ["due-1"]


def test_a_lost_answer_is_sent_again_while_the_platform_drops_the_second(desk: Desk) -> None:
    desk.platform.says = [Unheard("torn")]
    assert desk.send() is State.SENDING
    desk.notify.sweep(NOW + MINUTE)
    assert desk.state is State.SENT
    assert desk.platform.sent[0][3] == "due-1"


def test_a_lost_answer_is_left_alone_once_a_second_would_be_shown(desk: Desk) -> None:
    desk.platform.says = [Unheard("torn")]
    desk.send()
    desk.notify.sweep(NOW + 10 * MINUTE)
    assert desk.state is State.UNKNOWN
    assert (desk.platform.sent, desk.inbox.left) == ([], {})


def test_a_notice_without_an_answer_is_never_sent_twice() -> None:
    desk = Desk(NOTICE)
    desk.platform.says = [Unheard("torn")]
    assert desk.send() is State.UNKNOWN


def test_a_busy_platform_is_asked_again_later(desk: Desk) -> None:
    desk.platform.says = [TryLater("45009")]
    assert desk.send() is State.SENDING
    desk.notify.sweep(NOW + 4 * MINUTE)
    assert desk.state is State.SENDING
    desk.notify.sweep(NOW + 20 * MINUTE)
    assert (desk.state, desk.way) == (State.SENT, Way.TEMPLATE)


def test_a_platform_that_is_busy_after_a_lost_answer_is_not_sent_it_twice(desk: Desk) -> None:
    desk.platform.says = [Unheard("torn"), TryLater("45009")]
    desk.send()
    desk.notify.sweep(NOW + 5 * MINUTE)
    desk.notify.sweep(NOW + 11 * MINUTE)
    assert (desk.state, desk.platform.sent) == (State.UNKNOWN, [])


def test_a_platform_busy_for_long_is_gone_round(desk: Desk) -> None:
    desk.platform.says = [TryLater("45009"), TryLater("45009")]
    desk.send()
    desk.notify.sweep(NOW + 31 * MINUTE)
    assert (desk.state, desk.way) == (State.SENT, Way.INBOX)


def test_a_reader_no_way_leads_to_is_reported(desk: Desk) -> None:
    desk.platform.says = [NotAllowed("43004")]
    desk.inbox.known = False
    assert desk.send() is State.UNREACHABLE


def test_a_message_that_did_not_arrive_waits_in_the_inbox(desk: Desk) -> None:
    desk.send()
    desk.notify.receive(READER, "wx1", "user block", NOW + MINUTE)
    assert list(desk.inbox.left) == ["due-1"]
    held = desk.rows.one(READER, "due-1")
    assert held is not None
    assert held.receipt == "user block"


def test_a_receipt_of_success_changes_nothing_else(desk: Desk) -> None:
    desk.send()
    desk.notify.receive(READER, "wx1", "success", NOW + MINUTE)
    assert desk.inbox.left == {}


def test_a_receipt_that_is_quicker_than_our_pen_comes_again(desk: Desk) -> None:
    desk.platform.says = [Unheard("torn")]
    desk.send()
    with pytest.raises(TryLater):
        desk.notify.receive(READER, "wx9", "success", NOW)


def test_a_receipt_of_somebody_elses_message_is_nothing(desk: Desk) -> None:
    desk.notify.receive(READER, "wx9", "success", NOW)
    assert desk.rows.rows == {}
