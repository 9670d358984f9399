"""Tries a library's Koha with one card and shows what we make of it; changes nothing.

`python -m local.try_koha '{"url": "https://koha.library.example", "user": "weiguan"}'`
"""

import getpass
import sys
from contextlib import closing

from chalicelib.clock import Clock, utc_now
from chalicelib.errors import WeiguanError
from chalicelib.ils.koha.system import connect
from chalicelib.ils.model import CardNumber, Secret
from local.advice import refused, wanted_argument
from local.try_sip2 import TIMEZONE, Ask, tried


def main(described: str, ask: Ask, clock: Clock = utc_now) -> int:
    """0 where the card was confirmed."""
    try:
        system = connect(described, ask("Secret of the client (or password): "), TIMEZONE)
        card, pin = CardNumber.read(ask("A test card: ")), Secret(ask("Its PIN: "))
        with closing(system):
            return tried(system, card, pin, clock)
    except WeiguanError as problem:
        return refused(problem)


if __name__ == "__main__":
    sys.exit(main(wanted_argument(__doc__ or ""), getpass.getpass))
