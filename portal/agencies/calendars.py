"""Working calendars as settings describe them: holidays, hours, closures and their changes."""

from __future__ import annotations

from portal.agencies.settings.common import CalendarChangeSettings, CalendarSettings, Closures
from portal.domain.time.calendar import (
    CalendarChange,
    Closure,
    WorkingCalendar,
    parse_closure,
    parse_hours,
)


def calendar_of(settings: CalendarSettings) -> WorkingCalendar:
    """Return the working calendar that settings describe, with its dated changes."""
    return WorkingCalendar(
        jurisdiction=settings.jurisdiction,
        timezone=settings.timezone,
        hours=parse_hours(settings.hours),
        extra_closures=_closures(settings.extra_closures),
        changes=tuple(map(_calendar_change, settings.changes)),
    )


def _calendar_change(settings: CalendarChangeSettings) -> CalendarChange:
    closures = settings.extra_closures
    return CalendarChange(
        since=settings.from_,
        jurisdiction=settings.jurisdiction,
        hours=parse_hours(settings.hours) if settings.hours else None,
        extra_closures=None if closures is None else _closures(closures),
    )


def _closures(settings: Closures) -> tuple[Closure, ...]:
    return tuple(parse_closure(closure.as_written) for closure in settings)
