"""A small library for drawn schedules: five cards, six copies of three titles, two branches."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from chalicelib.catalogue.model import Copy, Record
from chalicelib.errors import TryLater
from chalicelib.ils.embedded.model import Title
from chalicelib.ils.embedded.rules import Rules, TypeRules
from chalicelib.ils.model import Call, CardNumber, Fate, Hold, HoldState, Wanted
from tests.drills import lending_model as model
from tests.drills.history import Recorder
from tests.ils.desk import Library

BASE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KINDS = ("lend", "lend", "lend", "return", "return", "renew", "hold", "hold", "cancel", "lapse")
BRANCHES = ("main", "east")
CARDS, TITLES = 5, {"a": 1, "b": 2, "c": 3}
RULES = Rules(
    TypeRules(
        max_items=model.MOST_LOANS,
        renewals=model.MOST_RENEWALS,
        max_holds=model.MOST_HOLDS,
        pickup_days=model.PICKUP_DAYS,
    ),
    branches=BRANCHES,
)


@dataclass(frozen=True)
class Step:
    """One hand's move; `number` also tells the day: the library ages as the schedule goes on."""

    number: int
    kind: str
    card: str
    barcode: str
    title: str
    branch: str

    @property
    def now(self) -> datetime:
        return BASE + timedelta(days=self.number // 6)

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass
class World:
    """One library of its own on the shared engine."""

    recorder: Recorder
    run: str = field(default_factory=lambda: uuid4().hex[:6].upper())
    told: dict[int, str] = field(default_factory=dict)
    renewed: dict[int, str] = field(default_factory=dict)
    """Which loan a step asked to renew: one of those the card had then."""

    def __post_init__(self) -> None:
        self.recorder.at.step = -1
        self.library = Library(self.recorder, RULES, BASE)
        self.cards = [self.library.a_card(f"{self.run}{n}") for n in range(CARDS)]
        self.titles = {name: f"{self.run}-{name}" for name in TITLES}
        for name, copies in TITLES.items():
            held = tuple(Copy("main", barcode=f"{self.run}-{name}{n}") for n in range(copies))
            self.library.copies.adopt(Record(self.titles[name], "书", copies=held))
        self.barcodes = [f"{self.run}-{name}{n}" for name, k in TITLES.items() for n in range(k)]

    def step(self, number: int, drawn: int) -> Step:
        drawn, kind = divmod(drawn, len(KINDS))
        drawn, card = divmod(drawn, CARDS)
        drawn, copy = divmod(drawn, len(self.barcodes))
        _, branch = divmod(drawn, len(BRANCHES))
        barcode = self.barcodes[copy]
        title = barcode.rstrip("0123456789")
        return Step(number, KINDS[kind], self.cards[card], barcode, title, BRANCHES[branch])

    def done(self, step: Step) -> str:
        try:
            return str(getattr(self, f"_{step.kind}")(step))
        except TryLater:
            return "busy"

    def _lend(self, step: Step) -> object:
        return self.library.desk.lend(step.card, step.barcode, step.now).reason or Fate.DONE

    def _return(self, step: Step) -> object:
        return self.library.desk.take_back(step.barcode, step.branch, step.now).reason or Fate.DONE

    def _renew(self, step: Step) -> object:
        call, card = Call(step.now, 8.0), CardNumber(step.card)
        loans = self.library.circulation.loans(card, call).items
        mine = loans[step.number % max(1, len(loans)) :][:1]
        self.renewed[step.number] = next((loan.item for loan in mine), "")
        key = f"k{step.number}"
        return [self.library.circulation.renew(card, loan, key, call).fate for loan in mine]

    def _hold(self, step: Step) -> object:
        call, wanted = Call(step.now, 8.0), Wanted(step.title)
        key, card = f"k{step.number}", CardNumber(step.card)
        return self.library.circulation.place_hold(card, wanted, step.branch, key, call).fate

    def _cancel(self, step: Step) -> object:
        call, card = Call(step.now, 8.0), CardNumber(step.card)
        holds = self.library.circulation.holds(card, call).items[:1]
        return [self._cancelled(card, hold, step, call) for hold in holds]

    def _cancelled(self, card: CardNumber, hold: Hold, step: Step, call: Call) -> Fate:
        return self.library.circulation.cancel_hold(card, hold, f"k{step.number}", call).fate

    def _lapse(self, step: Step) -> object:
        return self.library.desk.lapse(step.now)

    def close(self) -> None:
        """Everything comes back and every hold is cancelled, by one hand."""
        self.recorder.loses, self.recorder.at.step = 0.0, -2
        late = BASE + timedelta(days=200)
        for card in self.cards:
            for hold in list(self.library.books.open().card(card).holds):
                self.library.desk.cancel_hold(card, hold, late)
        for barcode in self.barcodes:
            self.library.desk.take_back(barcode, "main", late)


def a_model(world: World) -> model.ModelLibrary:
    copies = {one: model.ModelCopy(one.rstrip("0123456789"), "main") for one in world.barcodes}
    return model.ModelLibrary(copies, {title: [] for title in world.titles.values()})


def seen_in(title: Title) -> tuple[object, ...]:
    copies = {one.barcode: (one.lent_to, one.due, one.kept_for, one.branch) for one in title.copies}
    queue = [(one.id, one.card, one.pickup, one.barcode, one.ready_until) for one in title.queue]
    return copies, queue


def seen_in_model(judged: model.ModelLibrary, title: str) -> tuple[object, ...]:
    copies = {
        barcode: (one.has, one.due, one.kept, one.branch)
        for barcode, one in judged.copies.items()
        if one.title == title
    }
    queue = [(one.name, one.card, one.pickup, one.copy, one.until) for one in judged.queues[title]]
    return copies, queue


def agree(world: World) -> None:
    """What cards say and what titles say is the same."""
    books = world.library.books
    titles = books.titles(list(world.titles.values())).values()
    cards = [books.open().card(number) for number in world.cards]
    lent = {(c.barcode, c.lent_to, c.due) for title in titles for c in title.copies if c.lent_to}
    held = {(hold.id, hold.card) for title in titles for hold in title.queue}
    assert lent == {(loan.barcode, c.number, loan.due) for c in cards for loan in c.loans}
    assert held == {(hold, card.number) for card in cards for hold in card.holds}
    ready = [
        hold for title in titles for hold in title.queue if hold.state is not HoldState.WAITING
    ]
    assert all(hold.barcode for hold in ready)
