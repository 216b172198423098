"""Deadlines that run against whoever complained: what each is, how it is counted, when recalled.

They are about another way than the complaint: a review, a tribunal. Nothing that happens to the
complaint stops them. A last day is told as counted from the day that it runs from, never promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct, convert, to_builtins

from portal.domain.complaint import ReplyBy
from portal.domain.handling.notices import (
    FROM_ANSWER,
    Notice,
    Recourse,
    Redirect,
    counted_last_day,
    ends_by_answer,
)
from portal.domain.text import Language, Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.promise import Allowance, Confidence, Unit

RECALLED_BEFORE = (30, 10, 3)
"""How many days before its last day somebody is reminded of a deadline, once each."""

DAYS_BY_POST = 7
"""How much earlier a letter on paper is written: until it is printed, posted and there."""

RECALLED_AT = time(9)
"""At what time of the day, on the agency's clocks: a text message wakes nobody."""

_RECALLED_BY = (ReplyBy.EMAIL, ReplyBy.TEXT, ReplyBy.POST)
# A plugin may call its notices as it likes.
_LONGEST_CODE = 80
_ENDS_WITH_NO_DAY = (Unit.HOURS, Unit.WORKING_HOURS)


class RunsFrom(StrEnum):
    """What a deadline runs from."""

    GIVEN = "given"
    """A day that the person gave."""
    ANSWER = "answer"
    """The answer to the complaint."""
    SILENCE = "silence"
    """The day on which silence opened the way."""


class Limit(Struct, frozen=True):
    """A time that an agency's settings know of, under a `key` that stays: to whom, from what.

    One that `is_later` begins with what comes of another way, a review: it is not begun yet.
    """

    key: str
    body: Text
    within: Allowance
    since: Text | None = None
    form: str | None = None
    question: str | None = None
    is_put_off: bool = False
    is_sample: bool = False
    source: str | None = None
    is_later: bool = False
    form_en: str | None = None

    def began(self, answers: Mapping[str, object]) -> date | None:
        """Return the day from which it runs, where a question asked for it and was answered."""
        return Redirect(self.body, question=self.question).began_on(answers)


class OwnDeadline(Struct):
    """A deadline as it was told: later settings change nothing of it.

    `landed_from` is its last day before it was put off, where that was a closed day. `left` are the
    reminders still to come, in days before the end. It is `quiet` once nobody wants any.
    """

    body: Text
    within: str
    runs_from: RunsFrom
    began_on: date
    last_day: date
    since: Text | None = None
    form: str | None = None
    is_sample: bool = False
    source: str | None = None
    landed_from: date | None = None
    left: tuple[int, ...] = ()
    done_on: date | None = None
    quiet: bool = False
    form_en: str | None = None

    def form_in(self, language: Language) -> str | None:
        """Return where its form is for those who read a language."""
        return (self.form_en or self.form) if language == "en" else self.form

    @property
    def is_recalled(self) -> bool:
        """Tell whether reminders of it are still to come."""
        return bool(self.left) and self.done_on is None and not self.quiet

    def days_left(self, today: date) -> int:
        """Return how many days are left to the last one; less than 0 once it is past."""
        return (self.last_day - today).days

    def is_past(self, today: date) -> bool:
        """Tell whether its last day is over."""
        return today > self.last_day

    def drop_past(self, today: date) -> None:
        """Drop the reminders whose day is past: they are not caught up on."""
        self.left = tuple(days for days in self.left if self.days_left(today) > days)

    def next_recall(self, reply_by: str, zone: ZoneInfo) -> datetime | None:
        """Return when the next reminder is written, by the means that the person chose."""
        if not self.is_recalled or reply_by not in _RECALLED_BY:
            return None
        return self._recall(max(self.left), reply_by, zone)

    def take_due(self, reply_by: str, now: datetime, zone: ZoneInfo) -> bool:
        """Take the reminders that are due, all as one; return whether it is worth writing.

        What would arrive once the last day is past is not written.
        """
        due = [days for days in self.left if self._recall(days, reply_by, zone) <= now]
        self.left = tuple(days for days in self.left if days not in due)
        arrives = now.astimezone(zone).date() + timedelta(days=days_on_the_way(reply_by))
        return bool(due) and arrives <= self.last_day

    def _recall(self, days: int, reply_by: str, zone: ZoneInfo) -> datetime:
        day = self.last_day - timedelta(days=days + days_on_the_way(reply_by))
        return datetime.combine(day, RECALLED_AT, zone).astimezone(UTC)

    def stored(self) -> dict[str, Any]:
        """Return it as values that JSON can hold."""
        kept: dict[str, Any] = to_builtins(self)
        return kept


