import pytest

from chalicelib.library.fields import Unreadable
from chalicelib.notify.model import SLOTS, About, Way
from chalicelib.notify.settings import parse_templates, written
from chalicelib.notify.suggest import best, purpose
from local.wechat_platform.templates import LIBRARY


def test_what_is_written_down_reads_the_same() -> None:
    held = [
        {"for": "due", "template": "t1", "fields": {"thing1": "title", "time2": "date"}},
        {"for": "recall", "template": "t2", "fields": {"thing1": "title"}, "way": "subscription"},
    ]
    read = parse_templates(held)
    assert read[About.RECALL].way is Way.SUBSCRIPTION
    assert written(read) == held


def test_no_templates_at_all_is_fine() -> None:
    assert parse_templates(None) == {}


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"for": "party", "template": "t", "fields": {}}, "party"),
        ({"for": "due", "template": "t", "fields": {"thing1": "place"}}, "place"),
        ({"for": "due", "template": "t", "fields": {"keyword one": "title"}}, "keyword one"),
        ({"for": "due", "template": "t", "fields": {}, "way": "pigeon"}, "way"),
        ({"for": "due", "fields": {}}, "template"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(entry: dict[str, object], says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        parse_templates([entry])


def test_two_templates_for_one_purpose_are_one_too_many() -> None:
    with pytest.raises(Unreadable):
        parse_templates([{"for": "due", "template": str(n), "fields": {}} for n in range(2)])


def test_the_accounts_templates_are_recognised_by_their_words() -> None:
    found = best((one.id, one.title, one.content) for one in LIBRARY)
    assert set(found) == set(About)
    assert found[About.DUE].fields == {
        "thing1": "title",
        "time2": "date",
        "number3": "count",
        "thing4": "advice",
    }
    assert found[About.HOLD_READY].fields["thing2"] == "place"
    assert found[About.HOLD_EXPIRING].id == found[About.HOLD_READY].id


def test_what_is_suggested_can_be_saved() -> None:
    found = best((one.id, one.title, one.content) for one in LIBRARY)
    assert parse_templates(written(found)) == found
    slots = {slot for one in found.values() for slot in one.fields.values()}
    assert slots <= {slot for known in SLOTS.values() for slot in known}


@pytest.mark.parametrize("title", ["会议通知", "订单支付成功"])
def test_a_template_about_something_else_is_left_alone(title: str) -> None:
    assert purpose(title) is None
