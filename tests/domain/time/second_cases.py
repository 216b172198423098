"""Random cases for the portal's own count of time and for the second one."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from portal.agencies.configured import Configured
from portal.agencies.settings.reader import read_folder
from portal.agencies.settings.schema import AgencySettings
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.promise import Allowance, Unit
from tests.domain.time.second_count import Length, SecondCalendar, Stop

MOST = {
    Unit.HOURS: 96,
    Unit.WORKING_HOURS: 40,
    Unit.WORKING_DAYS: 60,
    Unit.CALENDAR_DAYS: 120,
    Unit.WEEKS: 12,
    Unit.MONTHS: 12,
    Unit.YEARS: 2,
}
EDGES = [time(), time(2), time(2, 30), time(8, 30), time(9), time(12), time(16, 30), time(17)]
# Changes of the clocks, a leap day, ends of months, holidays at weekends and New Year.
EDGE_DAYS = [date(2026, 3, 7), date(2026, 10, 31), date(2028, 2, 28), date(2027, 1, 30)]
EDGE_DAYS += [date(2027, 12, 23), date(2028, 6, 23), date(2028, 12, 29), date(2026, 12, 31)]
FIRST, LAST = date(2026, 1, 1), date(2030, 12, 31)
CHANGES = (
    {"from": "2026-11-02", "hours": "10:00-15:00"},
    {"from": "2027-12-20", "jurisdiction": "CA-QC", "extra_closures": ["2027-12-22", "01-02"]},
)


class Calendars:
    """Both readings of one settings file: the portal's and the second one's."""

    def __init__(self, settings: AgencySettings, changes: tuple[Mapping[str, Any], ...] = ()):
        said = settings.calendar.model_dump(mode="json", exclude_none=True) | (
            {"changes": changes} if changes else {}
        )
        changed = settings.model_dump(mode="json") | {"calendar": said}
        again = AgencySettings.model_validate(changed)
        self.first: WorkingCalendar = Configured(again).working_calendar(None)
        self.second = SecondCalendar(said)


@cache
def shipped() -> dict[str, AgencySettings]:
    """Return the settings of every shipped agency."""
    return read_folder(Path(__file__).parents[3] / "agency_configs").agencies


def every_calendar() -> list[Calendars]:
    """Return the calendar of every shipped agency, and some that change in between."""
    plain = [Calendars(settings) for settings in shipped().values()]
    return plain + [Calendars(shipped()[code], CHANGES) for code in ("ramq", "mtl", "hmcts", "dcs")]


class Draw:
    """One random case after another."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.calendars = every_calendar()

    def time(self) -> time:
        if self.random.random() < 0.4:
            return self.random.choice(EDGES)
        return time(self.random.randrange(24), self.random.randrange(60))

    def day(self) -> date:
        if self.random.random() < 0.2:
            return self.random.choice(EDGE_DAYS)
        return FIRST + timedelta(days=self.random.randrange((LAST - FIRST).days))

    def length(self) -> Allowance:
        unit = self.random.choice(list(Unit))
        return Allowance(self.random.randint(1, MOST[unit]), unit)

    def pauses(self, calendar: WorkingCalendar, day: date) -> list[Stop]:
        found: list[Stop] = []
        for _ in range(self.random.choice((0, 0, 1, 1, 2, 4))):
            began_on = day + timedelta(days=self.random.randint(-2, 40))
            ended_on = began_on + timedelta(days=self.random.randint(0, 12))
            ends = sorted(
                datetime.combine(on, self.time(), calendar.zone).astimezone(UTC)
                for on in (began_on, ended_on)
            )
            is_open = self.random.random() < 0.08
            found.append((ends[0], None if is_open else ends[1]))
        return found

    def case(self) -> tuple[Calendars, datetime, list[Allowance], list[Stop]]:
        calendars, day = self.random.choice(self.calendars), self.day()
        received = datetime.combine(day, self.time(), calendars.first.zone).astimezone(UTC)
        extensions = self.random.choice((0, 0, 0, 1, 2))
        lengths = [self.length() for _ in range(1 + extensions)]
        return calendars, received, lengths, self.pauses(calendars.first, day)


def plain(length: Allowance) -> Length:
    """Return a length of time as the second count knows it."""
    return length.amount, length.unit.value
