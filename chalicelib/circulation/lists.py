"""A list of loans or holds that a reader has seen: what its numbers mean while it is open."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from chalicelib.circulation.hearing import NAME
from chalicelib.dialogue import Dialogue

REMEMBERED = timedelta(minutes=30)
"""How long the numbers of a list mean what was shown."""
LOANS, HOLDS = "loans", "holds"
ITEMS = "items"
_ASKS = "which_"
_HELD = {LOANS: ITEMS, HOLDS: HOLDS}
"""What a list holds of its entries, by its step."""
_KEPT = ("dues", "card")


def opened(step: str, facts: Mapping[str, str], now: datetime, asks: bool = False) -> Dialogue:
    """`asks`: the reader is asked which one, and may answer with a number alone."""
    return Dialogue(NAME, f"{_ASKS if asks else ''}{step}", now + REMEMBERED, facts)


def asks_back(dialogue: Dialogue | None) -> str:
    """Of which list the reader was asked to choose; '' where nothing was asked."""
    step = dialogue.step if dialogue is not None and dialogue.chat == NAME else ""
    return step.removeprefix(_ASKS) if step.startswith(_ASKS) else ""


def is_open(dialogue: Dialogue | None, step: str) -> bool:
    is_ours = dialogue is not None and dialogue.chat == NAME
    return is_ours and dialogue is not None and dialogue.step in (step, f"{_ASKS}{step}")


def meant(dialogue: Dialogue | None, step: str, numbers: Sequence[int]) -> dict[str, str]:
    """What numbers mean in the list that is open; where none is, the numbers themselves, as
    `places`. `absent`: numbers the list does not have. `listed`: the whole list, so that its
    numbers mean the same afterwards."""
    if dialogue is None or not is_open(dialogue, step):
        return {"places": _joined(numbers)}
    held = dialogue.facts.get(_HELD[step], "").split(",")
    each = dict.fromkeys(numbers)
    chosen = [held[one - 1] for one in each if 1 <= one <= len(held)]
    absent = [one for one in each if not 1 <= one <= len(held)]
    found = {_HELD[step]: ",".join(chosen), "listed": ",".join(held), "absent": _joined(absent)}
    return {**kept(dialogue, step), **found}


def whole(dialogue: Dialogue | None, step: str) -> dict[str, str]:
    """Every entry of the list that is open; nothing where none is."""
    if dialogue is None or not is_open(dialogue, step):
        return {}
    return meant(dialogue, step, range(1, 1 + len(dialogue.facts.get(_HELD[step], "").split(","))))


def kept(dialogue: Dialogue | None, step: str) -> dict[str, str]:
    """What the list that is open has for whatever is done next: its card, and the due dates it
    showed."""
    facts = dialogue.facts if dialogue is not None and dialogue.chat == NAME else {}
    listed = facts.get(_HELD[step], "") if is_open(dialogue, step) else ""
    held = {name: facts.get(name, "") for name in _KEPT} | {"listed": listed}
    return {name: value for name, value in held.items() if value}


def again(step: str, facts: Mapping[str, str], now: datetime) -> Dialogue | None:
    """The list that something was chosen from."""
    if not facts.get("listed"):
        return None
    held = {_HELD[step]: facts["listed"], **{name: facts.get(name, "") for name in _KEPT}}
    return opened(step, held, now)


def places(step: str, facts: Mapping[str, str]) -> str:
    """The numbers that were chosen, as the list shows them; '' where no list was open."""
    listed = facts.get("listed", "").split(",")
    chosen = facts.get(_HELD.get(step, ""), "").split(",") if facts.get("listed") else []
    return _joined([listed.index(one) + 1 for one in chosen if one in listed])


def _joined(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers))
