"""What `Services` has for readers with a card: each part is loaded when it is first asked for."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.circulation import hearing as loans
from chalicelib.clock import Clock
from chalicelib.conversation.late_chat import LateChat, LateJob
from chalicelib.dialogue import Chat, Turn
from chalicelib.readers import hearing as cards
from chalicelib.reminders import hearing as reminders
from chalicelib.settings import Settings
from chalicelib.site import Site
from chalicelib.tables.connect import Wire
from chalicelib.wiring_late import on_demand

if TYPE_CHECKING:
    from chalicelib.catalogue.model import Record
    from chalicelib.circulation.line_service import Line
    from chalicelib.ils.ports import Circulation
    from chalicelib.readers.service import CardDesk
    from chalicelib.reminders.file_service import FileAccounts
    from chalicelib.reminders.service import Reminding
    from chalicelib.wiring_circulation import Embedded


class BorrowingServices:
    settings: Settings

    @cached_property
    def wire(self) -> Wire:
        raise NotImplementedError

    @cached_property
    def circulation(self) -> "Circulation | None":
        """The library system for cards, loans and holds; None where there is none."""
        made: Circulation | None = on_demand("chalicelib.wiring_circulation").circulation(self)
        return made

    @cached_property
    def embedded(self) -> "Embedded":
        built: Embedded = on_demand("chalicelib.wiring_circulation").embedded(self)
        return built

    @cached_property
    def site(self) -> Site:
        return Site(self.settings.public_url)

    @cached_property
    def cards(self) -> "CardDesk":
        self.wire  # noqa: B018 - binds the models
        desk: CardDesk = on_demand("chalicelib.wiring_readers").desk(self)
        return desk

    @cached_property
    def reminders(self) -> "Reminding":
        made: Reminding = on_demand("chalicelib.wiring_reminders").reminding(self)
        return made

    @cached_property
    def due_file(self) -> "FileAccounts":
        made: FileAccounts = on_demand("chalicelib.wiring_reminders").due_file(self)
        return made

    @cached_property
    def bind_page(self) -> Any:
        return on_demand("chalicelib.wiring_readers").bind_page(self)

    def borrowing_chats(self, catalogue: Callable[[], Chat]) -> tuple[Chat, ...]:
        def about_loans() -> Chat:
            chat: Chat = on_demand("chalicelib.wiring_borrowing").chat(self, catalogue)
            return chat

        def about_cards() -> Chat:
            chat: Chat = on_demand("chalicelib.wiring_readers").chat(self)
            return chat

        def about_reminders() -> Chat:
            chat: Chat = on_demand("chalicelib.wiring_reminders").chat(self)
            return chat

        return (
            LateChat(cards.NAME, cards.concerns_cards, about_cards),
            LateChat(reminders.NAME, reminders.concerns_reminders, about_reminders),
            LateChat(loans.NAME, self._concerns_loans, about_loans),
        )

    def hold_offer(self, clock: Clock) -> "Callable[[Record], bool]":
        """Whether a title can be held in the chat; only our own system tells the shelf's rule."""
        kind = self.settings.circulation
        if kind == "none":
            return lambda record: False

        def on_shelf() -> bool:
            return kind != "embedded" or self.embedded.terms(clock()).rules.holds_on_shelf

        made = on_demand("chalicelib.catalogue.offer_service")
        offer: Callable[[Record], bool] = made.HoldOffer(lambda: self.circulation, clock, on_shelf)
        return offer

    def borrowing_job(self, branch_name: Callable[[str], str]) -> LateJob:
        return LateJob(lambda: on_demand("chalicelib.wiring_borrowing").job(self, branch_name))

    def wishing_job(self) -> LateJob:
        return LateJob(lambda: self.line)

    @cached_property
    def line(self) -> "Line":
        """Of those who wait for the library system."""
        made: Line = on_demand("chalicelib.wiring_borrowing").line(self)
        return made

    def _concerns_loans(self, turn: Turn) -> bool:
        return self.settings.circulation != "none" and loans.concerns_loans(turn)
