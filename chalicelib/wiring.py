"""Chooses the concrete classes; the only place that knows them all.

Built on first use and kept for the life of the process. What is heavy is loaded by `on_demand`,
on the path that needs it, so that a reader never waits for a staff library.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.config import Config

from chalicelib import logs
from chalicelib.catalogue import hearing
from chalicelib.clock import Clock, utc_now
from chalicelib.conversation.card_mask import hide_secrets_and_cards
from chalicelib.conversation.fallback import LanguageChat, LastChat, ReadOnChat
from chalicelib.conversation.late_chat import LateChat
from chalicelib.conversation.ledger_store import LedgerStore
from chalicelib.conversation.mask import hide_secrets
from chalicelib.conversation.notices import Notices
from chalicelib.conversation.service import Conversation, Job, Queue, Reads
from chalicelib.conversation.store import KEEP_ANSWERS, ConversationStore
from chalicelib.conversation.sweeper import Sweeper
from chalicelib.dialogue import Chat
from chalicelib.doctor.store import Beats
from chalicelib.errors import Conflict
from chalicelib.feedback.chat import FeedbackChat
from chalicelib.feedback.media import CopyMedia
from chalicelib.feedback.service import Feedback
from chalicelib.feedback.store import CaseStore
from chalicelib.files.ports import Files
from chalicelib.files.store import BucketFiles, FolderFiles
from chalicelib.knowledge.ports import Train
from chalicelib.knowledge.tap_chat import TapChat
from chalicelib.library.store import DocumentStore
from chalicelib.limits.model import Pace
from chalicelib.privacy import hearing as rights
from chalicelib.rounds import round_of
from chalicelib.secrets_store import read_secrets
from chalicelib.senior.chat import SeniorChat
from chalicelib.settings import Settings, from_environment
from chalicelib.tables.all import MODELS
from chalicelib.tables.connect import Wire, open_wire, share
from chalicelib.wechat.envelope import Credentials, Mode
from chalicelib.wechat.inbound import TemplateSent
from chalicelib.wechat.store import StoredToken
from chalicelib.wechat.webhook import Webhook
from chalicelib.wiring_borrowing_services import BorrowingServices
from chalicelib.wiring_knowledge import Knowledge, teach
from chalicelib.wiring_late import Late
from chalicelib.wiring_late import on_demand as on_demand
from chalicelib.wiring_platform import Platform
from chalicelib.work_queue import MemoryQueue, SqsQueue

if TYPE_CHECKING:
    from chalicelib.catalogue.imports import Imports
    from chalicelib.domain.service import DomainFiles
    from chalicelib.knowledge.wanted_service import WantedPublications
    from chalicelib.links.service import Links
    from chalicelib.notify.service import Notify
    from chalicelib.staff.ports import StaffServices
    from chalicelib.staff.store import UserStore
    from chalicelib.wechat.quota_service import QuotaWatch
    from chalicelib.wiring_privacy import Privacy

IMPORT = "import"
ACCOUNT_SHELF = "account"
"""Documents about the WeChat account; nothing staff edit touches them."""
GAP = "gap"
PUBLISH = "publish"
ASKED_WHILE_SEARCHING = ("embedded", "sip2", "koha")
"""Library systems that tell within a second how copies stand; the agent's is asked in turns."""


def make_id() -> str:
    return secrets.token_hex(12)


