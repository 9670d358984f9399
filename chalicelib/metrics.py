"""Numbers in the log that CloudWatch counts by itself: its embedded metric format, no call made.

Source: "Specification: embedded metric format", CloudWatch's user guide. Each name is a metric that
is paid for in the hours in which it is written, so there are few, and what is zero is left out.
"""

from collections.abc import Mapping
from enum import StrEnum

NAMESPACE = "Weiguan"


class Measure(StrEnum):
    """What is measured."""

    ANSWERS = "answers"
    """Messages answered while WeChat waited."""
    ANSWER_MS = "answer_ms"
    """How long each of them took, from its arrival in the process."""
    FALLBACK_PERCENT = "fallback_percent"
    """Of each answer 100 where it only said what can be asked, else 0: the mean is the rate."""
    APOLOGIES = "apologies"
    """Answers that only said that something is broken."""
    UNANSWERED = "unanswered"
    """Attempts turned away with 503, so that WeChat repeats."""
    DUPLICATES = "duplicates"
    """Attempts that found their message in another's hands."""
    PAUSED = "paused"
    """Messages not answered because their reader sends too many."""
    DEFERRED = "deferred"
    """Messages whose work is owed: done later, from the queue."""
    LATE = "late"
    """Messages the sweeper had to finish."""
    PUSHES = "pushes"
    """Messages sent to readers who were not waiting for a reply."""
    TOKEN_FAILURES = "token_failures"
    """Tries for an access token that brought none."""
    QUOTA_LEFT = "quota_left_percent"
    """Of the day's calls that the platform allows; the scarcest kind."""
    COST_USD = "cost_usd"
    READ_UNITS = "read_units"
    WRITE_UNITS = "write_units"
    """What is paid for by use, and the price of it all; on one machine there is none."""
    OLDEST_OWED_S = "oldest_owed_seconds"
    """Of the work that is owed to readers, how long the oldest waits already."""
    ERRORS = "errors"
    """Lines of level ERROR."""
    UNHANDLED = "unhandled"
    """What broke off a whole trigger."""
    ROUNDS = "rounds"
    """Scheduled rounds that came to their end."""


UNITS = {
    Measure.ANSWER_MS: "Milliseconds",
    Measure.QUOTA_LEFT: "Percent",
    Measure.FALLBACK_PERCENT: "Percent",
    Measure.OLDEST_OWED_S: "Seconds",
}
"""All others are counts."""
BY_FUNCTION = {Measure.UNHANDLED, Measure.ROUNDS}
"""Told apart by function; all others by stage alone, whichever function they come from."""
STAGE, FUNCTION = "stage", "function"


def embedded(
    measures: Mapping[Measure, float], stage: str, function: str, at_ms: int
) -> dict[str, object]:
    """Members to add to a line of the log; none where nothing was measured."""
    if not measures:
        return {}
    whole = [one for one in measures if one not in BY_FUNCTION]
    parted = [one for one in measures if one in BY_FUNCTION]
    directives = [
        *([_directive(whole, [STAGE])] if whole else []),
        *([_directive(parted, [STAGE, FUNCTION])] if parted else []),
    ]
    values = {measure.value: value for measure, value in measures.items()}
    told = {"Timestamp": at_ms, "CloudWatchMetrics": directives}
    return {STAGE: stage, FUNCTION: function, **values, "_aws": told}


def _directive(measures: list[Measure], dimensions: list[str]) -> dict[str, object]:
    named = [{"Name": one.value, "Unit": UNITS.get(one, "Count")} for one in measures]
    return {"Namespace": NAMESPACE, "Dimensions": [dimensions], "Metrics": named}
