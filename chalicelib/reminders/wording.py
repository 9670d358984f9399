"""A plan as the one message of a reader's day."""

from collections.abc import Mapping, Sequence
from datetime import date

from chalicelib.circulation.words import Said
from chalicelib.notify.model import About, Fact, Message
from chalicelib.readers.model import Card
from chalicelib.readers.words import shown
from chalicelib.reminders.model import ORDER, Item, Plan
from chalicelib.texts import reminders as texts

MOST_LINES = 15


def message(id: str, plan: Plan, say: Said) -> Message:
    """Every loan and hold in words, the most pressing first; a template shows the first."""
    about = plan.about
    return Message(id, about, _text(plan, say), _facts(plan.of(about), about, plan, say))


def _text(plan: Plan, say: Said) -> str:
    several = len(plan.items) > 1
    parts = [say.say(texts.OF_DAY, date=say.day(say.today))]
    parts += [part for card, items in plan.items for part in _of_card(card, items, several, say)]
    kinds = {item.about for item in plan.all}
    if kinds & {About.DUE, About.OVERDUE}:
        parts.append(say.say(texts.RENEW_HINT))
    return "\n".join([*parts, say.say(texts.OFF_HINT)])


def _of_card(card: Card, items: Sequence[Item], several: bool, say: Said) -> list[str]:
    lines = [say.say(texts.CARD_HEAD, card=shown(card, say.language))] if several else []
    for about in ORDER:
        these = [item for item in items if item.about is about]
        if these:
            lines.append(say.say(texts.HEADS[about]))
            lines += [_line(item, say) for item in these[:MOST_LINES]]
    return lines


def _line(item: Item, say: Said) -> str:
    if item.loan:
        return say.say(texts.LOAN, title=say.title(item.title), due=say.due(item.loan))
    assert item.hold is not None
    return say.say(texts.HOLD, title=say.title(item.title), state=say.state(item.hold))


def _facts(items: Sequence[Item], about: About, plan: Plan, say: Said) -> Mapping[str, Fact]:
    first = min(items, key=lambda item: (item.day, item.key))
    count = len(items)
    title = first.title
    if count > 1:
        title = say.say(texts.AND_OTHERS, title=_short(title, count), count=count)
    facts: dict[str, str | int | date] = {
        "title": title,
        "date": first.day,
        "count": count,
        "advice": say.say(texts.ADVICE[about]),
        "card": shown(plan.items[0][0], say.language),
    }
    if first.hold:
        facts["place"] = say.where(first.hold.pickup)
    return facts


def _short(title: str, count: int) -> str:
    """So that "and others" still fits into a template's twenty characters."""
    most = 14 - len(str(count))
    return title if len(title) <= most else f"{title[: most - 1]}…"
