"""Staff of a stage from outside the console: the first of them, and a way back in."""

import secrets
from datetime import datetime

from chalicelib.clock import epoch_ms, library_day
from chalicelib.settings import Settings
from chalicelib.staff.model import AuditEntry, Outcome, is_name
from chalicelib.staff.service_people import FIRST_ADMIN, StaffList, ensure_first_admin
from chalicelib.staff.store import SessionStore
from chalicelib.staff.store_audit import AuditStore
from chalicelib.wiring import Services
from infra.roles import TABLE_IDS
from infra.stage import Unfit

BY = "technician"


def services_of(tables: dict[str, str], region: str) -> Services:
    """`tables` maps logical ids to real names."""
    names = {short: tables[id] for short, id in TABLE_IDS.items()}
    return Services(Settings(region=region, table_names=names))


def first_admin(services: Services, now: datetime) -> tuple[str, str]:
    """(name, password) of the user made."""
    password = ensure_first_admin(services.staff_users, now)
    if password is None:
        raise Unfit(
            "there is somebody already; an admin adds people in the console. A lost password: "
            "make admin STAGE=... RESET=name"
        )
    return FIRST_ADMIN, password


def reset(services: Services, name: str, now: datetime) -> str:
    """A new password for somebody who is on the list, shut out or not; every session ends, and so
    does a second step at sign-in. It is on record before it is done, as in the console."""
    users = services.staff_users
    user = users.get(name) if is_name(name) else None
    if user is None:
        raise Unfit(f"there is nobody named {name}")
    AuditStore().add(_entry(name, services.timezone, now))
    return StaffList(users, SessionStore()).let_back_in(name, now)


def _entry(name: str, timezone: str, now: datetime) -> AuditEntry:
    return AuditEntry(
        day=library_day(now, timezone).isoformat(),
        key=f"{epoch_ms(now):013d}-{secrets.token_hex(6)}",
        at=now,
        who=BY,
        deed="people.reset",
        subject_kind="people",
        subject=name,
        outcome=Outcome.DONE,
        address="",
    )
