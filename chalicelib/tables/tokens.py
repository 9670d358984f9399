"""The platform's access token: one row an account, shared by all processes."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.tables.base import Table, TableMeta


class TokenRow(Table):
    """`holder` and `lease_until_ms` stand while one process fetches."""

    class Meta(TableMeta):
        short_name = "tokens"
        backed_up = False

    app_id = UnicodeAttribute(hash_key=True)
    token = UnicodeAttribute(null=True)
    usable_until_ms = NumberAttribute(null=True)
    forced_at_ms = NumberAttribute(null=True)
    holder = UnicodeAttribute(null=True)
    lease_until_ms = NumberAttribute(null=True)
    gone_after = NumberAttribute(null=True)
