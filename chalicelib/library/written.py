"""What staff wrote, as plain values.

The parser is slow to load and slow to read, and a reader's first answer would wait for it: what was
saved is kept as JSON beside the text.
"""

import re
from datetime import date
from typing import Any

import yaml

from chalicelib.library.fields import Unreadable
from chalicelib.texts import library as texts

MAX_DEPTH = 20
MAX_PARTS = 50_000
MERGE = "<<"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(source: str) -> Any:
    """Plain values. Raises Unreadable."""
    try:
        _check_shape(source)
        held = yaml.load(source, _LOADER)
    except ValueError:
        raise Unreadable([_impossible_day(source)]) from None
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise Unreadable([texts.NOT_YAML.format(line=line)]) from None
    if _parts(held, MAX_DEPTH, MAX_PARTS) > MAX_PARTS:
        raise Unreadable([texts.TOO_MANY_PARTS])
    return held


def _impossible_day(source: str) -> str:
    """What looks like a date and is none is refused by the parser without its place."""
    scalars = (one for one in yaml.parse(source, _LOADER) if isinstance(one, yaml.ScalarEvent))
    wrong = (one for one in scalars if one.implicit[0] and _is_no_day(one.value))
    found = next(wrong, None)
    mark = found.start_mark if found else None
    if found is None or mark is None:
        return texts.NOT_YAML.format(line=1)
    return texts.NO_SUCH_DAY.format(line=mark.line + 1, value=found.value)


def _is_no_day(value: str) -> bool:
    if not _DAY.match(value):
        return False
    try:
        date(*map(int, value[:10].split("-")))
    except ValueError:
        return True
    return False


def _check_shape(source: str) -> None:
    """Before it is built: building goes as deep as the text does, past the end of the stack, and
    a merge key (`<<`) of merge keys doubles with every step."""
    depth = 0
    for event in yaml.parse(source, _LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        merges = isinstance(event, yaml.ScalarEvent) and event.value == MERGE
        if merges or depth > MAX_DEPTH:
            raise Unreadable([texts.TOO_MANY_PARTS])


def _parts(held: Any, depth: int, limit: int) -> int:
    """How many values there are, counted to `limit`: an alias (`*name`) may hold itself."""
    if depth == 0:
        return limit + 1
    inner = held.values() if isinstance(held, dict) else held if isinstance(held, list) else ()
    count = 1
    for one in inner:
        count += _parts(one, depth - 1, limit - count)
        if count > limit:
            break
    return count
