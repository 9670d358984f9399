"""Who works here, who is signed in, who failed to, and who did what."""

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.indexes import AllProjection

from chalicelib.tables.base import Index, Table, TableMeta


class StaffUserRow(Table):
    class Meta(TableMeta):
        short_name = "staff-users"

    name = UnicodeAttribute(hash_key=True)
    display = UnicodeAttribute()
    roles = UnicodeSetAttribute()
    password = UnicodeAttribute()
    state = UnicodeAttribute()
    made_at_ms = NumberAttribute()
    valid_from_ms = NumberAttribute()
    must_change = NumberAttribute(default=0)
    second = UnicodeAttribute(null=True)
    version = NumberAttribute()


class SessionsOfUser(Index["StaffSessionRow"]):
    class Meta(TableMeta):
        index_name = "of_user"
        projection = AllProjection()

    user = UnicodeAttribute(hash_key=True)
    began_ms = NumberAttribute(range_key=True)


class StaffSessionRow(Table):
    class Meta(TableMeta):
        short_name = "staff-sessions"
        backed_up = False

    key = UnicodeAttribute(hash_key=True)
    user = UnicodeAttribute()
    began_ms = NumberAttribute()
    seen_ms = NumberAttribute()
    ends_ms = NumberAttribute()
    address = UnicodeAttribute(default="")
    device = UnicodeAttribute(default="")
    gone_after = TTLAttribute()
    of_user = SessionsOfUser()


class SignInAttemptRow(Table):
    """Rows go a day after the last failure."""

    class Meta(TableMeta):
        short_name = "sign-in-attempts"
        backed_up = False

    key = UnicodeAttribute(hash_key=True)
    failures = NumberAttribute()
    wait_until_ms = NumberAttribute(null=True)
    gone_after = TTLAttribute()


class AuditOfUser(Index["AuditRow"]):
    class Meta(TableMeta):
        index_name = "of_user"
        projection = AllProjection()

    who = UnicodeAttribute(hash_key=True)
    key = UnicodeAttribute(range_key=True)


class AuditRow(Table):
    """`day` is the library's day; `key` is time and a random part."""

    class Meta(TableMeta):
        short_name = "audit"

    day = UnicodeAttribute(hash_key=True)
    key = UnicodeAttribute(range_key=True)
    at_ms = NumberAttribute()
    who = UnicodeAttribute()
    deed = UnicodeAttribute()
    subject_kind = UnicodeAttribute(default="")
    subject = UnicodeAttribute(default="")
    outcome = UnicodeAttribute()
    address = UnicodeAttribute(default="")
    gone_after = TTLAttribute(null=True)
    of_user = AuditOfUser()
