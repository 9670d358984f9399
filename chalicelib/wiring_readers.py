"""Readers' cards: loaded where a message or a page is about them."""

import secrets
from typing import Any

from chalicelib.conversation.model import shard_of
from chalicelib.ils.ports import Circulation
from chalicelib.limits.attempt_store import AttemptStore
from chalicelib.limits.model import Allowance
from chalicelib.limits.service import Gate, Strangers
from chalicelib.limits.store import CountStore
from chalicelib.readers.bound_store import BoundStore
from chalicelib.readers.chat import CardsChat
from chalicelib.readers.service import CardDesk, SignsIn
from chalicelib.readers.store import ReaderStore
from chalicelib.sealing import derived_key
from chalicelib.tables.readers import CardAttemptRow
from chalicelib.wiring import Services, make_id, on_demand


def desk(services: Services) -> CardDesk:
    def nudge(reader: str) -> None:
        services.queue.nudge("notice", {"shard": shard_of(reader)})

    key = derived_key(services.secret_settings.pseudonym_key, "binding codes")
    failures = AttemptStore(CardAttemptRow)
    return CardDesk(
        ReaderStore(),
        services.links,
        _system(services),
        failures,
        key,
        _make_code,
        make_id,
        BoundStore(services.wire, services.conversations, nudge),
    )


def chat(services: Services) -> CardsChat:
    return CardsChat(
        services.cards,
        lambda: services.site.address,
        services.circulation is not None,
        has_web_login(services),
    )


def bind_page(services: Services) -> Any:
    name = services.knowledge.current.snapshot().library.name
    bind = on_demand("chalicelib.pages.bind")
    return bind.BindPage(
        services.cards,
        name,
        _strangers(services),
        lambda: services.site.address,
        _web_login(services) if has_web_login(services) else None,
        secure_cookies=services.settings.stage != "local",
    )


def has_web_login(services: Services) -> bool:
    """Where the account can, and the technician has registered our domain for it."""
    return services.settings.web_login == "yes" and services.platform.has_web_login


def _web_login(services: Services) -> Any:
    settings = services.secret_settings
    key = derived_key(settings.pseudonym_key, "web login")
    return on_demand("chalicelib.readers.login_service").WebLogin(
        settings.wechat_login_at,
        settings.wechat_app_id,
        services.platform,
        key,
        secrets.token_bytes,
    )


def _strangers(services: Services) -> Strangers:
    """Counted apart from the console's: readers in the house do not shut out its staff."""
    alone = Allowance(services.settings.strangers_requests_a_minute)
    return Strangers(Gate(CountStore(services.wire)), alone, Allowance(0), "page")


def _system(services: Services) -> SignsIn:
    circulation: Circulation | None = services.circulation
    return circulation if circulation is not None else _Nothing()


class _Nothing:
    """No library system: nobody can prove a card, and the chat offers no page."""

    def sign_in(self, card: object, secret: object, call: object) -> None:
        return None


def _make_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"
