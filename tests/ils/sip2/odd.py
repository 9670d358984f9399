"""One scripted library system, and what it says of one card."""

from datetime import date

from chalicelib.ils.model import (
    Call,
    CardNumber,
    Due,
    Loan,
    Secret,
    Wanted,
)
from chalicelib.ils.sip2.client import Client
from chalicelib.ils.sip2.connector import Sip2Circulation
from chalicelib.ils.sip2.dialects import Dialect
from tests.ils.sip2.bench import NOW, sip2
from tests.ils.sip2.scripted import UTF8, Answer, ScriptedServer, told

CARD, PIN = CardNumber("R0001"), Secret("4711")
CALL = Call(NOW, 2.0)
KNOWN = [("AA", "R0001"), ("AE", "陈读者"), ("BL", "Y")]
NONE = {
    f"{kind}_count": "0000"
    for kind in ("hold", "overdue", "charged", "fine", "recall", "unavailable")
}
CALM = {"patron_status": " " * 14, **NONE}
DUE = Due(date(2026, 12, 5))
LOAN = Loan("B1", "B1", "三体", DUE)
WANTED = Wanted("T1", "三体", ("B1",))
LENT = told([("AB", "B1"), ("AJ", "三体"), ("AH", "20261205")], circulation_status="04")
RENEWED = told([("AB", "B1"), ("AJ", "三体"), ("AH", "20270105")], circulation_status="04")


def account(*fields: tuple[str, str], **fixed: str) -> Answer:
    return told([*KNOWN, *fields], **{**CALM, **fixed})


class System:
    """One scripted library system and the port to it."""

    def __init__(self) -> None:
        self._open: list[Client | ScriptedServer] = []

    def says(self, dialect: Dialect = UTF8, **answers: list[Answer]) -> Sip2Circulation:
        server = ScriptedServer(**{"c63": [account()], **answers})
        client, port = sip2(server.port, dialect)
        self._open += [client, server]
        return port

    @property
    def server(self) -> ScriptedServer:
        return next(one for one in self._open if isinstance(one, ScriptedServer))

    @property
    def codes(self) -> list[str]:
        return self.server.codes

    def close(self) -> None:
        for one in self._open:
            one.close()
