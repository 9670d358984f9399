"""What was chosen from a list, as facts that a repeat reads again."""

from collections.abc import Mapping, Sequence

from chalicelib.ils.model import Hold, Loan, RenewOutcome


def seen_facts(loans: Sequence[Loan]) -> dict[str, str]:
    return {"items": ",".join(one.item for one in loans), "dues": dues(loans)}


def hold_facts(hold: Hold) -> dict[str, str]:
    facts = {"chosen": hold.id, "chosen_item": hold.item, "chosen_record": hold.title_id}
    return {**facts, "chosen_title": hold.title}


def hold_before(facts: Mapping[str, str]) -> Hold:
    record, item = facts["chosen_record"], facts["chosen_item"]
    return Hold(facts["chosen"], facts["chosen_title"], title_id=record, item=item)


def dues(told: Sequence[Loan] | Sequence[RenewOutcome]) -> str:
    """The later ones of an item count."""
    return ",".join(f"{one.item}={one.due.day}" for one in told if one.due)
