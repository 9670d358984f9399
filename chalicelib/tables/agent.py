"""What is asked of a library system through the agent inside the library: the outbox."""

from pynamodb.attributes import BinaryAttribute, NumberAttribute, TTLAttribute, UnicodeAttribute

from chalicelib.tables.base import Table, TableMeta


class AgentTaskRow(Table):
    """One question. `asked` and `answered` are sealed: a row tells nobody a card or PIN."""

    class Meta(TableMeta):
        short_name = "agent-tasks"
        backed_up = False

    agent = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute()
    asked = BinaryAttribute(legacy_encoding=False)
    answered = BinaryAttribute(legacy_encoding=False, null=True)
    ticket = UnicodeAttribute(null=True)
    until_ms = NumberAttribute()
    gone_after = TTLAttribute()
