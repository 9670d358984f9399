"""What every table has in common."""

from typing import Any, TypeVar

from pynamodb.indexes import GlobalSecondaryIndex
from pynamodb.models import Model

_T = TypeVar("_T", bound=Model)


class TableMeta:
    """Pay per request; the real name, region and host come from `connect.share`.

    `backed_up` False: what must not come back (secrets, sessions) or is worthless later.
    """

    short_name = ""
    table_name = "unbound"
    billing_mode = "PAY_PER_REQUEST"
    region = "us-east-1"
    host: Any = None
    backed_up = True


class Table(Model):
    """Subclasses set `class Meta(TableMeta): short_name = ...`; `connect.share` binds them."""

    class Meta(TableMeta):
        pass

    @classmethod
    def update_ttl(cls, ignore_update_ttl_errors: bool) -> None:
        """Not switched on where tables are made here: an engine would let rows go by the machine's
        clock, and a box has one of its own (`local.expiry`). In the cloud the stack does it."""


class Index(GlobalSecondaryIndex[_T]):
    """A global index; subclasses set `Meta.index_name` and `Meta.projection`."""

    class Meta(TableMeta):
        pass
