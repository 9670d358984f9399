"""Questions to an SRU server."""

from chalicelib.errors import GiveUp, TryLater
from chalicelib.ils.deadline import Deadline
from chalicelib.ils.sru.answers import BadAnswer, read_answer
from chalicelib.ils.sru.model import Diagnostic, Results, Ways
from chalicelib.ils.web import Asked, Told, Web

MOST_BYTES = 4 * 1024 * 1024
_PASSING = {1, 2}
"""General system error, system temporarily unavailable."""
_BEYOND_THE_END = 61


class Client:
    def __init__(self, web: Web, ways: Ways) -> None:
        self._web = web
        self._ways = ways

    def search(self, query: str, start: int, most: int, deadline: Deadline) -> Results:
        """Records from `start`, which counts from 1. Raises TryLater, GiveUp."""
        asked = {
            "version": self._ways.version,
            "operation": "searchRetrieve",
            "query": query,
            "startRecord": str(start),
            "maximumRecords": str(most),
            "recordSchema": self._ways.schema,
            "recordPacking": "xml",
        }
        told = self._web.send(Asked("search", "GET", "", asked), deadline, MOST_BYTES)
        return _results(_expected(told))

    def close(self) -> None:
        self._web.close()


def _expected(told: Told) -> bytes:
    if told.status == 200:
        return told.body
    if told.status == 429 or told.status >= 500:
        raise TryLater(f"SRU: busy or unwell (HTTP {told.status})")
    raise GiveUp(f"SRU: an answer nobody expects (HTTP {told.status})")


def _results(body: bytes) -> Results:
    """A diagnostic's own words can hold what the reader searched for: only its number is told."""
    try:
        answer = read_answer(body)
    except BadAnswer as bad:
        raise TryLater(f"SRU: {bad}") from None
    if not isinstance(answer, Diagnostic):
        return answer
    if answer.number == _BEYOND_THE_END:
        return Results(0)
    if answer.number in _PASSING:
        raise TryLater(f"SRU: diagnostic {answer.number}")
    raise GiveUp(f"SRU: diagnostic {answer.number}")
