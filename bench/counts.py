"""`python -m bench.counts` counts anew what each kind of work costs and writes `counts.yaml`.

`make cost` begins with it; the prices and the rest stand in `infra/cost.py`.
"""

from dataclasses import dataclass
from pathlib import Path

import yaml

from bench.units import counted
from chalicelib.tables.meter import Meter

FILE = Path(__file__).with_suffix(".yaml")
HEAD = """\
# Storage calls and capacity units of each kind of work, as the engine counts them.
# Written by `make cost`; not to be changed by hand.
"""


@dataclass(frozen=True)
class Count:
    calls: int
    reads: float
    writes: float


def count() -> dict[str, Count]:
    return {name: _plain(meter) for name, meter in counted().items()}


def committed() -> dict[str, Count]:
    told: dict[str, dict[str, float]] = yaml.safe_load(FILE.read_text("utf-8"))
    return {
        name: Count(int(one["calls"]), one["reads"], one["writes"]) for name, one in told.items()
    }


def written(counts: dict[str, Count]) -> str:
    lines = [
        f"{name}: {{calls: {one.calls}, reads: {one.reads}, writes: {one.writes}}}\n"
        for name, one in counts.items()
    ]
    return HEAD + "".join(lines)


def _plain(meter: Meter) -> Count:
    return Count(len(meter.calls), meter.read_units, meter.write_units)


if __name__ == "__main__":
    FILE.write_text(written(count()), "utf-8")
