"""The answer to "is it open then?", computed for the day and the branches asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from chalicelib.clock import in_library_time, library_day
from chalicelib.knowledge.day_words import day_in_words, days_in_words
from chalicelib.knowledge.days import AskedTime
from chalicelib.library.hours import LOOK_AHEAD_DAYS, Opening, OpeningHours, Why
from chalicelib.library.model import Branch, Library, Spans
from chalicelib.library.times import clock
from chalicelib.library.words import spans_in_words, week_in_words
from chalicelib.texts import hours as texts
from chalicelib.texts.words import Language


@dataclass(frozen=True)
class HoursAnswer:
    """Everything an answer about opening hours is made from."""

    library: Library
    hours: OpeningHours
    language: Language
    now: datetime

    @property
    def today(self) -> date:
        return library_day(self.now, self.library.timezone)

    def say(self, asked: AskedTime, branches: Sequence[Branch]) -> str:
        """For the days asked about, today where none is; every branch where none is named."""
        if asked.holiday:
            return self._holiday(asked.holiday, branches or self.library.branches)
        days = asked.days or (self.today,)
        if not branches:
            parts = [self._all(day, asked.minute) for day in days[:2]]
        else:
            parts = [self._one(b, day, asked.minute) for day in days[:3] for b in branches[:3]]
        if branches and asked.empty:
            parts += [self._week(branch) for branch in branches[:3]]
        parts += self._self_service(days, branches or self.library.branches, asked.minute)
        return "\n".join([*parts, *self._remarks(days)])

    def _self_service(
        self, days: Sequence[date], branches: Sequence[Branch], minute: int | None
    ) -> list[str]:
        """Where to go while everything asked about is closed."""
        if not self.library.self_service or any(
            self._open(branch, day, minute) for branch in branches for day in days
        ):
            return []
        separator = texts.BRANCH_SEPARATOR.in_language(self.language)
        names = separator.join(place.name for place in self.library.self_service)
        return [texts.SELF_SERVICE.say(self.language, names=names)]

    def _open(self, branch: Branch, day: date, minute: int | None) -> bool:
        if minute is None and day == self.today:
            return self.hours.open_now(branch, self.now)
        spans = self.hours.on(branch, day).spans
        return any(minute is None or span.opens <= minute < span.closes for span in spans)

    def _one(self, branch: Branch, day: date, minute: int | None) -> str:
        opening = self.hours.on(branch, day)
        named = day_in_words(day, self.today, self.language)
        line = texts.OPEN_LINE if opening.open else texts.CLOSED_LINE
        said = line.say(
            self.language,
            branch=branch.called,
            day=named,
            hours=spans_in_words(opening.spans, self.language),
        )
        return said + self._reason(opening) + self._state(opening, minute)

    def _reason(self, opening: Opening) -> str:
        why = opening.note if opening.why is Why.OVERRIDE else self._holiday_name(opening.holiday)
        return texts.BECAUSE.say(self.language, why=why) if why else ""

    def _state(self, opening: Opening, minute: int | None) -> str:
        """At the time asked about, else how it stands now where today was asked about."""
        if minute is not None and opening.open:
            is_open = any(span.opens <= minute < span.closes for span in opening.spans)
            template = texts.AT_OPEN if is_open else texts.AT_CLOSED
            return template.say(self.language, time=clock(minute))
        if opening.day != self.today:
            return "" if opening.open else self._next(opening.branch, opening.day)
        status = self.hours.status(opening.branch, self.now)
        if status.until is not None:
            return texts.OPEN_NOW.say(self.language, closes=self._time(status.until))
        if status.opens and library_day(status.opens, self.library.timezone) == self.today:
            return texts.NOT_YET.say(self.language, opens=self._time(status.opens))
        closed = texts.CLOSED_NOW.in_language(self.language) if opening.open else ""
        return closed + self._next(opening.branch, self.today)

    def _next(self, branch: Branch, after: date) -> str:
        """The first opening behind the day `after`."""
        opens = self.hours.next_opening(branch, self.hours.end_of(after))
        if opens is None:
            return ""
        day = library_day(opens, self.library.timezone)
        named = day_in_words(day, self.today, self.language)
        return texts.NEXT_OPENING.say(self.language, day=named, opens=self._time(opens))

    def _time(self, moment: datetime) -> str:
        local = in_library_time(moment, self.library.timezone)
        return clock(local.hour * 60 + local.minute)

    def _week(self, branch: Branch) -> str:
        week = week_in_words(branch.week, self.language)
        return texts.WEEK_LINE.say(self.language, branch=branch.called, week=week)

    def _all(self, day: date, minute: int | None) -> str:
        """One line for all branches with the same hours, open ones first."""
        openings = [self.hours.on(branch, day) for branch in self.library.branches]
        groups: dict[tuple[Spans, str, str], list[Branch]] = {}
        for opening in openings:
            key = (opening.spans, self._reason(opening), self._mark(opening, minute))
            groups.setdefault(key, []).append(opening.branch)
        head = texts.ALL_HEAD.say(self.language, day=day_in_words(day, self.today, self.language))
        in_order = sorted(groups.items(), key=lambda group: not group[0][0])
        return "\n".join([head, *(self._group(key, held) for key, held in in_order)])

    def _group(self, key: tuple[Spans, str, str], branches: list[Branch]) -> str:
        spans, reason, mark = key
        line = texts.ALL_OPEN if spans else texts.ALL_CLOSED
        said = line.say(
            self.language,
            branches=self._named(branches),
            hours=spans_in_words(spans, self.language),
        )
        return said + mark + reason

    def _mark(self, opening: Opening, minute: int | None) -> str:
        if not opening.open or (opening.day != self.today and minute is None):
            return ""
        local = in_library_time(self.now, self.library.timezone)
        at = local.hour * 60 + local.minute if minute is None else minute
        is_open = any(span.opens <= at < span.closes for span in opening.spans)
        if minute is None:
            return (texts.MARK_OPEN if is_open else texts.MARK_SHUT).in_language(self.language)
        template = texts.AT_OPEN if is_open else texts.AT_CLOSED
        said = template.say(self.language, time=clock(minute)).strip("。. ")
        return texts.BECAUSE.say(self.language, why=said)

    def _named(self, branches: Sequence[Branch]) -> str:
        separator = texts.BRANCH_SEPARATOR.in_language(self.language)
        return separator.join(branch.called for branch in branches)

    def _remarks(self, days: Sequence[date]) -> list[str]:
        """Years that are not announced yet, but for days staff or the rule decided already."""
        main = self.library.main
        years = sorted({day.year for day in days if not self.hours.on(main, day).announced})
        return [texts.NOT_ANNOUNCED.say(self.language, year=year) for year in years]

    def _holiday(self, name: str, branches: Sequence[Branch]) -> str:
        days = self._holiday_days(name)
        called = self._holiday_name(name)
        if not days:
            this_year = self.today.year
            year = this_year + 1 if self.hours.announced(this_year) else this_year
            return texts.HOLIDAY_UNKNOWN.say(self.language, year=year, holiday=called)
        head = texts.HOLIDAY_HEAD.say(
            self.language, holiday=called, days=days_in_words(days, self.language)
        )
        groups: dict[str, list[Branch]] = {}
        for branch in branches:
            groups.setdefault(self._runs(branch, days), []).append(branch)
        lines = [
            texts.HOLIDAY_LINE.say(self.language, branches=self._named(held), runs=runs)
            for runs, held in groups.items()
        ]
        return "\n".join([head, *lines, *self._remarks(days)])

    def _holiday_days(self, name: str) -> list[date]:
        """The next days of that name, in one run."""
        days: list[date] = []
        for ahead in range(LOOK_AHEAD_DAYS):
            day = self.today + timedelta(days=ahead)
            if self.hours.is_named(day, name):
                days.append(day)
            elif days:
                break
        return days

    def _runs(self, branch: Branch, days: Sequence[date]) -> str:
        openings = [self.hours.on(branch, day) for day in days]
        runs = [(spans, list(run)) for spans, run in groupby(openings, key=lambda o: o.spans)]
        if len(runs) == 1:
            return self._whole(runs[0][0], len(days))
        said = [self._run(spans, [opening.day for opening in run]) for spans, run in runs]
        return texts.RUN_SEPARATOR.in_language(self.language).join(said)

    def _whole(self, spans: Spans, days: int) -> str:
        hours = spans_in_words(spans, self.language)
        if not spans or days == 1:
            return hours
        return texts.HOLIDAY_ALL_DAYS.say(self.language, hours=hours)

    def _run(self, spans: Spans, days: list[date]) -> str:
        template = texts.HOLIDAY_RUN_OPEN if spans else texts.HOLIDAY_RUN_CLOSED
        hours = spans_in_words(spans, self.language)
        return template.say(self.language, days=days_in_words(days, self.language), hours=hours)

    def _holiday_name(self, name: str) -> str:
        return texts.HOLIDAY_NAMES.get(name, name) if self.language is Language.ENGLISH else name
