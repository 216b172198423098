"""The portal's clocks against a second count over the calendars of every shipped agency."""

from __future__ import annotations

import ast
import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from portal.agencies.configured import Configured
from portal.agencies.settings.reader import read_folder
from portal.agencies.settings.schema import AgencySettings
from portal.domain.time.allowance import Allowance, Unit
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import Pause, count, extend
from portal.domain.time.holidays import JURISDICTIONS, closed_days
from portal.domain.time.pausing import pause, resume
from tests.domain.time import second_count as second
from tests.domain.time import second_holidays
from tests.domain.time.second_count import Length, SecondCalendar, Stop

SHIPPED = read_folder(Path(__file__).parents[3] / "agency_configs").agencies
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
# To stop and go on, day by day, takes long: one case in so many is lived through as well.
LIVED_EVERY = 5
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


def every_calendar() -> list[Calendars]:
    plain = [Calendars(settings) for settings in SHIPPED.values()]
    return plain + [Calendars(SHIPPED[code], CHANGES) for code in ("ramq", "mtl", "hmcts", "dcs")]


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


def by_the_portal(
    calendar: WorkingCalendar, received: datetime, lengths: list[Allowance], stops: list[Stop]
) -> tuple[datetime, date] | None:
    due = count(received, lengths[0], calendar, [Pause(*stop) for stop in stops])
    for extension in lengths[1:]:
        due = extend(due, extension, calendar)
    return None if due.due_at is None or due.last_day is None else (due.due_at, due.last_day)


def lived(
    calendar: WorkingCalendar, received: datetime, lengths: list[Allowance], stops: list[Stop]
) -> tuple[datetime, date] | None:
    """Stop, go on and put off one after the other, as the services do in a complaint's life."""
    due = count(received, lengths[0], calendar)
    for extension in lengths[1:]:
        due = extend(due, extension, calendar)
    for began, ended in stops:
        if due.due_at is None or due.due_at <= began:
            break
        due = pause(due, began, calendar)
        if ended is not None:
            due = resume(due, ended, calendar)
    return None if due.due_at is None or due.last_day is None else (due.due_at, due.last_day)


def one_after_the_other(received: datetime, stops: list[Stop]) -> list[Stop]:
    """The stops that a life can have: after the receipt, each begun once the one before ended."""
    found: list[Stop] = []
    for began, ended in sorted(stops, key=itemgetter(0)):
        last = found[-1][1] if found else received
        if last is not None and began > last:
            found.append((began, ended))
    return found


def plain(length: Allowance) -> Length:
    return length.amount, length.unit.value


def agree(cases: int, seed: int) -> None:
    draw = Draw(seed)
    for rank in range(cases):
        calendars, received, lengths, stops = draw.case()
        found = by_the_portal(calendars.first, received, lengths, stops)
        again = second.second_count(calendars.second, received, [*map(plain, lengths)], stops)
        told = f"case {rank} of seed {seed}: {received}, {lengths}, {stops}, {calendars.first}"
        assert found == again, told
        if rank % LIVED_EVERY:
            continue
        stops = one_after_the_other(received, stops)
        again = second.second_count(calendars.second, received, [*map(plain, lengths)], stops)
        assert lived(calendars.first, received, lengths, stops) == again, told


@pytest.mark.parametrize("seed", [4, 6])
def test_portal_and_second_count_agree_on_a_sample(seed: int) -> None:
    agree(500, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_portal_and_second_count_agree_on_a_hundred_thousand_cases(seed: int) -> None:
    agree(10_000, 1000 + seed)


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
@pytest.mark.parametrize("year", range(2026, 2041))
def test_the_holidays_of_each_jurisdiction_agree_with_its_law_weekday_by_weekday(
    jurisdiction: str, year: int
) -> None:
    found = {day for day in closed_days(jurisdiction, year) if day.isoweekday() < 6}
    by_law = {day for day in second_holidays.LAWS[jurisdiction](year) if day.isoweekday() < 6}
    assert {day for day in found if day.year == year} == {d for d in by_law if d.year == year}


@pytest.mark.parametrize("module", [second, second_holidays])
def test_the_second_count_shares_no_code_with_the_portal(module: Any) -> None:
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named += [alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names]
    assert not [name for name in named if name.split(".")[0] in ("portal", "holidays")]
