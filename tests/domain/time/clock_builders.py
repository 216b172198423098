"""The calendars and the promises that the tests of clocks start from."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from portal.domain.time.calendar import WorkingCalendar, parse_hours
from portal.domain.time.clock import DueDate, Pause, count, extend
from portal.domain.time.promise import Allowance

TORONTO = ZoneInfo("America/Toronto")
HOURS = parse_hours("08:30-12:00, 13:00-16:30")
GOVERNMENT = WorkingCalendar("CA-QC-GOV", "America/Toronto", HOURS)
STATUTORY = WorkingCalendar("CA-QC", "America/Toronto", HOURS)
ENGLISH = WorkingCalendar("GB-EAW", "Europe/London", parse_hours("09:00-17:00"))
WASHINGTON = WorkingCalendar("US-WA", "America/Los_Angeles", parse_hours("08:00-17:00"))


def local(words: str, zone: ZoneInfo = TORONTO) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=zone)


def moment(calendar: WorkingCalendar, at: tuple[date, time]) -> datetime:
    return datetime.combine(*at, calendar.zone).astimezone(UTC)


def promised(
    received: str, allowance: str, *pauses: Pause, calendar: WorkingCalendar = GOVERNMENT
) -> DueDate:
    return count(local(received, calendar.zone), Allowance.parse(allowance), calendar, pauses)


def last_day(
    received: str, allowance: str, *pauses: Pause, calendar: WorkingCalendar = GOVERNMENT
) -> str:
    return str(promised(received, allowance, *pauses, calendar=calendar).last_day)


def due(
    received: str, allowance: str, *pauses: Pause, calendar: WorkingCalendar = GOVERNMENT
) -> str:
    found = promised(received, allowance, *pauses, calendar=calendar).due_at
    return "" if found is None else f"{found.astimezone(calendar.zone):%Y-%m-%d %H:%M}"


def stopped(began: str, ended: str | None = None) -> Pause:
    return Pause(local(began), None if ended is None else local(ended))


def extended(received: str, allowance: str, by: str, *pauses: Pause) -> DueDate:
    return extend(promised(received, allowance, *pauses), Allowance.parse(by), GOVERNMENT)
