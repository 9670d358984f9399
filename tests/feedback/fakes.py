"""Cases in memory, and a desk that promises tomorrow."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.errors import NotFound
from chalicelib.feedback.model import Author, Case, CaseKind, CasePage, CaseState, Entry


class OneDay:
    def due(self, kind: CaseKind, now: datetime) -> datetime:
        return now + timedelta(days=1)


class FakeCases:
    def __init__(self) -> None:
        self.kept: dict[str, Case] = {}
        self._failing: list[Exception] = []

    def fail_once(self, problem: Exception) -> None:
        self._failing.append(problem)

    def answer_all(self, text: str) -> None:
        for number, case in self.kept.items():
            entry = Entry("s1", Author.STAFF, case.opened, text)
            entries = (*case.entries, entry)
            self.kept[number] = replace(case, entries=entries, state=CaseState.ANSWERED)

    def open(self, case: Case, day_of_number: str) -> Case:
        same = [held for held in self.kept.values() if held.origin == case.origin]
        if same:
            return same[0]
        numbered = replace(case, number=f"1121-{len(self.kept):04d}", version=1)
        self.kept[numbered.number] = numbered
        return numbered

    def get(self, number: str) -> Case:
        if number not in self.kept:
            raise NotFound("no such case")
        return self.kept[number]

    def save(self, case: Case) -> Case:
        if self._failing:
            raise self._failing.pop()
        self.kept[case.number] = replace(case, version=case.version + 1)
        return self.kept[case.number]

    def save_and_tell(self, case: Case, notice_id: str, text: str, now: datetime) -> Case:
        return self.save(case)

    def of_reader(self, reader: str, after: str, limit: int) -> CasePage:
        mine = [case for case in self.kept.values() if case.reader == reader]
        return CasePage(tuple(sorted(mine, key=lambda case: case.opened, reverse=True))[:limit])

    def in_state(self, state: CaseState, after: str, limit: int) -> CasePage:
        return CasePage(tuple(case for case in self.kept.values() if case.state is state)[:limit])


def a_jpeg(width: int = 640, height: int = 480) -> bytes:
    """A JPEG up to its first frame: enough for whoever looks at type and size."""
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    note = b"\xff\xfe\x00\x06note"
    return b"\xff\xd8" + note + b"\xff\xc0\x00\x0b\x08" + size + b"\x01\x01\x11\x00\xff\xd9"
