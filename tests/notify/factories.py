from datetime import UTC, date, datetime
from typing import Any

from chalicelib.notify.model import About, Delivery, Message, State, Template, Way

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
READER = "o-reader"
TEMPLATE = Template(About.DUE, "t-due", {"thing1": "title", "time2": "date", "number3": "count"})
NOTICE = Template(About.DUE, "t-due", TEMPLATE.fields, Way.SUBSCRIPTION)


def a_message(id: str = "due-1", **changes: Any) -> Message:
    facts = {"title": "平凡的世界", "date": date(2026, 12, 1), "count": 2}
    told: dict[str, Any] = {"id": id, "about": About.DUE, "text": "两本书快到期", "facts": facts}
    return Message(**(told | changes))


def a_delivery(**changes: Any) -> Delivery:
    told: dict[str, Any] = {
        "reader": READER,
        "message": a_message(),
        "state": State.SENDING,
        "first_at": NOW,
        "next_try": NOW,
        "way": Way.TEMPLATE,
    }
    return Delivery(**(told | changes))
