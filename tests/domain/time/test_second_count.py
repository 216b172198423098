"""The portal's clocks against a second count over the calendars of every shipped agency."""

from __future__ import annotations

import ast
from datetime import date, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import Pause, count, extend
from portal.domain.time.holidays import JURISDICTIONS, closed_days
from portal.domain.time.pausing import pause, resume
from portal.domain.time.promise import Allowance
from tests.domain.time import second_count as second
from tests.domain.time import second_holidays
from tests.domain.time.second_cases import Draw, plain
from tests.domain.time.second_count import Stop

# To stop and go on, day by day, takes long: one case in so many is lived through as well.
LIVED_EVERY = 5


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


@pytest.mark.parametrize("seed", [4, pytest.param(6, marks=pytest.mark.slow)])
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
