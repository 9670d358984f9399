from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.clock import epoch_s
from chalicelib.knowledge.gap_store import GapStore
from chalicelib.tables.connect import Wire
from chalicelib.tables.conversations import ConversationRow
from chalicelib.texts.words import Language
from local.expiry import sweep_expired

pytestmark = pytest.mark.engine
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def test_what_readers_said_is_gone_after_thirty_days(storage: Wire) -> None:
    GapStore().count("k", "有没有滑梯", Language.SIMPLIFIED, NOW)
    assert sweep_expired(storage, NOW + timedelta(days=29)) == 0
    assert sweep_expired(storage, NOW + timedelta(days=31)) == 1
    assert GapStore().page("", 9).gaps == ()


def test_rows_without_an_end_stay(storage: Wire) -> None:
    row = {"reader": {"S": "o1"}}
    asked = {"TableName": ConversationRow.Meta.table_name, "Item": row}
    storage.dispatch("PutItem", asked)
    row = {"reader": {"S": "o2"}, "gone_after": {"N": str(epoch_s(NOW))}}
    storage.dispatch("PutItem", {**asked, "Item": row})
    assert sweep_expired(storage, NOW + timedelta(days=1)) == 1
    assert [held.reader for held in ConversationRow.scan()] == ["o1"]
