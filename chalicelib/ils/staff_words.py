"""What happened at the lending desk, in a sentence for the librarian."""

from chalicelib.errors import BadRequest, NotFound
from chalicelib.ils.embedded.rules import Terms
from chalicelib.ils.embedded.slips import Done
from chalicelib.ils.model import CardNumber, HoldState, Reason
from chalicelib.staff.ports_lending import Lending
from chalicelib.staff.route import Call
from chalicelib.texts import lending as texts


def lending(call: Call) -> Lending:
    """Raises NotFound where the library has another system."""
    if call.services.lending is None:
        raise NotFound(texts.NO_OWN_SYSTEM)
    return call.services.lending


def terms(call: Call) -> Terms:
    return lending(call).terms(call.now)


def number_of(card: str) -> str:
    """As the system keeps it. Raises BadRequest."""
    return CardNumber.read(card).text.upper().replace("-", "")


def subject(call: Call, number: str) -> str:
    """A card in the audit: its end for people, its mark to find every entry about it."""
    return f"{CardNumber(number).masked} {lending(call).mark(number)}"


def known_branch(call: Call, branch: str) -> str:
    if branch not in terms(call).rules.branches:
        raise BadRequest(texts.NO_SUCH_BRANCH)
    return branch


def lent(done: Done) -> str:
    if done.reason is not None:
        return texts.NOT_LENT.format(reason=why(done.reason))
    return texts.LENT.format(title=done.title, due=done.due)


def renewed(done: Done) -> str:
    if done.reason is not None:
        return texts.NOT_RENEWED.format(reason=why(done.reason))
    return texts.RENEWED.format(title=done.title, due=done.due)


def taken(done: Done, at: Terms) -> str:
    if done.reason is not None:
        return texts.NOT_TAKEN.format(reason=why(done.reason))
    fee = texts.FEE_ARISEN.format(yuan=yuan(done.fee.cents)) if done.fee else ""
    return f"{texts.TAKEN.format(title=done.title)}{fee}{_goes_to(done, at)}"


def _goes_to(done: Done, at: Terms) -> str:
    hold = done.kept_for
    if hold is not None and hold.state is HoldState.READY:
        return texts.KEPT_HERE.format(tail=tail(hold.card))
    branch = at.branch_names.get(done.send_to, done.send_to)
    if hold is not None:
        return texts.KEPT_ELSEWHERE.format(branch=branch)
    return texts.SEND_HOME.format(branch=branch) if branch else ""


def why(reason: Reason) -> str:
    return texts.REASONS[reason.value]


def yuan(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def tail(card: str) -> str:
    """Enough to find it on the hold shelf, too little to use it."""
    return card[-4:]
