"""`python -m infra.cost_page` writes docs/cost.md and the prices that the console shows."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bench.counts import Count, committed
from bench.units import IMPORT, PUSH, SWEEP
from infra import cost
from infra.prices import Prices, every_region

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "cost.md"
CONSOLE = ROOT / "chalicelib" / "conversation" / "prices.yaml"
WORDS = Path(__file__).with_suffix(".md")
COUNTED = ("kind of work", "storage calls", "read units", "write units")
THOUSAND = 1000
Row = Sequence[str]
KINDS = {
    "catalog_search": "an author and a title",
    "feedback": "a complaint",
    "out_of_scope": "a question nobody answers",
}
"""Kinds of the ledger that differ from the middling message; each by its like."""


def page() -> str:
    """docs/cost.md, whole: the words of `cost_page.md` with the figures put in."""
    alarmed, measured = cost.watched()
    figures = {
        "fixed": _table(("a month, used or not", *_names()), _fixed()),
        "alarms": alarmed,
        "metrics": measured,
        "use": _table(("a thousand", *_names()), _by_use()),
        "parts": _parts(),
        "libraries": _table(("a month", *_names()), _by_library()),
        "told": _libraries_told(),
        "counted": _table(
            ("kind of work", "storage calls", "read units", "write units"), _counted()
        ),
        "prices": _prices_told(),
    }
    return WORDS.read_text("utf-8").format(**figures, **_assumptions())


def console() -> str:
    """What one message costs by region, in millionths of its currency."""
    lines = [_CONSOLE_HEAD]
    for prices in every_region():
        each = {"default": cost.mixed(committed()), **_kinds()}
        told = ", ".join(f"{n}: {_millionths(cost.message(prices, c))}" for n, c in each.items())
        lines.append(f"{prices.region}: {{currency: {prices.currency}, {told}}}")
    return "\n".join(lines) + "\n"


def _kinds() -> dict[str, Count]:
    return {kind: committed()[like] for kind, like in KINDS.items()}


def _millionths(price: float) -> int:
    return round(price * 1_000_000)


def _names() -> list[str]:
    return [f"{prices.name}, {prices.currency}" for prices in every_region()]


def _line(name: str, of: Callable[[Prices], float]) -> Row:
    return (name, *(_money(of(prices)) for prices in every_region()))


def _fixed() -> list[Row]:
    return [
        _line("**NAT gateway with one fixed address**", cost.gateway),
        _line("schedules and the queue, with nothing to do", cost.rounds),
        _line("alarms and metrics", cost.watching),
    ]


def _by_use() -> list[Row]:
    middling = cost.mixed(committed())

    def messages(mode: str) -> Callable[[Prices], float]:
        return lambda prices: THOUSAND * cost.message(prices, middling, mode)

    def pushes(mode: str) -> Callable[[Prices], float]:
        return lambda prices: THOUSAND * cost.push(prices, mode)

    return [
        *(_line(f"messages, {mode}", messages(mode)) for mode in cost.MODES),
        *(_line(f"pushes, {mode}", pushes(mode)) for mode in cost.MODES),
    ]


def _parts() -> str:
    """Of the middling message, at the reference prices."""
    found = cost.parts(every_region()[0], cost.mixed(committed()))
    whole = sum(found.values())
    return ", ".join(f"{name} {part / whole:.0%}" for name, part in found.items())


def _by_library() -> list[Row]:
    return [row for library in cost.libraries() for row in _rows_of(library)]


def _rows_of(library: cost.Library) -> list[Row]:
    readers = library.active_readers
    return [
        _line(f"{library.name}, passive replies and inbox", lambda p: cost.month(p, library)),
        _line(
            f"{library.name}, with the fixed address", lambda p: cost.month_with_gateway(p, library)
        ),
        _line("an active reader, without", lambda p: cost.month(p, library) / readers),
        _line("an active reader, with", lambda p: cost.month_with_gateway(p, library) / readers),
    ]


def _libraries_told() -> str:
    told = [
        f"- {one.name}: {one.active_readers:,} active readers, {one.messages:,} messages, "
        f"{one.pushes:,} pushes; {one.cold_share:.0%} of messages meet a cold process; "
        f"{one.catalogue_gb} GB of catalogue, {one.files_gb} GB of files"
        for one in cost.libraries()
    ]
    return "\n".join(told)


def _counted() -> list[Row]:
    last = (PUSH, SWEEP, IMPORT)
    named = sorted(committed().items(), key=lambda pair: pair[0] in last)
    return [(name, str(one.calls), str(one.reads), str(one.writes)) for name, one in named]


def _assumptions() -> dict[str, object]:
    told = cost.usage()
    return {name: told[name] for name in ("cold_start_ms", "cold_share", "log_kb", "log_days")} | {
        name: " / ".join(str(told[name][mode]) for mode in cost.MODES)
        for name in ("message_ms", "push_ms")
    }


def _prices_told() -> str:
    told = [
        f"- {prices.name} (`{prices.region}`): to check: {', '.join(prices.to_check)}"
        for prices in every_region()
    ]
    return "\n".join(told)


def _money(amount: float) -> str:
    return f"{amount:.2f}" if amount >= 1 else f"{amount:.4f}"


def _table(head: Row, rows: Iterable[Row]) -> str:
    rule = ("---", *("--:" for _ in head[1:]))
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


_CONSOLE_HEAD = """\
# What one message costs, in millionths of the currency, by kind as the ledger names it.
# Written by `make cost`; not to be changed by hand."""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    CONSOLE.write_text(console(), "utf-8")
