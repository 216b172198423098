"""The days and hours that count, looked at over several years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from portal.conformance.kit.check import Findings, Subject, Topic
from portal.domain.time.calendar import Span, WorkingCalendar

calendar = Topic("calendar")

YEARS = range(2026, 2032)
SIX_YEARS = (date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31))
WORKING_DAYS_AT_LEAST = 200
CLOSED_IN_A_ROW_AT_MOST = timedelta(days=17)
OPEN_AT_LEAST = timedelta(hours=3)


@calendar.check(
    protects="citizens: an agency that hardly opens promises dates far away",
    mend="Look for closures that stand for whole months; hours are those of complaints.",
)
def most_weekdays_are_working_days(subject: Subject) -> Findings:
    """In each of six years the agency works on at least 200 days."""
    for whose, own in subject.asked.calendars.items():
        for year in YEARS:
            days = own.working_days_within(date(year - 1, 12, 31), date(year, 12, 31))
            if days < WORKING_DAYS_AT_LEAST:
                yield f"{whose}, {year}: {days} working days"


@calendar.check(
    protects="citizens: a summer without anybody makes every promise empty",
    mend="Keep a service open, or close for two weeks at most.",
)
def the_agency_never_closes_for_long(subject: Subject) -> Findings:
    """In six years no closure lasts longer than 16 days in a row."""
    for whose, own in subject.asked.calendars.items():
        for before, after in pairwise(_working_days(own)):
            if after - before > CLOSED_IN_A_ROW_AT_MOST:
                first, last = before + timedelta(days=1), after - timedelta(days=1)
                yield f"{whose} is closed from {first} to {last}"


@calendar.check(
    protects="citizens: whoever counts again sees why a day did not count",
    mend="Give the closure a name in French and in English.",
)
def each_closed_weekday_says_why(subject: Subject) -> Findings:
    """Every closed weekday of six years has a reason in both languages."""
    return (
        f"{whose}: {closed_day.day} has no reason in one language"
        for whose, own in subject.asked.calendars.items()
        for closed_day in own.closed_days_within(*SIX_YEARS)
        if not closed_day.reason.fr.strip() or not closed_day.reason.en.strip()
    )


@calendar.check(
    protects="citizens: half an hour a day is no time to be received",
    mend="Write all the hours at which complaints are worked on.",
)
def the_agency_is_open_three_hours_a_day(subject: Subject) -> Findings:
    """A working day has at least three hours."""
    for whose, own in _versions(subject):
        open_for = sum(map(_length, own.hours), timedelta())
        if open_for < OPEN_AT_LEAST:
            yield f"{whose} is open for {open_for}"


@calendar.check(
    protects="citizens: hours in another part of the world lead to another day",
    mend="Write the hours as people in the agency's own time zone read their clock.",
)
def the_hours_are_those_of_the_day(subject: Subject) -> Findings:
    """The agency opens before two in the afternoon and closes after ten in the morning."""
    for whose, own in _versions(subject):
        opens, closes = own.hours[0].opens, own.hours[-1].closes
        if opens >= time(14) or closes <= time(10):
            yield f"{whose} is open from {opens:%H:%M} to {closes:%H:%M}"


@calendar.check(
    protects="citizens: one page tells moments in one time zone, or a day is a day off",
    mend="Answer every category in the time zone of the agency.",
)
def every_category_counts_in_the_time_zone_of_the_agency(subject: Subject) -> Findings:
    """The calendar of every category has the agency's time zone."""
    zone = subject.asked.calendar().timezone
    return (
        f"{whose} counts in {own.timezone}, the agency in {zone}"
        for whose, own in subject.asked.calendars.items()
        if own.timezone != zone
    )


@calendar.check(
    protects="administrators: a closure that closes nothing was meant to",
    mend="Remove it, or correct its day: the jurisdiction's holidays need not be written again.",
)
def each_extra_closure_closes_a_day(subject: Subject) -> Findings:
    """Every closure besides the holidays closes a day that would be open, in one year at least."""
    for whose, own in _versions(subject):
        closed = _closed_days(own)
        for closure in own.extra_closures:
            others = tuple(other for other in own.extra_closures if other is not closure)
            if closed <= _closed_days(replace(own, extra_closures=others)):
                yield f'{whose}: "{closure.on}" closes no day from {YEARS[0]} to {YEARS[-1]}'


def _length(span: Span) -> timedelta:
    day = date(YEARS[0], 1, 1)
    return datetime.combine(day, span.closes) - datetime.combine(day, span.opens)


def _versions(subject: Subject) -> Iterator[tuple[str, WorkingCalendar]]:
    """Yield every calendar as it is between its changes, and whose it is."""
    return (
        (whose, version)
        for whose, own in subject.asked.calendars.items()
        for _, version in own.versions
    )


@lru_cache(maxsize=64)
def _closed_days(own: WorkingCalendar) -> set[date]:
    return {closed_day.day for closed_day in own.closed_days_within(*SIX_YEARS)}


def _working_days(own: WorkingCalendar) -> Iterator[date]:
    day = own.working_day_from(date(YEARS[0], 1, 1))
    while day.year in YEARS:
        yield day
        day = own.next_working_day(day)
