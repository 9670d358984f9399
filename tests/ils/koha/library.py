"""A small library with Koha's rules, as far as the suite needs them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
_DUE = "%Y-%m-%dT23:59:00+08:00"
Row = dict[str, Any]


class Refusal(Exception):
    """`args` are a status and what the body says."""


@dataclass
class Library:
    patrons: list[Row] = field(default_factory=list)
    passwords: dict[int, str] = field(default_factory=dict)
    items: dict[int, Row] = field(default_factory=dict)
    biblios: dict[int, Row] = field(default_factory=dict)
    checkouts: dict[int, Row] = field(default_factory=dict)
    holds: dict[int, Row] = field(default_factory=dict)
    debits: list[Row] = field(default_factory=list)
    old_checkouts: dict[int, Row] = field(default_factory=dict)

    def a_patron(self, card: str, password: str, **facts: Any) -> int:
        id = 50 + len(self.patrons)
        usual = {"surname": "陈", "firstname": "读者", "library_id": "ZG", "category_id": "PT"}
        state = {"expiry_date": "2030-01-01", "patron_card_lost": False, "restricted": False}
        known = {"patron_id": id, "cardnumber": card, "userid": f"u{id}", **usual, **state}
        self.patrons.append({**known, **facts})
        self.passwords[id] = password
        return id

    def a_copy(self, title: str, biblio_id: int = 0) -> Row:
        number = len(self.items) + 1
        biblio_id = biblio_id or 100 + number
        self.biblios[biblio_id] = {"biblio_id": biblio_id, "title": title, "author": "余华"}
        self.items[number] = {
            **{"item_id": number, "biblio_id": biblio_id, "external_id": f"B{number:04}"},
            **{"home_library_id": "ZG", "holding_library_id": "ZG", "callnumber": "I247.5/1"},
            **{"not_for_loan_status": 0, "damaged_status": 0, "lost_status": 0, "withdrawn": 0},
            **{"checked_out_date": None, "biblio": None},
        }
        return self.items[number]

    def lend(self, patron_id: int, item: Row) -> Row:
        id = 9000 + len(self.checkouts) + len(self.old_checkouts)
        self.checkouts[id] = {
            **{"checkout_id": id, "patron_id": patron_id, "item_id": item["item_id"]},
            **{"due_date": (NOW + timedelta(days=14)).strftime(_DUE), "library_id": "ZG"},
            **{"checkin_date": None, "renewals_count": 0, "auto_renew": False},
            **{"checkout_date": NOW.isoformat()},
        }
        item["checked_out_date"] = "2026-11-21"
        return self.checkouts[id]

    def checkout_of(self, barcode: str) -> Row:
        items = {item["item_id"]: item["external_id"] for item in self.items.values()}
        return next(c for c in self.checkouts.values() if items[c["item_id"]] == barcode)

    def give_back(self, item: Row) -> None:
        checkout = self.checkout_of(item["external_id"])
        self.old_checkouts[checkout["checkout_id"]] = checkout
        del self.checkouts[checkout["checkout_id"]]
        checkout["checkin_date"] = NOW.isoformat()
        item["checked_out_date"] = None
        waiting = [h for h in self.holds.values() if h["biblio_id"] == item["biblio_id"]]
        for first in waiting[:1]:
            found = {"status": "W", "priority": 0, "item_id": str(item["item_id"])}
            first |= {**found, "waiting_date": "2026-11-21", "expiration_date": "2026-11-28"}

    def validated(self, body: Row) -> Row:
        names = [("userid", "identifier"), ("cardnumber", "identifier"), ("userid", "userid")]
        matched = [p for key, given in names for p in self.patrons if p[key] == body.get(given)]
        for patron in matched[:1]:
            if self.passwords[patron["patron_id"]] == body["password"]:
                return {name: patron[name] for name in ("cardnumber", "patron_id", "userid")}
        raise Refusal(400, {"error": "Validation failed"})

    def renewed(self, checkout_id: int) -> Row:
        checkout = self.checkouts.get(checkout_id)
        if checkout is None:
            raise Refusal(404, {"error": "Checkout not found", "error_code": "not_found"})
        biblio_id = self.items[checkout["item_id"]]["biblio_id"]
        if any(hold["biblio_id"] == biblio_id for hold in self.holds.values()):
            raise Refusal(403, {"error": "Renewal not authorized (on_reserve)"})
        due = datetime.fromisoformat(checkout["due_date"]) + timedelta(days=14)
        checkout |= {
            "due_date": due.strftime(_DUE),
            "renewals_count": checkout["renewals_count"] + 1,
        }
        return checkout

    def held(self, body: Row) -> Row:
        biblio_id, patron_id = body.get("biblio_id"), body["patron_id"]
        if biblio_id not in self.biblios:
            raise Refusal(400, "Biblio not found.")
        if body["pickup_library_id"] not in {"ZG", "DG"}:
            raise Refusal(400, {"error": "The supplied pickup location is not valid"})
        queue = [hold for hold in self.holds.values() if hold["biblio_id"] == biblio_id]
        if any(hold["patron_id"] == patron_id for hold in queue):
            raise Refusal(403, {"error": "Hold cannot be placed. Reason: itemAlreadyOnHold"})
        id = 700 + len(self.holds)
        self.holds[id] = {
            **{"hold_id": id, "patron_id": patron_id, "biblio_id": biblio_id},
            **{"hold_date": "2026-11-21", "pickup_library_id": body["pickup_library_id"]},
            **{"notes": body.get("notes"), "priority": len(queue) + 1, "status": None},
            **{"item_id": None, "waiting_date": None, "expiration_date": None},
            "suspended": False,
        }
        return self.holds[id]

    def owed(self, patron_id: int) -> Row:
        lines = [line for line in self.debits if line["patron_id"] == patron_id]
        total = sum(line["amount_outstanding"] for line in lines)
        debits = {"total": total, "lines": lines}
        return {
            "balance": total,
            "outstanding_credits": {"total": 0, "lines": []},
            "outstanding_debits": debits,
        }
