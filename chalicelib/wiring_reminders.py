"""Reminders: loaded by the sweeper and with the first message about them."""

from datetime import date
from typing import Any

from chalicelib.circulation.words import Said
from chalicelib.errors import Misconfigured
from chalicelib.library.written import load_yaml
from chalicelib.readers.store import ReaderStore
from chalicelib.reminders.chat import RemindersChat
from chalicelib.reminders.model import Rules
from chalicelib.reminders.service import Reminding
from chalicelib.reminders.settings import REMINDERS, parse_rules
from chalicelib.reminders.store import MemoryStore
from chalicelib.texts.words import Language
from chalicelib.wiring import Services


def chat(services: Services) -> RemindersChat:
    return RemindersChat(services.cards)


def reminding(services: Services) -> Reminding:
    system = services.circulation
    if system is None:
        raise Misconfigured("no library system is set up")

    def say(reader: str, today: date) -> Said:
        row = services.conversations.row(reader)
        language = (row and row.language) or Language.SIMPLIFIED
        return Said(language, today, services.branch_name)

    def rules() -> Rules:
        document = services.knowledge.current.document(REMINDERS)
        held: Any = load_yaml(document.body) if document.body else None
        return parse_rules(held)

    return Reminding(
        ReaderStore(),
        MemoryStore(services.wire),
        system,
        services.notify,
        rules,
        say,
        services.timezone,
    )
