"""The shared access token in the `tokens` table; conditions, not locks."""

from datetime import datetime
from typing import Any

from chalicelib.clock import epoch_ms, epoch_s, from_epoch_ms
from chalicelib.tables.connect import Wire
from chalicelib.tables.expressions import ConditionFailed, Update, unmarshal, update
from chalicelib.tables.tokens import TokenRow
from chalicelib.wechat.access_token import Token

_KEPT_S = 7 * 24 * 3600
"""After the token's end, so that the last forced one is not forgotten."""


class StoredToken:
    """Implements `access_token.TokenStore`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def get(self, app_id: str) -> Token | None:
        table = str(TokenRow.Meta.table_name)
        asked = {"TableName": table, "Key": {"app_id": {"S": app_id}}, "ConsistentRead": True}
        item = unmarshal(self._wire.dispatch("GetItem", asked).get("Item", {}))
        return _token(item) if "token" in item else None

    def lease(
        self, app_id: str, holder: str, seen: Token | None, now: datetime, until: datetime
    ) -> bool:
        asked = Update()
        asked.set("holder", holder)
        asked.set("lease_until_ms", epoch_ms(until))
        lease, token = asked.name("lease_until_ms"), asked.name("token")
        free = f"attribute_not_exists({lease}) OR {lease} <= {asked.value(epoch_ms(now))}"
        same = f"{token} = {asked.value(seen.value)}" if seen else f"attribute_not_exists({token})"
        asked.condition = f"({free}) AND {same}"
        return self._updated(app_id, asked)

    def put(self, app_id: str, holder: str, token: Token) -> bool:
        asked = Update()
        asked.set("token", token.value)
        asked.set("usable_until_ms", epoch_ms(token.usable_until))
        asked.set("forced_at_ms", token.forced_at and epoch_ms(token.forced_at))
        asked.set("gone_after", epoch_s(token.usable_until) + _KEPT_S)
        asked.remove("holder")
        asked.remove("lease_until_ms")
        asked.condition = f"{asked.name('holder')} = {asked.value(holder)}"
        return self._updated(app_id, asked)

    def _updated(self, app_id: str, asked: Update) -> bool:
        try:
            update(self._wire, asked.arguments(str(TokenRow.Meta.table_name), {"app_id": app_id}))
        except ConditionFailed:
            return False
        return True


def _token(item: dict[str, Any]) -> Token:
    forced_at = item.get("forced_at_ms")
    return Token(
        item["token"],
        from_epoch_ms(item["usable_until_ms"]),
        None if forced_at is None else from_epoch_ms(forced_at),
    )
