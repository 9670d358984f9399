"""What was chosen from a list, as facts that a repeat reads again."""

from collections.abc import Mapping, Sequence

from chalicelib.ils.model import Hold, Loan, RenewOutcome


def seen_facts(loans: Sequence[Loan]) -> dict[str, str]:
    return {"items": ",".join(one.item for one in loans), "dues": dues(loans)}


def hold_facts(holds: Sequence[Hold]) -> dict[str, str]:
    """A line for each."""
    columns = {
        "chosen": [one.id for one in holds],
        "chosen_item": [one.item for one in holds],
        "chosen_record": [one.title_id for one in holds],
        "chosen_title": [" ".join(one.title.split()) for one in holds],
    }
    return {name: "\n".join(column) for name, column in columns.items()}


def holds_before(facts: Mapping[str, str]) -> tuple[Hold, ...]:
    names = ("chosen", "chosen_item", "chosen_record", "chosen_title")
    rows = zip(*(facts[name].split("\n") for name in names), strict=True)
    return tuple(Hold(id, title, title_id=record, item=item) for id, item, record, title in rows)


def titles_before(facts: Mapping[str, str]) -> list[str]:
    """Of those whose titles are known."""
    return [one for one in facts.get("chosen_title", "").split("\n") if one]


def dues(told: Sequence[Loan] | Sequence[RenewOutcome]) -> str:
    """The later ones of an item count."""
    return ",".join(f"{one.item}={one.due.day}" for one in told if one.due)
