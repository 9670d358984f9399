"""What the console needs of reminders; None where readers have no loans here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from chalicelib.notify.model import Delivery
from chalicelib.notify.settings import Templates
from chalicelib.reminders.file_model import DueFile
from chalicelib.reminders.model import Rules
from chalicelib.wechat.platform_model import PrivateTemplate


class Reminding(Protocol):
    """`reminders/desk_service`."""

    def rules(self) -> tuple[Rules, int]: ...

    def save_rules(self, held: Mapping[str, Any], version: int, by: str, now: datetime) -> None: ...

    def templates(self) -> tuple[Templates, int]: ...

    def save_templates(self, held: Sequence[Any], version: int, by: str, now: datetime) -> None: ...

    def listed(self) -> tuple[Sequence[PrivateTemplate], bool]: ...

    def file(self) -> DueFile | None: ...

    def take_file(self, content: bytes, name: str, by: str, now: datetime) -> DueFile: ...

    def troubles(self, before: int, limit: int) -> tuple[Sequence[Delivery], int | None]: ...
