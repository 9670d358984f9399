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

Ask = Callable[[str], str]
PATIENCE_S = 10.0
TIMEZONE = "Asia/Shanghai"


def main(described: str, ask: Ask, clock: Clock = utc_now) -> int:
    """0 where the card was confirmed."""
    try:
        system = connect(described, ask("Password of the login for us: "), TIMEZONE)
        card, pin = CardNumber.read(ask("A test card: ")), Secret(ask("Its PIN: "))
        with closing(system):
            return tried(system, card, pin, clock)
    except WeiguanError as problem:
        print(f"  {type(problem).__name__}: {problem}")
        return 1


def tried(system: Circulation, card: CardNumber, pin: Secret, clock: Clock) -> int:
    _show("offers", sorted(system.can(Call(clock(), PATIENCE_S))))
    patron = system.sign_in(card, pin, Call(clock(), PATIENCE_S))
    if patron is None:
        _show("this card and PIN", "not confirmed")
        return 1
    _show("this card and PIN", f"confirmed, {patron.state}")
    account = system.account(card, Call(clock(), PATIENCE_S))
    for loan in account.loans:
        _show("loan", f"{loan.item} {loan.title} due {loan.due.day if loan.due else 'untold'}")
    for hold in account.holds:
        _show("hold", f"{hold.item} {hold.title} {hold.state}")
    for fee in system.fees(card, Call(clock(), PATIENCE_S)).items:
        _show("owed", f"{fee.owed.cents / 100:.2f} {fee.owed.currency}")
    _show("complete", account.complete)
    return 0


def _show(what: str, value: Any) -> None:
    print(f"  {what}: {value}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], getpass.getpass))
