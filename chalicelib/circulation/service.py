"""What a reader wants of the library system, done by one job that may have to wait for it.

`run` is called once inside the reply's budget and, where the system did not answer, again from
the queue until it does. Every effect carries a key made from the reader's message, so that it
happens once however often it is asked for.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.circulation import lists
from chalicelib.circulation.chosen import done_before, dues, hold_facts, holds_before, seen_facts
from chalicelib.circulation.intent_model import CARD_ID
from chalicelib.circulation.task_model import Note, Task, forgets
from chalicelib.circulation.words import BranchName, Said
from chalicelib.clock import Clock, library_day
from chalicelib.dialogue import Answer, Dialogue, End, Kind
from chalicelib.errors import GiveUp, NotFound, TryLater, Unheard
from chalicelib.ils.model import (
    Due,
    Fate,
    Fee,
    Hold,
    HoldOutcome,
    Loan,
    Money,
    Page,
    Reason,
    Wanted,
)
from chalicelib.ils.ports import Circulation
from chalicelib.readers.model import Card, Cards
from chalicelib.texts import cards as card_texts
from chalicelib.texts import circulation as texts
from chalicelib.texts.words import Language
from chalicelib.wechat.outbound import TextReply

MOST_LOANS = 200


class Wallet(Protocol):
    def of(self, reader: str) -> Cards: ...


class Catalogue(Protocol):
    def wanted(self, number: int) -> Wanted:
        """Raises NotFound for a title that is gone."""


class Borrowing:
    def __init__(
        self,
        wallet: Wallet,
        system: Circulation,
        catalogue: Catalogue,
        branch_name: BranchName,
        timezone: str,
        clock: Clock,
        only_active: bool = False,
    ) -> None:
        """`only_active`: nothing of an account is shown or done for a card that has expired or is
        blocked. A system that changes PINs, or gives cards anew, says so in no other way."""
        self._only_active = only_active
        self._wallet = wallet
        self._system = system
        self._catalogue = catalogue
        self._branch_name = branch_name
        self._timezone = timezone
        self._clock = clock
        self._deeds: Mapping[str, Callable[[Task], Answer]] = {
            "loans": self._loans,
            "renew": self._renew,
            "renew_all": self._renew_all,
            "holds": self._holds,
            "fees": self._fees,
            "hold": self._hold,
            "cancel": self._cancel,
        }

    def run(
        self, reader: str, facts: Mapping[str, str], deadline: datetime, note: Note = forgets
    ) -> Answer:
        """Raises TryLater while the system does not answer, Unheard where it may have done it."""
        now = self._clock()
        if now >= deadline:
            raise TryLater("no time is left to ask the library system")
        language = Language(facts["language"])
        say = Said(language, library_day(now, self._timezone), self._branch_name)
        held = self._wallet.of(reader)
        card = _card_meant(held, facts)
        if card is None:
            return _said(facts, _no_card(held, facts, language), End.REFUSED)
        return self._done(Task(card, len(held.cards), facts, say, deadline, self._clock, note))

    def pinned(self, reader: str, facts: Mapping[str, str]) -> Mapping[str, str]:
        """With the card that is meant now: who waits may choose or unbind one meanwhile."""
        card = _card_meant(self._wallet.of(reader), facts)
        return {**facts, CARD_ID: card.id} if card is not None else facts

    def _done(self, task: Task) -> Answer:
        try:
            return self._stopped(task) or self._deeds[task.facts["do"]](task)
        except NotFound:
            return _refused(task, task.say.say(texts.CARD_GONE, card=task.called))
        except GiveUp:
            return _refused(task, task.say.say(texts.ODD))

    def _stopped(self, task: Task) -> Answer | None:
        if not self._only_active:
            return None
        words = texts.CARD_STOPPED.get(self._system.patron(task.number, task.call).state)
        return _refused(task, task.say.say(words, card=task.called)) if words else None

    def _loans(self, task: Task) -> Answer:
        loans = self._all_loans(task)
        if not loans.items:
            return _said(task.facts, task.say.say(texts.NO_LOANS, card=task.called))
        late = sum(one.overdue for one in loans.items)
        head = texts.LOANS_LATE if late else texts.LOANS
        count = len(loans.items)
        lines = [
            task.say.say(head, card=task.called, count=count, late=late),
            task.say.loans(loans.items),
            *self._owed(task),
            *_notes(task, loans),
            "",
            task.say.say(texts.LOANS_HINT),
        ]
        if task.cards > 1 and not task.facts.get("card"):
            lines.append(task.say.say(texts.OTHER_CARDS, count=task.cards - 1))
        return _said(task.facts, "\n".join(lines), dialogue=_remembered(task, loans.items))

    def _owed(self, task: Task) -> list[str]:
        """Told where the system tells it in time; the list does not wait for it."""
        try:
            fees = self._system.fees(task.number, task.call).items
        except (TryLater, GiveUp):
            return []
        money = _sum_of(fees)
        return [task.say.say(texts.FEES, money=task.say.money(money))] if money else []

    def _fees(self, task: Task) -> Answer:
        money = _sum_of(self._system.fees(task.number, task.call).items)
        if money is None:
            return _said(task.facts, task.say.say(texts.NO_FEES, card=task.called))
        owed = task.say.money(money)
        return _said(task.facts, task.say.say(texts.FEES_TO_PAY, card=task.called, money=owed))

    def _renew(self, task: Task) -> Answer:
        """By items remembered from a list, by numbers in one, by title, or the only loan."""
        loans = self._all_loans(task)
        if not loans.items:
            return _said(task.facts, task.say.say(texts.NO_LOANS, card=task.called))
        chosen = _chosen(task, loans.items)
        if chosen:
            return self._renewed(task, chosen)
        if _means_the_only(task, len(loans.items)):
            return self._renewed(task, loans.items)
        if _is_vague(task) and len(loans.items) > 1:
            lines = [task.say.loans(loans.items), task.say.say(texts.WHICH_RENEW)]
            asked = _remembered(task, loans.items, asks=True)
            return _said(task.facts, "\n".join(lines), dialogue=asked)
        said = task.say.say(texts.NO_SUCH_LOAN)
        listed = lists.again(lists.LOANS, task.facts, task.clock())
        return _said(task.facts, said, End.REFUSED, listed)

    def _renew_all(self, task: Task) -> Answer:
        loans = self._all_loans(task)
        if not loans.items:
            return _said(task.facts, task.say.say(texts.NO_LOANS, card=task.called))
        return self._renewed(task, _chosen(task, loans.items) or loans.items)

    def _renewed(self, task: Task, loans: Sequence[Loan]) -> Answer:
        """Raises Unheard where one of them is unknown: asked again, the done ones stay done."""
        seen = [_as_seen(task, loan) for loan in loans]
        task.note(seen_facts(seen))
        if len(seen) == 1:
            done = [self._system.renew(task.number, seen[0], task.key, task.call)]
        else:
            done = list(self._system.renew_all(task.number, seen, task.key, task.call))
        if any(one.fate is Fate.UNKNOWN for one in done):
            raise Unheard("the library system did not say whether it renewed")
        titles = {loan.item: loan.title for loan in loans}
        said = [task.say.renewed(one, titles.get(one.item, "")) for one in done]
        said += _left_out(task, _gone(task, lists.ITEMS, titles))
        end = End.ANSWERED if any(one.fate is Fate.DONE for one in done) else End.REFUSED
        told = {**task.facts, "dues": ",".join((task.facts.get("dues", ""), dues(done)))}
        listed = lists.again(lists.LOANS, told, task.clock())
        return _said(task.facts, "\n".join(said), end, listed)

    def _hold(self, task: Task) -> Answer:
        try:
            wanted = self._catalogue.wanted(int(task.facts["title"]))
        except NotFound:
            return _refused(task, task.say.say(texts.FIND_FIRST))
        pickup = task.facts.get("pickup", "")
        done = self._system.place_hold(task.number, wanted, pickup, task.key, task.call)
        if done.fate is Fate.UNKNOWN:
            raise Unheard("the library system did not say whether it placed the hold")
        said = task.say.held(done, wanted.title, pickup)
        return _said(task.facts, said, End.ANSWERED if done.fate is Fate.DONE else End.REFUSED)

    def _holds(self, task: Task) -> Answer:
        holds = self._system.holds(task.number, task.call)
        if not holds.items:
            return _said(task.facts, task.say.say(texts.NO_HOLDS, card=task.called))
        lines = [
            task.say.say(texts.MY_HOLDS, card=task.called),
            task.say.holds(holds.items),
            *_notes(task, holds),
            "",
            task.say.say(texts.HOLDS_HINT),
        ]
        return _said(task.facts, "\n".join(lines), dialogue=_remembered_holds(task, holds.items))

    def _cancel(self, task: Task) -> Answer:
        """What was chosen before is cancelled even where it is no longer listed: an answer may
        have been lost."""
        if task.facts.get("chosen"):
            return self._cancelled(task, holds_before(task.facts), task.list("gone"))
        holds = self._system.holds(task.number, task.call).items
        chosen = _chosen_holds(task, holds)
        if not chosen and _is_vague(task) and len(holds) > 1:
            lines = [task.say.holds(holds), task.say.say(texts.WHICH_CANCEL)]
            asked = _remembered_holds(task, holds, asks=True)
            return _said(task.facts, "\n".join(lines), dialogue=asked)
        if not chosen and not holds:
            return _said(task.facts, task.say.say(texts.NO_HOLDS, card=task.called))
        if not chosen:
            said = task.say.say(texts.NO_SUCH_HOLD)
            listed = lists.again(lists.HOLDS, task.facts, task.clock())
            return _said(task.facts, said, End.REFUSED, listed)
        gone = _gone(task, "holds", {one.id for one in chosen})
        task.note({**hold_facts(chosen), "gone": ",".join(gone)})
        return self._cancelled(task, chosen, gone)

    def _cancelled(self, task: Task, holds: Sequence[Hold], gone: Sequence[str]) -> Answer:
        """Raises Unheard where one of them is unknown: asked again, the done ones stay done. What
        is done is noted at once, so that nobody is told that it was not."""
        done, open_ones, said = done_before(task.facts), list(holds), []
        several = len(holds) > 1 or bool(done)
        said += [task.say.cancelled(HoldOutcome(Fate.DONE), title) for title in done]
        for hold in holds:
            key = f"{task.key}/{hold.id}" if several else task.key
            outcome = self._taken_back(task, hold, key, is_rest=bool(done))
            if outcome.fate is Fate.UNKNOWN:
                continue
            open_ones.remove(hold)
            said.append(task.say.cancelled(outcome, hold.title))
            if outcome.fate is Fate.DONE:
                done.append(hold.title)
                if several and open_ones:
                    task.note(hold_facts(open_ones, done))
        if open_ones:
            raise Unheard("the library system did not say whether it cancelled the hold")
        said += _left_out(task, gone)
        listed = lists.again(lists.HOLDS, task.facts, task.clock())
        return _said(task.facts, "\n".join(said), End.ANSWERED if done else End.REFUSED, listed)

    def _taken_back(self, task: Task, hold: Hold, key: str, is_rest: bool) -> HoldOutcome:
        """`is_rest`: others are done, so what is odd about this one ends nothing."""
        try:
            return self._system.cancel_hold(task.number, hold, key, task.call)
        except (GiveUp, NotFound):
            if not is_rest:
                raise
            return HoldOutcome.refused(Reason.UNKNOWN)

    def _all_loans(self, task: Task) -> Page[Loan]:
        """Overdue first, then by due date; what the system lost makes it incomplete."""
        items: list[Loan] = []
        page = self._system.loans(task.number, task.call)
        complete = page.complete
        items += page.items
        while page.next and len(items) < MOST_LOANS:
            page = self._system.loans(task.number, task.call, page.next)
            complete = complete and page.complete
            items += page.items
        each = {loan.id: loan for loan in items}.values()
        return Page(tuple(sorted(each, key=_by_due)), "", complete and not page.next)


def _sum_of(fees: Sequence[Fee]) -> Money | None:
    """None where nothing is owed."""
    owed = [fee.owed for fee in fees if fee.owed.cents]
    return Money(sum(one.cents for one in owed), owed[0].currency) if owed else None


def _card_meant(held: Cards, facts: Mapping[str, str]) -> Card | None:
    return held.meant(facts.get(CARD_ID, ""), int(facts.get("card") or 1))


def _no_card(held: Cards, facts: Mapping[str, str], language: Language) -> str:
    if facts.get(CARD_ID):
        return card_texts.MEANWHILE_UNBOUND.in_language(language)
    if not held.cards:
        return card_texts.NONE_BOUND.in_language(language)
    return card_texts.NO_SUCH.say(language, place=int(facts["card"]))


def _by_due(loan: Loan) -> tuple[bool, bool, str, str]:
    """The same list in the same order every time, or its numbers would mean others."""
    day = loan.due.day.isoformat() if loan.due else ""
    return (not loan.overdue, not day, day, loan.id)


def _chosen(task: Task, loans: Sequence[Loan]) -> Sequence[Loan]:
    items = task.list("items")
    if items:
        by_item = {loan.item: loan for loan in loans}
        return [by_item[item] for item in items if item in by_item]
    query = task.facts.get("query", "")
    return [loan for loan in loans if query in loan.title] if query else []


def _chosen_holds(task: Task, holds: Sequence[Hold]) -> Sequence[Hold]:
    ids = task.list("holds")
    if ids:
        return [hold for hold in holds if hold.id in ids]
    return holds if _means_the_only(task, len(holds)) else ()


def _gone(task: Task, name: str, found: Collection[str]) -> list[str]:
    """Places in the list that was shown, of what was chosen there and is not there any more."""
    listed = task.list("listed")
    lost = (one for one in task.list(name) if one not in found and one in listed)
    return [str(listed.index(one) + 1) for one in lost]


def _left_out(task: Task, gone: Sequence[str]) -> list[str]:
    """Numbers for which nothing was done."""
    comma = texts.COMMA.in_language(task.say.language)
    told = ((texts.NO_LONGER_LISTED, gone), (texts.NOT_IN_LIST, task.list("absent")))
    return [task.say.say(words, numbers=comma.join(places)) for words, places in told if places]


def _is_vague(task: Task) -> bool:
    """A number means nothing where the reader sees no list any more: the order may have changed."""
    return not any(task.facts.get(name) for name in ("items", "absent", "query", "holds"))


def _means_the_only(task: Task, count: int) -> bool:
    return count == 1 and _is_vague(task) and task.list("places") in ([], ["1"])


def _as_seen(task: Task, loan: Loan) -> Loan:
    """With the due date of the list the reader chose from, so that a renewal that was done and
    not heard of is known as one."""
    seen = dict(pair.rsplit("=", 1) for pair in task.list("dues") if "=" in pair)
    day = seen.get(loan.item)
    if not day or loan.due is None or loan.due.day.isoformat() == day:
        return loan
    return Loan(loan.id, loan.item, loan.title, _day(day), loan.author, loan.title_id)


def _day(written: str) -> Due:
    return Due(datetime.fromisoformat(written).date())


def _notes(task: Task, page: "Page[Loan] | Page[Hold]") -> list[str]:
    return [] if page.complete else [task.say.say(texts.PARTLY)]


def _remembered(task: Task, loans: Sequence[Loan], asks: bool = False) -> Dialogue:
    facts = {**seen_facts(loans), "card": task.facts.get("card", "")}
    return lists.opened(lists.LOANS, facts, task.clock(), asks)


def _remembered_holds(task: Task, holds: Sequence[Hold], asks: bool = False) -> Dialogue:
    facts = {"holds": ",".join(one.id for one in holds), "card": task.facts.get("card", "")}
    return lists.opened(lists.HOLDS, facts, task.clock(), asks)


def _refused(task: Task, said: str) -> Answer:
    return _said(task.facts, said, End.REFUSED)


def _said(
    facts: Mapping[str, str],
    said: str,
    end: End = End.ANSWERED,
    dialogue: Dialogue | None = None,
) -> Answer:
    return Answer(TextReply(said), Kind(facts["kind"]), end, dialogue=dialogue)
