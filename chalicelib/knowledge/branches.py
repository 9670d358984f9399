"""Which branches a question names, and which are near."""

from math import asin, cos, radians, sin, sqrt

from chalicelib.folding.fold import squeeze
from chalicelib.library.model import Branch, Library

_EARTH_M = 6_371_000


def named_branches(said: str, library: Library) -> tuple[Branch, ...]:
    """In the order of the text; the longest name wins where names overlap."""
    left = squeeze(said)
    found: list[tuple[int, Branch]] = []
    for name, branch in _names(library):
        at = left.find(name)
        if at >= 0:
            found.append((at, branch))
            left = left.replace(name, "\n" * len(name))
    in_order = sorted(found, key=lambda one: one[0])
    return tuple({branch.id: branch for _, branch in in_order}.values())


def _names(library: Library) -> list[tuple[str, Branch]]:
    names = [
        (squeeze(name), branch)
        for branch in library.branches
        for name in (*branch.names, branch.called)
        if len(squeeze(name)) > 1
    ]
    return sorted(names, key=lambda one: -len(one[0]))


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance between two places in degrees."""
    lat1, lon1, lat2, lon2 = (radians(degrees) for degrees in (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_M * asin(sqrt(half))