def days_on_the_way(reply_by: str) -> int:
    """Return how many days a reminder takes by some means."""
    return DAYS_BY_POST if reply_by == ReplyBy.POST else 0


def read_deadline(stored: Mapping[str, Any]) -> OwnDeadline:
    """Return a deadline as it was stored."""
    return convert(stored, OwnDeadline)


def counted(
    limit: Limit, began_on: date, runs_from: RunsFrom, calendar: WorkingCalendar, today: date
) -> OwnDeadline:
    """Return the deadline of a limit from the day on which it began, as it is told today.

    Reminders whose day is past are not caught up on: whoever gives the day reads the last one.
    """
    unmoved = counted_last_day(began_on, limit.within, calendar, put_off=False)
    last_day = calendar.working_day_from(unmoved) if limit.is_put_off else unmoved
    deadline = OwnDeadline(
        body=limit.body,
        within=str(limit.within),
        runs_from=runs_from,
        began_on=began_on,
        last_day=last_day,
        since=limit.since,
        form=limit.form,
        form_en=limit.form_en,
        is_sample=limit.is_sample,
        source=limit.source,
        landed_from=unmoved if last_day != unmoved else None,
        left=RECALLED_BEFORE,
    )
    deadline.drop_past(today)
    return deadline


class EndsFirst(Struct, frozen=True):
    """A deadline that is over by the day of the promised answer: to whom, and its last day.

    It `is_latest` where nobody said when it began: before the complaint, so it ends no later.
    """

    body: Text
    last_day: date
    is_latest: bool = False


def ends_first(
    answer_day: date | None,
    known: Iterable[OwnDeadline],
    unknown: Iterable[Limit],
    calendar: WorkingCalendar,
    filed_on: date,
    today: date,
) -> list[EndsFirst]:
    """Return the deadlines for which nobody should wait for the answer promised for a day.

    What is done or past is none of them. The soonest comes first, each body once.
    """
    ending = [
        *(EndsFirst(one.body, one.last_day) for one in known if one.done_on is None),
        *(
            EndsFirst(
                limit.body,
                counted_last_day(filed_on, limit.within, calendar, put_off=limit.is_put_off),
                is_latest=True,
            )
            for limit in unknown
            if not limit.is_later
        ),
    ]
    soonest = sorted(ending, key=lambda one: (one.last_day, one.is_latest))
    first = {
        one.body: one
        for one in reversed(soonest)
        if today <= one.last_day and ends_by_answer(one.last_day, answer_day)
    }
    return sorted(first.values(), key=lambda one: one.last_day)


def asked_limits(notices: Iterable[Notice]) -> Iterator[Limit]:
    """Yield the limits that run from a day which only the person knows, in the agency's order."""
    for notice in notices:
        for rank, redirect in enumerate(notice.redirects):
            if redirect.starts != FROM_ANSWER and redirect.within and _ends(redirect.within):
                yield Limit(
                    key=f"notice.{notice.code[:_LONGEST_CODE]}.{rank}",
                    body=redirect.body,
                    within=redirect.within,
                    since=redirect.since,
                    form=redirect.form,
                    form_en=redirect.form_en,
                    question=redirect.question,
                    is_put_off=bool(redirect.next_open_day),
                    is_sample=redirect.confidence is Confidence.ASSUMED,
                    source=redirect.source,
                    is_later=rank > 0 and redirect.question is None,
                )


def recourse_limit(recourse: Recourse) -> Limit | None:
    """Return the limit that begins with the answer, or with the silence that opens a recourse."""
    if recourse.within is None or not _ends(recourse.within):
        return None
    return Limit(
        key=f"recourse.{recourse.code[:_LONGEST_CODE]}",
        body=recourse.body,
        within=recourse.within,
        form=recourse.link,
        form_en=recourse.link_en,
        is_put_off=bool(recourse.next_open_day),
        is_sample=recourse.confidence in (None, Confidence.ASSUMED),
        source=recourse.source,
    )


def _ends(within: Allowance) -> bool:
    return within.unit not in _ENDS_WITH_NO_DAY
