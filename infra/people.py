"""The first member of staff of a stage: every role, a password that is shown once."""

from datetime import datetime

from chalicelib.settings import Settings
from chalicelib.staff.service_people import FIRST_ADMIN, ensure_first_admin
from chalicelib.wiring import Services
from infra.roles import TABLE_IDS
from infra.stage import Unfit


def first_admin(tables: dict[str, str], region: str, now: datetime) -> tuple[str, str]:
    """(name, password) of the user made; `tables` maps logical ids to real names."""
    names = {short: tables[id] for short, id in TABLE_IDS.items()}
    services = Services(Settings(region=region, table_names=names))
    password = ensure_first_admin(services.staff_users, now)
    if password is None:
        raise Unfit("there is somebody already; an admin adds people in the console")
    return FIRST_ADMIN, password
