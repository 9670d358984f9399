"""The codes Koha refuses with, as neutral reasons; its words go along."""

import re
from collections.abc import Mapping

from chalicelib.ils.model import Reason

_REASONS: Mapping[Reason, tuple[str, ...]] = {
    Reason.RESERVED_BY_OTHER: ("on_reserve",),
    Reason.LIMIT_REACHED: (
        *("too_many", "too_unseen", "too_many_reserves", "too_many_reserves_today"),
        *("too_many_holds_for_this_record", "hold_limit", "patron_hold_limit"),
    ),
    Reason.TOO_EARLY: ("too_soon", "auto_too_soon"),
    Reason.OVERDUE_OTHERS: ("overdue",),
    Reason.FEES_OWED: ("auto_too_much_oweing", "debt_limit"),
    Reason.CARD_EXPIRED: ("auto_account_expired", "account_expired", "expired"),
    Reason.CARD_BLOCKED: ("restriction", "restricted", "debarred", "card_lost", "bad_address"),
    Reason.RECALLED: ("recalled",),
    Reason.NOT_ON_LOAN: ("no_item", "no_checkout", "item_issued_to_other_patron"),
    Reason.NOT_RENEWABLE: (
        *("item_denied_renewal", "onsite_checkout", "auto_renew", "auto_too_late", "too_late"),
    ),
    Reason.ALREADY_HELD: ("item_already_on_hold", "already_reserved", "recall"),
    Reason.ALREADY_BORROWED: ("already_possession",),
    Reason.NOT_HOLDABLE: (
        *("not_reservable", "no_reserves_allowed", "damaged", "age_restricted"),
        *("cannot_reserve_from_other_branches", "branch_not_in_hold_group"),
        *("no_items", "ineligible"),
    ),
    Reason.NO_SUCH_PICKUP: (
        *("library_not_found", "library_not_pickup_location", "cannot_be_transferred"),
        *("pickup_not_in_hold_group", "pickup_location_not_valid"),
    ),
    Reason.NO_SUCH_ITEM: ("item_not_found", "biblio_not_found"),
}
_WORDS = (
    (re.compile(r"pickup location is not valid"), Reason.NO_SUCH_PICKUP),
    (re.compile(r"(biblio|item|item_id|biblio_id) not found"), Reason.NO_SUCH_ITEM),
)
_CODE = re.compile(r"(?:Reason: |\()([A-Za-z_]+)\)?\s*$")
"""Ends of `Hold cannot be placed. Reason: X` and `Renewal not authorized (X)`."""


def _plain(code: str) -> str:
    """Older versions write tooManyReserves, newer ones too_many_reserves."""
    return code.replace("_", "").lower()


_BY_CODE = {_plain(code): reason for reason, codes in _REASONS.items() for code in codes}


def reason_of(code: str, words: str, own: Mapping[str, str]) -> Reason:
    """`own`: a library's further codes, tried first. UNKNOWN where nothing fits."""
    found = _CODE.search(words)
    for one in filter(None, (code, found[1] if found else "")):
        if one in own:
            return Reason(own[one])
        if _plain(one) in _BY_CODE:
            return _BY_CODE[_plain(one)]
    small = words.lower()
    return next((reason for form, reason in _WORDS if form.search(small)), Reason.UNKNOWN)
