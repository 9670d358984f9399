"""What the library sends by itself; loaded where something is sent or a receipt comes."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from chalicelib.conversation.model import shard_of
from chalicelib.library.written import load_yaml
from chalicelib.notify.service import Notify
from chalicelib.notify.settings import TEMPLATES, parse_templates
from chalicelib.notify.store import DeliveryStore, InboxStore
from chalicelib.wiring import Services

T = TypeVar("T")


def notify(services: Services) -> Notify:
    chosen = Parsed(services, TEMPLATES, parse_templates)
    return Notify(DeliveryStore(), services.platform, inbox(services), chosen)


def inbox(services: Services) -> InboxStore:
    def nudge(reader: str) -> None:
        services.queue.nudge("notice", {"shard": shard_of(reader)})

    return InboxStore(services.wire, nudge)


class Parsed(Generic[T]):
    """A document staff have saved, parsed once a version."""

    def __init__(self, services: Services, name: str, parse: Callable[[Any], T]) -> None:
        self._services = services
        self._name = name
        self._parse = parse
        self._held: tuple[int, T] | None = None

    def __call__(self) -> T:
        document = self._services.knowledge.current.document(self._name)
        if self._held is None or document.version != self._held[0]:
            held: Any = load_yaml(document.body) if document.body else None
            self._held = (document.version, self._parse(held))
        return self._held[1]
