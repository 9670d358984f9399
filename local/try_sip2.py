"""Tries a library's SIP2 server with one card and shows what it makes of it; changes nothing.

`python -m local.try_sip2 '{"host": "10.0.0.9", "user": "weiguan", "dialect": "chinese"}'`
"""

import getpass
import sys
from collections.abc import Callable
from contextlib import closing
from typing import Any

from chalicelib.clock import Clock, utc_now
from chalicelib.errors import WeiguanError
from chalicelib.ils.model import Call, CardNumber, Secret
from chalicelib.ils.ports import Circulation
from chalicelib.ils.sip2.system import connect
from local.advice import refused, wanted_argument

Ask = Callable[[str], str]
PATIENCE_S = 10.0
TIMEZONE = "Asia/Shanghai"
NOT_CONFIRMED = (
    "  What to do: try the same card and PIN at a self-service machine. If they are right there, "
    "look at `institution`,\n  and ask the vendor whether this login may check PINs (SIP2: BLY and "
    "CQY in the answer to 63; Koha: edit_borrowers)."
)
GARBLED = (
    '  What to do: titles cannot be read, the encoding is another: try "dialect": "chinese" '
    '(GBK) or "standard"\n  (UTF-8), or "changes": {"encoding": ...}.'
)


def main(described: str, ask: Ask, clock: Clock = utc_now) -> int:
    """0 where the card was confirmed."""
    try:
        system = connect(described, ask("Password of the login for us: "), TIMEZONE)
        card, pin = CardNumber.read(ask("A test card: ")), Secret(ask("Its PIN: "))
        with closing(system):
            return tried(system, card, pin, clock)
    except WeiguanError as problem:
        return refused(problem)


def tried(system: Circulation, card: CardNumber, pin: Secret, clock: Clock) -> int:
    _show("offers", ", ".join(sorted(system.can(Call(clock(), PATIENCE_S)))))
    patron = system.sign_in(card, pin, Call(clock(), PATIENCE_S))
    if patron is None:
        _show("this card and PIN", "not confirmed")
        print(NOT_CONFIRMED)
        return 1
    _show("this card and PIN", f"confirmed, {patron.state}")
    account = system.account(card, Call(clock(), PATIENCE_S))
    for loan in account.loans:
        _show("loan", f"{loan.item} {loan.title} due {loan.due.day if loan.due else 'untold'}")
    for hold in account.holds:
        _show("hold", f"{hold.item} {hold.title} {hold.state}")
    for fee in system.fees(card, Call(clock(), PATIENCE_S)).items:
        _show("owed", f"{fee.owed.cents / 100:.2f} {fee.owed.currency}")
    _show("complete", "yes" if account.complete else "no, the system told only part of it")
    titles = [*(one.title for one in account.loans), *(one.title for one in account.holds)]
    if any("\ufffd" in title for title in titles):
        print(GARBLED)
        return 1
    return 0


def _show(what: str, value: Any) -> None:
    print(f"  {what}: {value}")


if __name__ == "__main__":
    sys.exit(main(wanted_argument(__doc__ or ""), getpass.getpass))