@dataclass(frozen=True)
class Services(BorrowingServices):
    """The whole service over one set of settings and one clock."""

    settings: Settings
    clock: Clock = utc_now
    train: Train = teach

    @cached_property
    def wire(self) -> Wire:
        wire = open_wire(self.settings)
        share(wire, self.settings, MODELS)
        return wire

    @cached_property
    def secret_settings(self) -> Settings:
        """The settings with the secrets; where a store keeps them it is asked on first use."""
        place = self.settings.secrets_at
        if not place:
            return self.settings
        return replace(self.settings, **read_secrets(_aws("ssm", self.settings), place))

    @cached_property
    def credentials(self) -> Credentials:
        settings = self.secret_settings
        mode = Mode(settings.wechat_mode)
        return Credentials(
            settings.wechat_app_id, settings.wechat_token, settings.wechat_aes_key, mode
        )

    @cached_property
    def platform(self) -> Platform:
        return Platform(lambda: self.wechat_api, self.settings.account_kind)

    @cached_property
    def wechat_api(self) -> Any:
        settings = self.secret_settings
        return on_demand("chalicelib.wechat.api").WeChatApi(
            settings.wechat_app_id,
            settings.wechat_app_secret,
            settings.wechat_api,
            StoredToken(self.wire),
            self.clock,
            make_id,
        )

    @cached_property
    def files(self) -> Files:
        if self.settings.files_dir:
            return FolderFiles(Path(self.settings.files_dir))
        return BucketFiles(Late(lambda: _aws("s3", self.settings)), self.settings.files_bucket)

    @cached_property
    def queue(self) -> Queue:
        if self.settings.work_queue_url:
            return SqsQueue(Late(lambda: _aws("sqs", self.settings)), self.settings.work_queue_url)
        return MemoryQueue()

    @cached_property
    def conversations(self) -> ConversationStore:
        return ConversationStore(self.wire)

    @cached_property
    def ledger(self) -> LedgerStore:
        self.wire  # noqa: B018 - binds the models
        return LedgerStore(self.wire)

    @cached_property
    def cases(self) -> CaseStore:
        return CaseStore(self.wire)

    @cached_property
    def knowledge(self) -> Knowledge:
        return Knowledge(self.wire, make_id, self.train, self.settings.circulation != "none")

    @cached_property
    def documents(self) -> DocumentStore:
        return self.knowledge.documents

    @property
    def timezone(self) -> str:
        return self.knowledge.current.snapshot().library.timezone

    @property
    def understanding(self) -> Reads:
        return self.knowledge.reads

    @cached_property
    def chats(self) -> tuple[Chat, ...]:
        typed: tuple[Chat, ...] = (
            LanguageChat(),
            LateChat(rights.NAME, rights.concerns_privacy, lambda: self.privacy.chat),
            FeedbackChat(self.feedback, self.timezone),
            *self.borrowing_chats(self._catalogue_chat),
            LateChat(hearing.NAME, hearing.concerns_the_catalogue, self._catalogue_chat),
            self.knowledge.chat,
            LastChat(),
        )
        senior = SeniorChat(typed, self.understanding, self._phone)
        return (ReadOnChat(), TapChat((senior, *typed), self.understanding), senior, *typed)

    def _phone(self) -> str:
        return self.knowledge.current.snapshot().library.phone

    @cached_property
    def privacy(self) -> "Privacy":
        built: Privacy = on_demand("chalicelib.wiring_privacy").privacy(self)
        return built

    def _catalogue_chat(self) -> Chat:
        self.wire  # noqa: B018 - binds the models
        kind = self.settings.circulation
        system = Late(lambda: self.circulation) if kind in ASKED_WHILE_SEARCHING else None
        made = on_demand("chalicelib.wiring_catalogue")
        search, offer = made.search(self.settings), self.hold_offer(self.clock)
        pages = kind == "embedded"
        known = (self.branch_name, self.timezone)
        chat: Chat = made.chat(*known, search, system, self.clock, offer, pages)
        return chat

    @cached_property
    def imports(self) -> "Imports":
        self.wire  # noqa: B018 - binds the models
        made: Imports = on_demand("chalicelib.wiring_catalogue").imports(self.files)
        return made

    def branch_name(self, branch: str) -> str:
        branches = self.knowledge.current.snapshot().library.branches
        return next((known.called for known in branches if known.id == branch), branch)

    @cached_property
    def feedback(self) -> Feedback:
        return Feedback(self.cases, self.knowledge.promises, self.timezone)

    @cached_property
    def jobs(self) -> Mapping[str, Job]:
        return {
            "copy_media": CopyMedia(self.platform, self.files, self.feedback),
            "library_system": self.borrowing_job(self.branch_name),
            "library_wish": self.wishing_job(),
        }

    @cached_property
    def conversation(self) -> Conversation:
        has_cards = self.settings.circulation != "none"
        return Conversation(
            self.conversations,
            self.chats,
            self.understanding,
            self.jobs,
            self.queue,
            make_id,
            pace=Pace(min(self.settings.reader_messages_a_minute, KEEP_ANSWERS)),
            hide=hide_secrets_and_cards if has_cards else hide_secrets,
        )

    @cached_property
    def webhook(self) -> Webhook:
        return Webhook(
            self.credentials, self.conversation, self.forget, make_id, self._heed_receipt
        )

    @cached_property
    def sweeper(self) -> Sweeper:
        notices = Notices(self.conversations, self.platform, self.may_send)
        return Sweeper(
            self.conversations, self.ledger, self.conversation, notices, self.jobs, make_id
        )

    @cached_property
    def beats(self) -> Beats:
        self.wire  # noqa: B018 - binds the models
        return Beats()

    @cached_property
    def domain_files(self) -> "DomainFiles":
        shelf = DocumentStore(self.wire, ACCOUNT_SHELF)
        files: DomainFiles = on_demand("chalicelib.domain.service").DomainFiles(shelf)
        return files

    @property
    def may_send(self) -> bool:
        """Customer-service messages need a verified account (wechat.md 0)."""
        return self.platform.is_verified

    @cached_property
    def staff_users(self) -> "UserStore":
        self.wire  # noqa: B018 - binds the models
        users: UserStore = on_demand("chalicelib.staff.store").UserStore()
        return users

    @cached_property
    def staff(self) -> "StaffServices":
        self.wire  # noqa: B018 - binds the models
        built: StaffServices = on_demand("chalicelib.wiring_staff").staff_services(self)
        return built

    @cached_property
    def links(self) -> "Links":
        built: Links = on_demand("chalicelib.wiring_links").links(self)
        return built

    def work_import(self) -> None:
        """The next slice of a running import, if there is one; in the cloud the queue goes on."""
        self.beats.beat("work_import", self.clock())
        try:
            job = self.imports.work(self.clock())
        except Conflict:
            return
        under_way = job is not None and job.finished_at is None
        if (under_way or self._adopts()) and self.settings.work_queue_url:
            self.queue.nudge(IMPORT, {})

    def _adopts(self) -> bool:
        """Imported copies become copies that can be lent; whether more of them are left."""
        return self.settings.circulation == "embedded" and self.embedded.adoption.work()

    @cached_property
    def wanted(self) -> "WantedPublications":
        made: WantedPublications = on_demand("chalicelib.wiring_editing").wanted(self)
        return made

    @cached_property
    def quota_watch(self) -> "QuotaWatch":
        fixed = self.settings.fixed_address == "yes"
        watch: QuotaWatch = on_demand("chalicelib.wechat.quota_service").QuotaWatch(
            self.platform, fixed
        )
        return watch

    def sweep(self) -> int:
        """What was left behind: messages, work, notices, uncounted questions, erasures."""
        now = self.clock()
        self.beats.beat("sweep", now)
        return round_of({name: partial(work, now) for name, work in self._works().items()})

    def _works(self) -> Mapping[str, Callable[[datetime], int]]:
        """Readers who wait come first; reminders, which may take their time, come last."""
        works: dict[str, Callable[[datetime], int]] = {
            "messages": lambda now: self.sweeper.sweep(now),
            "deliveries": lambda now: self.notify.sweep(now),
            "erasures": lambda now: self.privacy.erasing.work_off(now),
            "questions": self._collect,
            "quota": self._look_at_quota,
        }
        if self.settings.work_queue_url:
            works["publications"] = lambda now: self.wanted.sweep(now)
        if self.settings.circulation == "embedded":
            works["holds"] = lambda now: self.embedded.desk.lapse(now)
        if self.settings.circulation != "none":
            works["line"] = lambda now: self.line.tend(now)
            works["reminders"] = lambda now: self.reminders.run(now)
        return works

    def _collect(self, now: datetime) -> int:
        self.knowledge.editing.gaps.collect(now)
        return 0

    def _look_at_quota(self, now: datetime) -> int:
        self.quota_watch.look(now)
        return 0

    def nudged(self, what: str, facts: Mapping[str, str]) -> None:
        """Work the queue pointed at. Raises TryLater; the sweeper finds whatever is lost."""
        if what == IMPORT:
            self.work_import()
        elif what == GAP:
            self.knowledge.editing.gaps.collect(self.clock())
        elif what == PUBLISH:
            self.wanted.work(self.clock())
        else:
            self.sweeper.nudged(what, facts, self.clock())

    @cached_property
    def notify(self) -> "Notify":
        self.wire  # noqa: B018 - binds the models
        built: Notify = on_demand("chalicelib.wiring_notify").notify(self)
        return built

    def _heed_receipt(self, receipt: TemplateSent, now: datetime) -> None:
        self.notify.receive(receipt.reader, receipt.message_id, receipt.outcome, now)

    def forget(self, reader: str) -> None:
        """Unfollow, "forget me" and a staff erasure all end here."""
        self.privacy.forgetting.ask(reader, self.clock())


_in_use: list[Services] = []


def services() -> Services:
    """The process's one service, built from the environment on first use."""
    if not _in_use:
        settings = from_environment(os.environ)
        logs.start(stage=settings.stage, function=settings.function)
        _in_use.append(Services(settings))
    return _in_use[0]


def use(clock: Clock, settings: Settings | None = None, train: Train = teach) -> Services:
    """For one machine and for tests: another clock, other settings, lessons remembered."""
    _in_use[:] = [Services(settings or from_environment(os.environ), clock, train)]
    return _in_use[0]


def _aws(service: str, settings: Settings) -> Any:
    limits = Config(connect_timeout=1, read_timeout=5, retries={"max_attempts": 2})
    session = botocore.session.get_session()
    return session.create_client(service, region_name=settings.region, config=limits)
