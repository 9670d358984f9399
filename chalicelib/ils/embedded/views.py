"""Cards and titles as the neutral port shows them."""

from collections.abc import Mapping

from chalicelib.catalogue.model import Shelf
from chalicelib.ils.embedded.holding import place_in_queue
from chalicelib.ils.embedded.model import Card, Copy, Lent, Owed, Queued, Title
from chalicelib.ils.embedded.rules import Terms
from chalicelib.ils.model import (
    Availability,
    CardNumber,
    CardState,
    Due,
    Fee,
    Hold,
    Item,
    Loan,
    Money,
    Patron,
)


def plain_number(card: CardNumber) -> str:
    """Cards are printed in groups and typed in any case."""
    return card.text.upper().replace("-", "")


def patron_view(card: Card, terms: Terms) -> Patron:
    return Patron(
        CardNumber(card.number),
        card.name,
        card.kind,
        card_state(card, terms),
        card.expires,
        loans=len(card.loans),
        overdue=sum(loan.due < terms.days.today for loan in card.loans),
        holds=len(card.holds),
        owed=Money(card.owed_cents),
    )


def card_state(card: Card, terms: Terms) -> CardState:
    if card.blocked:
        return CardState.BLOCKED
    expired = card.expires is not None and card.expires < terms.days.today
    return CardState.EXPIRED if expired else CardState.ACTIVE


def loans_of(card: Card, terms: Terms) -> tuple[Loan, ...]:
    """Earliest due first."""
    ordered = sorted(card.loans, key=lambda loan: (loan.due, loan.lent_at, loan.barcode))
    return tuple(loan_view(card, loan, terms) for loan in ordered)


def loan_view(card: Card, loan: Lent, terms: Terms) -> Loan:
    rule = terms.rules.of(card.kind)
    fen = terms.days.fee_fen(terms.rules, card.kind, "", loan.due)
    return Loan(
        id=loan.barcode,
        item=loan.barcode,
        title=loan.title,
        due=Due(loan.due),
        author=loan.author,
        title_id=loan.title_id,
        renewals=loan.renewals,
        renewals_left=max(0, rule.renewals - loan.renewals),
        overdue=loan.due < terms.days.today,
        fee=Money(fen) if fen else None,
    )


def hold_view(title: Title, hold: Queued) -> Hold:
    return Hold(
        id=hold.id,
        title=title.name,
        state=hold.state,
        title_id=title.id,
        item=hold.barcode,
        place=place_in_queue(title, hold.id),
        pickup=hold.pickup,
        ready_until=Due(hold.ready_until) if hold.ready_until else None,
        placed_at=hold.placed_at,
    )


def holds_of(card: Card, titles: Mapping[str, Title]) -> tuple[Hold, ...]:
    """In the order they were placed; one that its title does not know is on its way out."""
    pairs = ((titles.get(title_id), hold_id) for hold_id, title_id in card.holds.items())
    found = [(title, title.hold(hold_id)) for title, hold_id in pairs if title is not None]
    return tuple(hold_view(title, hold) for title, hold in found if hold is not None)


def fee_view(fee: Owed) -> Fee:
    return Fee(fee.id, Money(fee.cents), fee.kind, fee.title, fee.barcode, fee.since)


def availability_view(title: Title) -> Availability:
    return Availability(title.id, tuple(_item(c) for c in title.copies), len(title.waiting))


def _item(copy: Copy) -> Item:
    due = Due(copy.due) if copy.due else None
    return Item(copy.barcode, shelf_of(copy), copy.branch, due, copy.call_number)


def shelf_of(copy: Copy) -> Shelf:
    if copy.gone:
        return Shelf.AWAY
    if copy.lent_to:
        return Shelf.ON_LOAN
    if copy.kept_for:
        return Shelf.RESERVED
    return Shelf.HERE if copy.lendable else Shelf.READ_HERE
