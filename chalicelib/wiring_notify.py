"""What the library sends by itself; loaded where something is sent or a receipt comes."""

from typing import Any

from chalicelib.conversation.model import shard_of
from chalicelib.library.written import load_yaml
from chalicelib.notify.service import Notify
from chalicelib.notify.settings import TEMPLATES, Templates, parse_templates
from chalicelib.notify.store import DeliveryStore, InboxStore
from chalicelib.wiring import Services


def notify(services: Services) -> Notify:
    def nudge(reader: str) -> None:
        services.queue.nudge("notice", {"shard": shard_of(reader)})

    inbox = InboxStore(services.wire, nudge)
    return Notify(DeliveryStore(), services.platform, inbox, _Parsed(services))


class _Parsed:
    """The templates staff have set, parsed once a version."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._held: tuple[int, Templates] = (-1, {})

    def __call__(self) -> Templates:
        document = self._services.knowledge.current.document(TEMPLATES)
        if document.version != self._held[0]:
            held: Any = load_yaml(document.body) if document.body else None
            self._held = (document.version, parse_templates(held))
        return self._held[1]
