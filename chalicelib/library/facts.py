"""Named facts and the templates that use them: `{hours.main}`, `{branch.kids.phone}`, any path."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from chalicelib.library.fields import Unreadable
from chalicelib.library.model import Library
from chalicelib.library.words import week_in_words
from chalicelib.texts import library as texts
from chalicelib.texts.words import Language

_NAME = re.compile(r"\{([^{}\n]*)\}")
_EXAMPLE = "{hours.main}"


class NoSuchFact(KeyError):
    """`problem` is a sentence for staff."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def names_in(template: str) -> list[str]:
    return [name.strip() for name in _NAME.findall(template)]


def fill(template: str, library: Library, language: Language = Language.SIMPLIFIED) -> str:
    """The template with every fact in place. Raises Unreadable, naming every unknown one."""
    problems = problems_in(template, library)
    if problems:
        raise Unreadable(problems)
    return _NAME.sub(lambda found: fact(library, found[1].strip(), language), template)


def problems_in(template: str, library: Library) -> list[str]:
    found = [_problem(library, name) for name in dict.fromkeys(names_in(template))]
    if set("{}") & set(_NAME.sub("", template)):
        found.append(texts.BAD_BRACES.format(example=_EXAMPLE))
    return [problem for problem in found if problem]


def _problem(library: Library, name: str) -> str:
    try:
        fact(library, name, Language.SIMPLIFIED)
    except NoSuchFact as unknown:
        return unknown.problem
    return ""


def fact(library: Library, name: str, language: Language) -> str:
    """One fact as a reader sees it. Raises NoSuchFact."""
    first, _, rest = name.partition(".")
    if first == "hours":
        return _hours(library, name, rest, language)
    if first == "branch" and rest.endswith(".hours"):
        return _hours(library, name, rest.removesuffix(".hours"), language)
    if name == "library.phone_hours":
        return week_in_words(library.desk_week, language)
    path = f"branches.{rest}" if first == "branch" else name
    return _shown(_followed(library.held, path, name), name, language)


def _hours(library: Library, name: str, branch_id: str, language: Language) -> str:
    if not branch_id:
        lines = [
            texts.BRANCH_LINE.say(language, branch=b.called, hours=week_in_words(b.week, language))
            for b in library.branches
        ]
        return "\n".join(lines)
    branch = next((b for b in library.branches if b.id == branch_id), None)
    if branch is None:
        raise _unknown(name)
    return week_in_words(branch.week, language)


def _followed(held: Any, path: str, name: str) -> Any:
    for step in path.split("."):
        held = _inside(held, step)
        if held is None:
            raise _unknown(name)
    return held


def _inside(held: Any, step: str) -> Any:
    """A key of a mapping; of a list an item by its `id` or its place, counted from 0."""
    if isinstance(held, Mapping):
        return held.get(step, held.get(int(step)) if step.isdecimal() else None)
    if not isinstance(held, list):
        return None
    named = (one for one in held if isinstance(one, Mapping) and one.get("id") == step)
    by_place = held[int(step)] if step.isdecimal() and int(step) < len(held) else None
    return next(named, by_place)


def _shown(value: Any, name: str, language: Language) -> str:
    if isinstance(value, bool):
        return (texts.YES if value else texts.NO).in_language(language)
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, list) and not any(isinstance(one, Mapping | list) for one in value):
        shown = (_shown(one, name, language) for one in value)
        return texts.LIST_SEPARATOR.in_language(language).join(shown)
    if isinstance(value, Mapping | list):
        raise NoSuchFact(texts.NOT_A_FACT.format(name=name))
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _unknown(name: str) -> NoSuchFact:
    return NoSuchFact(texts.UNKNOWN_FACT.format(name=name))


def all_names(library: Library) -> list[tuple[str, str]]:
    """Every fact a template can name, with what it shows; for the editor's list."""
    hours = [(f"hours.{branch.id}", f"hours.{branch.id}") for branch in library.branches]
    names = [name for name, _ in hours] + list(_paths(library.held, ""))
    return [
        (name, fact(library, name, Language.SIMPLIFIED))
        for name in names
        if not _problem(library, name)
    ]


def _paths(held: Any, path: str) -> list[str]:
    if isinstance(held, Mapping):
        inner = [(str(key), one) for key, one in held.items()]
    elif isinstance(held, list) and any(isinstance(one, Mapping) for one in held):
        inner = [(_own_name(one, place), one) for place, one in enumerate(held)]
    else:
        return [path] if held is not None else []
    return [name for key, one in inner for name in _paths(one, f"{path}.{key}".lstrip("."))]


def _own_name(one: Any, place: int) -> str:
    return str(one.get("id", place)) if isinstance(one, Mapping) else str(place)
