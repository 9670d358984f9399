"""The ledger entry of a finished message."""

from datetime import datetime

from chalicelib.conversation.model import LedgerEntry, OpenMessage, Row
from chalicelib.dialogue import Answer, End, Later
from chalicelib.privacy.pseudonyms import pseudonym_of
from chalicelib.wechat.inbound import Inbound


def ended(
    message: Inbound,
    row: Row,
    claimed: OpenMessage,
    answer: Answer,
    owed: Later | None,
    now: datetime,
) -> LedgerEntry:
    return LedgerEntry(
        day=f"{message.sent_at:%Y-%m-%d}",
        key=message.key,
        reader=pseudonym_of(row.reader, row.salt),
        type=type(message).__name__,
        end=End.OWED if owed else answer.end,
        kind=answer.kind,
        arrived=claimed.arrived,
        ended=now,
        topics=answer.topics,
        number=answer.promise.number if answer.promise else "",
        promised=answer.promise.due if answer.promise else None,
        job=owed.job if owed else "",
        facts=owed.facts if owed else {},
        openid=row.reader if owed else "",
    )
