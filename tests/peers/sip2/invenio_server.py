"""The PyPI package invenio-sip2 as a library system's server. `python invenio_server.py ENCODING`.

Its records live in memory instead of Redis; how it frames, counts and encodes is its own.
"""

import sys

from control import follow
from flask import Flask
from invenio_sip2.datastore import Datastore
from invenio_sip2.ext import InvenioSIP2
from invenio_sip2.models import (
    SelfcheckHold,
    SelfcheckItemInformation,
    SelfcheckPatronInformation,
    SelfcheckRenew,
)
from invenio_sip2.server import SocketServer
from library import Library

STATES = {"03": "AVAILABLE", "04": "CHARGED", "08": "WAITING_ON_HOLD_SHELF"}
library = Library()


class InMemory(Datastore):
    def __init__(self, app=None, **kwargs):
        self.kept = {}

    def get(self, id_, record_type=None):
        return next((v for k, v in self.kept.items() if f"{record_type}:{id_}" in k), None)

    def add(self, record, id_=None, **kwargs):
        self.kept[record.get_key()] = record.dumps()

    def update(self, record, **kwargs):
        self.add(record)

    def delete(self, record, record_type=None):
        self.kept.pop(record.get_key(), None)

    def flush(self):
        self.kept.clear()

    def all(self, record_type=None):
        return [v for k, v in self.kept.items() if k.startswith(f"{record_type}:")]

    def search(self, query="*", index_type="*", filter_query=None):
        return self.all(index_type)


def login(user, password, terminal_ip="", **kwargs):
    is_right = (user, password) == ("wx", "gate")
    who = {"institution_id": "LIB", "library_name": "LIB", "transaction_user_id": "wx"}
    return {**who, "authenticated": True} if is_right else {}


def status(*args, **kwargs):
    return {}


def validate(card, **kwargs):
    return library.knows(card)


def authorize(card, secret, **kwargs):
    return library.confirms(card, secret)


def account(card, **kwargs):
    told = SelfcheckPatronInformation(card, "LIB", patron_name=library.name(card), language="zho")
    told["valid_patron"] = library.knows(card)
    told["charged_items"] = library.loans(card)
    told["overdue_items"] = library.overdue(card)
    told["hold_items"] = library.ready(card)
    told["unavailable_hold_items"] = told["unavailable_items"] = library.waiting(card)
    return told


def item(barcode, **kwargs):
    copy = library.copy(barcode)
    if copy is None:
        return SelfcheckItemInformation(barcode, screen_messages=["Unknown item"])
    due = {"due_date": copy.due.isoformat()} if copy.borrower else {}
    state = STATES[library.status(barcode)]
    told = SelfcheckItemInformation(barcode, copy.title, state, **due)
    told["hold_queue_length"] = len(copy.waiting)
    return told


def renew(user, barcode, patron_id="", **kwargs):
    why = library.renew(patron_id, barcode)
    copy = library.copy(barcode)
    told = SelfcheckRenew(copy.title if copy else "", success=not why, renewal=not why)
    told["due_date"] = copy.due.isoformat() if copy else ""
    told["screen_messages"] = [why] if why else []
    return told


def hold(user, barcode, patron_id="", **kwargs):
    why = library.hold(patron_id, barcode)
    told = SelfcheckHold(hold=not why)
    told["screen_messages"] = [why] if why else []
    return told


def app():
    made = Flask("peer")
    made.config.update(
        SECRET_KEY="peer",
        SIP2_DATASTORE_HANDLER=InMemory,
        SIP2_LOGGING_CONSOLE=False,
        SIP2_TEXT_ENCODING=sys.argv[1],
        SIP2_REMOTE_ACTION_HANDLERS={
            "library": {
                "login_handler": login,
                "system_status_handler": status,
                "patron_handlers": {
                    "validate_patron": validate,
                    "authorize_patron": authorize,
                    "account": account,
                },
                "item_handlers": {"item": item},
                "circulation_handlers": {"hold": hold, "renew": renew},
            }
        },
    )
    InvenioSIP2(made)
    return made


with app().app_context():
    served = SocketServer("library", host="127.0.0.1", port=0, remote="library", process_id=0)
    listening = next(iter(served.selector.get_map().values())).fileobj
    follow(library, listening.getsockname()[1])
    served.run()
