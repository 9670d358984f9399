"""What was chosen from a list, as facts that a repeat reads again."""

from collections.abc import Mapping, Sequence

from chalicelib.ils.model import Hold, Loan, RenewOutcome


def seen_facts(loans: Sequence[Loan]) -> dict[str, str]:
    return {"items": ",".join(one.item for one in loans), "dues": dues(loans)}


def hold_facts(holds: Sequence[Hold], done: Sequence[str] = ()) -> dict[str, str]:
    """A line for each; `done` are titles of those that are taken back already."""
    columns = {
        "chosen": [one.id for one in holds],
        "chosen_item": [one.item for one in holds],
        "chosen_record": [one.title_id for one in holds],
        "chosen_title": [one.title for one in holds],
        "done_title": done,
    }
    return {name: "\n".join(map(_one_line, column)) for name, column in columns.items()}


def holds_before(facts: Mapping[str, str]) -> tuple[Hold, ...]:
    """What is still to be taken back. What was noted before several could be chosen is one."""
    names = ("chosen", "chosen_item", "chosen_record", "chosen_title")
    is_one = "\n" not in facts["chosen"]
    columns = ([_one_line(facts[name])] if is_one else facts[name].split("\n") for name in names)
    rows = zip(*columns, strict=True)
    return tuple(Hold(id, title, title_id=record, item=item) for id, item, record, title in rows)


def titles_before(facts: Mapping[str, str]) -> list[str]:
    """Of those whose titles are known."""
    return [one for one in facts.get("chosen_title", "").split("\n") if one]


def done_before(facts: Mapping[str, str]) -> list[str]:
    return facts["done_title"].split("\n") if facts.get("done_title") else []


def _one_line(written: str) -> str:
    return " ".join(written.split())


def dues(told: Sequence[Loan] | Sequence[RenewOutcome]) -> str:
    """The later ones of an item count."""
    return ",".join(f"{one.item}={one.due.day}" for one in told if one.due)
