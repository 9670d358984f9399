"""Storage calls and capacity units for each kind of message, in a warm process."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bench.sealing import AES_KEY, APP_ID, TOKEN, event, sealed, text
from bench.service import a_service
from chalicelib.conversation.model import Notice
from chalicelib.tables.meter import Meter, metering
from chalicelib.wiring import Services
from local import engine

KINDS = (
    ("a greeting", text("您好")),
    ("a question (FAQ)", text("办证要带什么材料")),
    ("opening hours of a day", text("明天老馆几点关门")),
    ("a question nobody answers", text("高铁票怎么退")),
    ("a menu tap", event("CLICK", "faq:opening-hours")),
    ("a follow", event("subscribe", "")),
    ("a title", text("红楼梦")),
    ("an author and a title", text("余华 活着")),
    ("a title with a typo", text("百年孤毒有没有")),
    ("pinyin initials", text("hlm")),
    ("a complaint", text("投诉 三楼太冷")),
    ("my feedback", text("我的反馈")),
)


PUSH, SWEEP, IMPORT = "a push", "a sweep", "an import round"


def run() -> None:
    print(f"{'kind of work':28} calls   read  write units")
    for name, meter in counted().items():
        print(
            f"{name:28} {len(meter.calls):5} {meter.read_units:6.1f} {meter.write_units:6.1f}"
            f"   {' '.join(meter.calls)}"
        )


def counted() -> dict[str, Meter]:
    """Messages by kind, one message sent by ourselves, a round of each schedule that is idle."""
    running = engine.start(None)
    try:
        services = a_service(running.endpoint, APP_ID, TOKEN, AES_KEY)
        meters = {
            name: measured(services, fields, 100 * number)
            for number, (name, fields) in enumerate(KINDS)
        }
        rounds = {SWEEP: services.sweep, IMPORT: services.work_import}
        meters |= {name: _again(act) for name, act in rounds.items()}
        return meters | {PUSH: _pushed(services)}
    finally:
        running.stop()


class Delivers:
    """A platform that takes whatever it is given."""

    is_verified = True

    def send_text(self, reader: str, text: str) -> None: ...


def _pushed(services: Services) -> Meter:
    """An answer of staff: the notice is left in the reader's row, found and sent."""
    vars(services)["platform"] = Delivers()
    vars(services).pop("sweeper", None)
    reader, now = "oreader0", datetime.now(UTC)
    with metering() as meter:
        services.conversations.add_notice(reader, Notice("case-1", "x" * 120, now))
        services.sweeper.sweep_reader(reader, now)
    return meter


def _again(act: Callable[[], object]) -> Meter:
    """Of the second time."""
    act()
    with metering() as meter:
        act()
    return meter


def measured(services: Services, fields: dict[str, Any], first: int) -> Meter:
    """The second message of this kind: the first one warms the process."""
    receive(services, fields, first)
    with metering() as meter:
        receive(services, fields, first + 1)
    return meter


def receive(services: Services, fields: dict[str, Any], number: int) -> None:
    query, body = sealed(fields, 1000 + number, f"oreader{number // 100}")
    answer = services.webhook.receive(query, body, datetime.now(UTC))
    if answer.status != 200:
        raise RuntimeError(f"nothing to measure: HTTP {answer.status}")
