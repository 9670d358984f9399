"""The PyPI package pysip2 as a library system's SIP2 server. `python pysip2_server.py ENCODING`."""

import sys

import anyio
from anyio import create_tcp_listener
from anyio.abc import SocketAttribute
from control import follow
from library import Library
from pysip2 import SIP2Server
from pysip2 import models as m
from pysip2.routes import (
    END_PATRON_SESSION,
    HOLD,
    ITEM_INFORMATION,
    LOGIN,
    PATRON_INFORMATION,
    RENEW,
    RENEW_ALL,
)

OK = {True: "1", False: "0"}
YES = {True: "Y", False: "N"}
STATUS = " " * 14
library = Library()
server = SIP2Server(institution_id="LIB", encoding=sys.argv[1], login_required=True)


@server.route(LOGIN)
def login(asked, at):
    is_right = (asked.login_user_id, asked.login_password) == ("wx", "gate")
    return m.LoginResponse(ok=OK[is_right])


@server.route(PATRON_INFORMATION)
def patron(asked, at):
    card = asked.patron_identifier
    lists = {
        "hold_items": library.ready(card),
        "overdue_items": library.overdue(card),
        "charged_items": library.loans(card),
        "fine_items": [],
        "recall_items": [],
        "unavailable_hold_items": library.waiting(card),
    }
    counts = {name: f"{len(items):04}" for name, items in lists.items()}
    shown = {
        name: tuple(_span(items, asked))
        for flag, (name, items) in zip(asked.summary, lists.items(), strict=False)
        if flag == "Y"
    }
    return m.PatronInformationResponse(
        patron_status=STATUS,
        language=asked.language,
        transaction_date=at.now_18(),
        hold_items_count=counts["hold_items"],
        overdue_items_count=counts["overdue_items"],
        charged_items_count=counts["charged_items"],
        fine_items_count="0000",
        recall_items_count="0000",
        unavailable_holds_count=counts["unavailable_hold_items"],
        institution_id=asked.institution_id,
        patron_identifier=card,
        personal_name=library.name(card),
        valid_patron=YES[library.knows(card)],
        valid_patron_password=YES[library.confirms(card, asked.patron_password)],
        **shown,
    )


def _span(items, asked):
    start = int(asked.start_item or 1)
    return items[start - 1 : int(asked.end_item or 9999)]


@server.route(ITEM_INFORMATION)
def item(asked, at):
    copy = library.copy(asked.item_identifier)
    if copy is None:
        return at.decline("Unknown item")
    return m.ItemInformationResponse(
        circulation_status=library.status(asked.item_identifier),
        security_marker="00",
        fee_type="01",
        transaction_date=at.now_18(),
        item_identifier=asked.item_identifier,
        title_identifier=copy.title,
        hold_queue_length=str(len(copy.waiting)),
        due_date=f"{copy.due:%Y%m%d}    235900" if copy.borrower else None,
        permanent_location="MAIN",
    )


@server.route(RENEW)
def renew(asked, at):
    why = library.renew(asked.patron_identifier, asked.item_identifier)
    copy = library.copy(asked.item_identifier)
    if why:
        return at.decline(why)
    return m.RenewResponse(
        ok="1",
        renewal_ok="Y",
        magnetic_media="U",
        desensitize="N",
        transaction_date=at.now_18(),
        institution_id=asked.institution_id,
        patron_identifier=asked.patron_identifier,
        item_identifier=asked.item_identifier,
        title_identifier=copy.title,
        due_date=f"{copy.due:%Y%m%d}    235900",
    )


@server.route(RENEW_ALL)
def renew_all(asked, at):
    card = asked.patron_identifier
    outcomes = {barcode: library.renew(card, barcode) for barcode in library.loans(card)}
    done = tuple(barcode for barcode, why in outcomes.items() if not why)
    left = tuple(barcode for barcode, why in outcomes.items() if why)
    return m.RenewAllResponse(
        ok="1",
        renewed_count=f"{len(done):04}",
        unrenewed_count=f"{len(left):04}",
        transaction_date=at.now_18(),
        institution_id=asked.institution_id,
        renewed_items=done,
        unrenewed_items=left,
    )


@server.route(HOLD)
def hold(asked, at):
    act = library.hold if asked.hold_mode == "+" else library.cancel
    why = act(asked.patron_identifier, asked.item_identifier)
    if why:
        return at.decline(why)
    queue = library.copy(asked.item_identifier).waiting
    return m.HoldResponse(
        ok="1",
        available="N",
        transaction_date=at.now_18(),
        queue_position=str(len(queue)),
        institution_id=asked.institution_id,
        patron_identifier=asked.patron_identifier,
        item_identifier=asked.item_identifier,
    )


@server.route(END_PATRON_SESSION)
def end(asked, at):
    return m.EndSessionResponse(
        end_session="Y",
        transaction_date=at.now_18(),
        institution_id=asked.institution_id,
        patron_identifier=asked.patron_identifier,
    )


async def serve():
    listener = await create_tcp_listener(local_host="127.0.0.1", local_port=0)
    follow(library, listener.extra(SocketAttribute.local_port))
    await listener.serve(server._handle_connection)


anyio.run(serve)
