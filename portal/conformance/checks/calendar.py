"""The days and hours that count, looked at over several years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from portal.conformance.check import Findings, Topic
from portal.conformance.subject import Subject
from portal.domain.time.calendar import WorkingCalendar

calendar = Topic("calendar")

YEARS = range(2026, 2032)
WORKING_DAYS_AT_LEAST = 200
CLOSED_IN_A_ROW_AT_MOST = timedelta(days=17)
OPEN_AT_LEAST = timedelta(hours=3)


@calendar.check(
    protects="citizens: an agency that hardly opens promises dates far away",
    mend="Look for closures that stand for whole months; hours are those of complaints.",
)
def most_weekdays_are_working_days(subject: Subject) -> Findings:
    """In each of six years the agency works on at least 200 days."""
    for year in YEARS:
        days = subject.asked.calendar.working_days_within(
            date(year - 1, 12, 31), date(year, 12, 31)
        )
        if days < WORKING_DAYS_AT_LEAST:
            yield f"{year}: {days} working days"


@calendar.check(
    protects="citizens: a summer without anybody makes every promise empty",
    mend="Keep a service open, or close for two weeks at most.",
)
def the_agency_never_closes_for_long(subject: Subject) -> Findings:
    """In six years no closure lasts longer than 16 days in a row."""
    working = list(_working_days(subject.asked.calendar))
    for before, after in pairwise(working):
        if after - before > CLOSED_IN_A_ROW_AT_MOST:
            yield f"closed from {before + timedelta(days=1)} to {after - timedelta(days=1)}"


@calendar.check(
    protects="citizens: whoever counts again sees why a day did not count",
    mend="Give the closure a name in French and in English.",
)
def each_closed_weekday_says_why(subject: Subject) -> Findings:
    """Every closed weekday of six years has a reason in both languages."""
    first, last = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
    for each in subject.asked.calendar.closed_days_within(first, last):
        if not each.reason.fr.strip() or not each.reason.en.strip():
            yield f"{each.day} has no reason in one language"


@calendar.check(
    protects="citizens: half an hour a day is no time to be received",
    mend="Write all the hours at which complaints are worked on.",
)
def the_agency_is_open_three_hours_a_day(subject: Subject) -> Findings:
    """A working day has at least three hours."""
    day = date(2026, 11, 24)
    for _, version in subject.asked.calendar.versions:
        lengths = (
            datetime.combine(day, each.closes) - datetime.combine(day, each.opens)
            for each in version.hours
        )
        open_for = sum(lengths, timedelta())
        if open_for < OPEN_AT_LEAST:
            yield f"open for {open_for}"


@calendar.check(
    protects="citizens: hours in another part of the world lead to another day",
    mend="Write the hours as people in the agency's own time zone read their clock.",
)
def the_hours_are_those_of_the_day(subject: Subject) -> Findings:
    """The agency opens before two in the afternoon and closes after ten in the morning."""
    for _, version in subject.asked.calendar.versions:
        spans = version.hours
        if spans[0].opens >= time(14) or spans[-1].closes <= time(10):
            yield f"open from {spans[0].opens:%H:%M} to {spans[-1].closes:%H:%M}"


@calendar.check(
    protects="administrators: a closure that closes nothing was meant to",
    mend="Remove it, or correct its day: the jurisdiction's holidays need not be written again.",
)
def each_extra_closure_closes_a_day(subject: Subject) -> Findings:
    """Every closure besides the holidays closes a day that would be open, in one year at least."""
    for _, own in subject.asked.calendar.versions:
        for closure in own.extra_closures:
            others = tuple(each for each in own.extra_closures if each is not closure)
            without = replace(own, extra_closures=others)
            if set(_working_days(without)) <= set(_working_days(own)):
                yield f'"{closure.on}" closes no day from {YEARS[0]} to {YEARS[-1]}'


def _working_days(own: WorkingCalendar) -> Iterator[date]:
    day = own.working_day_from(date(YEARS[0], 1, 1))
    while day.year in YEARS:
        yield day
        day = own.next_working_day(day)
