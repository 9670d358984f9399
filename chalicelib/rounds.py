"""One round of several pieces of work: what breaks in one of them does not stop the others."""

from collections.abc import Callable, Mapping

from chalicelib.logs import fields, logger

log = logger("rounds")


def round_of(works: Mapping[str, Callable[[], int]]) -> int:
    """All of them, in order; how many rows they handled together. Where some broke, the first
    one's error is raised at the end, so that the round counts as broken."""
    rows, broken = 0, []
    for name, work in works.items():
        try:
            rows += work()
        except Exception as problem:
            kind = type(problem).__name__
            log.exception("a part of the round broke off", extra=fields(part=name, problem=kind))
            broken.append(problem)
    if broken:
        raise broken[0]
    return rows
