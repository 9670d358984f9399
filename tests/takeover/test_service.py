"""A live account taken over and given back, at the fake platform."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.errors import NotFound
from chalicelib.library.store import DocumentStore
from chalicelib.tables.connect import Wire
from chalicelib.takeover.service import Takeover
from tests.local.box import Box, a_box
from tests.local.standin import APP_ID, APP_SECRET
from tests.takeover.factories import MENU, OURS, REPLIES
from tests.wechat.factories import an_api

pytestmark = pytest.mark.engine
NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@pytest.fixture
def box() -> Iterator[Box]:
    running = a_box("http://127.0.0.1:9/")
    running.control("console", server_mode=False, menu=MENU, replies=REPLIES)
    yield running
    running.stop()


@pytest.fixture
def takeover(box: Box, storage: Wire) -> Takeover:
    api = an_api(f"http://127.0.0.1:{box.port}", secret=APP_SECRET, app_id=APP_ID)
    return Takeover(api, DocumentStore(storage, "account"), lambda: OURS)


def published(box: Box) -> Any:
    return (box.platform.menus.current() or {}).get("button")


def test_what_the_account_had_is_kept_before_server_mode_switches_it_off(
    box: Box, takeover: Takeover
) -> None:
    before, is_new = takeover.look(NOON)
    assert (is_new, before.menu_in_force, len(before.buttons)) == (True, True, 2)
    assert [rule.name for rule in before.rules()] == ["hours", "map"]
    box.control("console", server_mode=True)
    again, is_new = takeover.look(NOON + timedelta(days=1))
    assert (is_new, again) == (False, before)


def test_our_own_menu_never_takes_the_place_of_the_old_one(box: Box, takeover: Takeover) -> None:
    before, _ = takeover.look(NOON)
    box.platform.menus.publish(OURS)
    assert takeover.look(NOON)[0].buttons == before.buttons


def test_our_own_menu_is_not_taken_for_what_was_there(box: Box, takeover: Takeover) -> None:
    box.platform.menus.publish(OURS)
    before, _ = takeover.look(NOON)
    assert (before.buttons, before.by_default is not None) == ([], True)
    takeover.hand_back()
    assert published(box) is None


def test_it_is_read_anew_when_that_is_asked_for(box: Box, takeover: Takeover) -> None:
    takeover.look(NOON)
    box.control("console", menu=MENU[:1])
    before, is_new = takeover.look(NOON, again=True)
    assert (is_new, len(before.buttons)) == (True, 1)


def test_the_old_menu_comes_back_and_what_cannot_is_named(box: Box, takeover: Takeover) -> None:
    takeover.look(NOON)
    box.platform.menus.publish(OURS)
    back = takeover.hand_back()
    assert back.lost == ("电话",)
    assert published(box) == [
        {"name": "官网", "type": "view", "url": "https://lib.example/"},
        {
            "name": "服务",
            "sub_button": [{"name": "新书", "type": "media_id", "media_id": "news-1"}],
        },
    ]


def test_an_account_that_had_no_menu_has_none_again(box: Box, takeover: Takeover) -> None:
    box.control("console", menu=[])
    takeover.look(NOON)
    box.platform.menus.publish(OURS)
    takeover.hand_back()
    assert published(box) is None


def test_nothing_is_given_back_that_was_never_taken(takeover: Takeover) -> None:
    with pytest.raises(NotFound, match="make takeover"):
        takeover.hand_back()
