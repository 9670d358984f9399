"""Builds what keeps readers' rights; loaded where somebody asks for one, and by the sweeper."""

import importlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chalicelib.knowledge.gap_store import GapStore
from chalicelib.privacy.chat import PrivacyChat
from chalicelib.privacy.rights_service import AtTheDesk, Rights
from chalicelib.privacy.service import Cards, Erasing, Forgetting
from chalicelib.privacy.store import ConsentStore, ErasureStore
from chalicelib.wiring import Services, make_id


def privacy(services: Services) -> "Privacy":
    return Privacy(services)


@dataclass(frozen=True)
class Privacy:
    services: Services

    @cached_property
    def erasures(self) -> ErasureStore:
        return ErasureStore(self.services.wire)

    @cached_property
    def consents(self) -> ConsentStore:
        self.services.wire  # noqa: B018 - binds the models
        return ConsentStore()

    @cached_property
    def rights(self) -> Rights:
        services = self.services
        return Rights(
            services.conversations,
            services.cases,
            self.consents,
            _readers(),
            self._line,
            _deliveries,
            self._called,
        )

    @cached_property
    def at_the_desk(self) -> AtTheDesk:
        return AtTheDesk(self.rights, self.forgetting)

    @cached_property
    def forgetting(self) -> Forgetting:
        return Forgetting(self.erasures, self.services.conversations, make_id)

    @cached_property
    def erasing(self) -> Erasing:
        """Files and key are asked for with the first erasure: not every sweep needs them."""
        services = self.services
        return Erasing(
            self.erasures,
            services.conversations,
            services.cases,
            lambda: services.files,
            GapStore(),
            services.ledger,
            self.consents,
            _deliveries,
            _cards,
            self._line,
            lambda: services.secret_settings.pseudonym_key,
        )

    @cached_property
    def chat(self) -> PrivacyChat:
        return PrivacyChat(self.rights, self.services.timezone, self._phone)

    def _line(self) -> Any:
        store: Any = importlib.import_module("chalicelib.circulation.intent_store")
        return store.IntentStore(self.services.wire)

    def _called(self, number: str) -> str:
        titles: Any = importlib.import_module("chalicelib.wiring_borrowing").titles(self.services)
        called: str = titles.called(number)
        return called

    def _phone(self) -> str:
        return self.services.knowledge.current.snapshot().library.phone


def _deliveries() -> Any:
    return importlib.import_module("chalicelib.notify.store").DeliveryStore()


def _cards() -> Cards:
    cards: Cards = _readers()
    return cards


def _readers() -> Any:
    return importlib.import_module("chalicelib.readers.store").ReaderStore()
