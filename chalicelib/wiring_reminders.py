"""Reminders: loaded by the sweeper and with the first message about them."""

from collections.abc import Callable
from datetime import date

from chalicelib.circulation.words import Said
from chalicelib.errors import Misconfigured
from chalicelib.ils.model import Account, Call, CardNumber
from chalicelib.library.store import DocumentStore
from chalicelib.library.written import load_yaml
from chalicelib.notify.store import DeliveryStore
from chalicelib.readers.store import ReaderStore
from chalicelib.reminders.chat import RemindersChat
from chalicelib.reminders.desk_service import ReminderDesk
from chalicelib.reminders.file_service import FileAccounts
from chalicelib.reminders.file_store import DueFileStore
from chalicelib.reminders.model import Rules, Source
from chalicelib.reminders.service import Accounts, Reminding
from chalicelib.reminders.settings import REMINDERS, parse_rules
from chalicelib.reminders.store import MemoryStore
from chalicelib.sealing import derived_key
from chalicelib.texts.words import Language
from chalicelib.wiring import Services, make_id
from chalicelib.wiring_circulation import EMBEDDED
from chalicelib.wiring_notify import Parsed, inbox


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

    rules = Parsed(services, REMINDERS, parse_rules)
    others = services.settings.circulation != EMBEDDED
    return Reminding(
        ReaderStore(),
        MemoryStore(services.wire),
        _Chosen(system, services.due_file, rules),
        services.notify,
        rules,
        say,
        services.timezone,
        warns=inbox(services).leave if others else None,
    )


def due_file(services: Services) -> FileAccounts:
    key = derived_key(services.secret_settings.pseudonym_key, "due-date file")
    documents = DocumentStore(services.wire, "reminders")
    return FileAccounts(DueFileStore(documents, services.files, key, make_id))


def desk(services: Services) -> ReminderDesk:
    held = services.knowledge
    return ReminderDesk(
        held.documents,
        services.due_file,
        DeliveryStore(),
        services.platform.templates,
        load_yaml,
        held.current.forget,
    )


class _Chosen:
    """The library system or the file, as the settings say at the time."""

    def __init__(self, system: Accounts, file: Accounts, rules: Callable[[], Rules]) -> None:
        self._from = {Source.SYSTEM: system, Source.FILE: file}
        self._rules = rules

    def account(self, card: CardNumber, call: Call) -> Account:
        return self._from[self._rules().source].account(card, call)
