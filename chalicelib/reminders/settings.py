"""When readers are reminded, as staff have set it: the document `reminders`."""

from typing import Any

from chalicelib.library.fields import Fields
from chalicelib.notify.model import About
from chalicelib.reminders.model import Rules, Source
from chalicelib.texts import reminders as texts

REMINDERS = "reminders"
MOST_DAYS = 60
USUAL = Rules()


def parse_rules(held: Any) -> Rules:
    """From plain values; what is left out is as usual. Raises Unreadable.

    before_days, overdue_days, lapsing_days: lists of days. quiet: from and to, whole hours.
    off: kinds nobody is reminded of. source: system or file. calls_a_minute: 0 for no limit.
    """
    top = Fields(held or {})
    quiet = top.inside("quiet")
    rules = Rules(
        before=_days(top, "before_days", USUAL.before),
        after=_days(top, "overdue_days", USUAL.after),
        lapsing=_days(top, "lapsing_days", USUAL.lapsing),
        quiet_from=_hour(quiet, "from", USUAL.quiet_from),
        quiet_to=_hour(quiet, "to", USUAL.quiet_to),
        kinds=_kinds(top),
        source=_source(top),
        calls_a_minute=top.whole("calls_a_minute", USUAL.calls_a_minute),
    )
    top.done()
    return rules


def _source(fields: Fields) -> Source:
    given = fields.text("source", default=USUAL.source)
    if given not in list(Source):
        fields.wrong("source", texts.BAD_SOURCE)
        return USUAL.source
    return Source(given)


def _days(fields: Fields, name: str, usual: tuple[int, ...]) -> tuple[int, ...]:
    given = fields.held.get(name)
    if given is None:
        return usual
    right = isinstance(given, list) and all(
        type(one) is int and 0 <= one <= MOST_DAYS for one in given
    )
    if not right:
        fields.wrong(name, texts.BAD_DAYS)
        return usual
    return tuple(sorted(set(given), reverse=True))


def _hour(fields: Fields, name: str, usual: int) -> int:
    given = fields.held.get(name, usual)
    if type(given) is not int or not 0 <= given <= 24:
        fields.wrong(name, texts.BAD_HOUR)
        return usual
    return given % 24


def _kinds(fields: Fields) -> frozenset[About]:
    off = fields.held.get("off") or []
    known = {about.value for about in About}
    for one in off:
        if one not in known:
            fields.wrong("off", texts.BAD_KIND, value=one, known=", ".join(sorted(known)))
    return frozenset(about for about in About if about.value not in off)


def written(rules: Rules) -> dict[str, Any]:
    """As the document holds it."""
    return {
        "source": rules.source.value,
        "calls_a_minute": rules.calls_a_minute,
        "before_days": list(rules.before),
        "overdue_days": list(rules.after),
        "lapsing_days": list(rules.lapsing),
        "quiet": {"from": rules.quiet_from, "to": rules.quiet_to},
        "off": [about.value for about in About if about not in rules.kinds],
    }
