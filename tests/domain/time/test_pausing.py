"""Stopping a clock and letting it go on: it holds what it held, whatever changes meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from portal.domain.time.calendar import CalendarChange, WorkingCalendar, parse_hours
from portal.domain.time.clock import count, extend, may_still_move, recount
from portal.domain.time.due_date import CountedIn, DueDate
from portal.domain.time.explanation import replay
from portal.domain.time.opening_hours import parse_closure
from portal.domain.time.pausing import pause, resume
from portal.domain.time.promise import Allowance
from tests.domain.time.clock_builders import ENGLISH, GOVERNMENT, STATUTORY, local, promised
from tests.domain.time.second_cases import Draw, plain
from tests.domain.time.second_count import Stop, second_count

FEWER_DAYS = replace(
    GOVERNMENT, extra_closures=(parse_closure("2026-11-25"), parse_closure("2026-12-16"))
)


class PausedDraw(Draw):
    """One promise after another, with moments at which it was stopped and went on."""

    def promise(self) -> tuple[WorkingCalendar, list[Allowance], DueDate, object]:
        calendars, received, lengths, _ = self.case()
        due = count(received, lengths[0], calendars.first)
        for length in lengths[1:]:
            due = extend(due, length, calendars.first)
        return calendars.first, lengths, due, calendars.second

    def stop(self, due: DueDate) -> Stop | None:
        """Some time before the clock runs out; none if there is none left."""
        assert due.due_at is not None
        begun = max([due.started_at, *(each.ended_at for each in due.pauses if each.ended_at)])
        left = int((due.due_at - begun).total_seconds() // 60)
        if left < 1:
            return None
        began = begun + timedelta(minutes=self.random.randrange(left))
        return began, began + timedelta(minutes=self.random.choice((0, 30, 600, 4000, 20_000)))


def stopped_and_gone_on(
    draw: PausedDraw, due: DueDate, calendar: WorkingCalendar
) -> tuple[DueDate, list[Stop]]:
    stops: list[Stop] = []
    for _ in range(draw.random.choice((1, 1, 2, 3))):
        stop = draw.stop(due)
        if stop is None or not may_still_move(due.due_at, stop[0]):
            break
        still = pause(due, stop[0], calendar)
        assert (still.due_at, still.suspended_since is None) == (None, False)
        assert stop[1] is not None
        due = resume(DueDate.from_facts(still.as_facts()), stop[1], calendar)
        stops.append(stop)
    return due, stops


@pytest.mark.parametrize("seed", range(4))
def test_a_clock_that_was_stopped_holds_exactly_what_it_held(seed: int):
    draw = PausedDraw(seed)
    for rank in range(100):
        calendar, lengths, due, second = draw.promise()
        found, stops = stopped_and_gone_on(draw, due, calendar)
        again = second_count(second, due.started_at, [*map(plain, lengths)], stops)  # type: ignore[arg-type]
        assert (found.due_at, found.last_day) == again, f"case {rank}: {due}, {stops}"
        explained = replay(found.started_at, lengths, found.counted_in, found.pauses)
        assert explained[-1].due_at == found.due_at


@pytest.mark.parametrize("seed", range(4))
def test_no_calendar_of_another_day_changes_what_was_counted_nor_brings_the_date_forward(
    seed: int,
):
    draw = PausedDraw(100 + seed)
    for _ in range(100):
        calendar, lengths, due, _second = draw.promise()
        stop = draw.stop(due)
        if stop is None:
            continue
        other = replace(draw.random.choice((FEWER_DAYS, STATUTORY, ENGLISH)))
        still = pause(due, stop[0], other)
        assert still == replace(pause(due, stop[0], calendar))
        at_once = resume(still, stop[0], other)
        assert (at_once.due_at, at_once.last_day) == (due.due_at, due.last_day)
        later = resume(still, stop[1] or stop[0], other)
        assert due.due_at is not None
        assert later.due_at is not None
        assert later.due_at >= due.due_at
        explained = replay(later.started_at, lengths, later.counted_in, later.pauses)
        assert explained[-1].due_at == later.due_at


def test_without_a_change_it_is_counted_as_by_one_calendar():
    due = promised("2026-11-24 09:00", "10 working days")
    gone_on = resume(
        pause(due, local("2026-11-26 10:00"), GOVERNMENT), local("2026-12-03 10:00"), GOVERNMENT
    )
    assert gone_on == recount(due, GOVERNMENT, gone_on.pauses)
    assert gone_on.last_day == date(2026, 12, 15)


def test_the_days_that_were_promised_stay_and_those_after_them_are_as_of_today():
    due = promised("2026-11-24 09:00", "10 working days")
    still = pause(due, local("2026-11-27 10:00"), GOVERNMENT)
    # 25 November was counted; 16 December was not promised yet.
    assert resume(still, local("2026-12-08 10:00"), FEWER_DAYS).last_day == date(2026, 12, 18)
    assert resume(still, local("2026-12-08 10:00"), GOVERNMENT).last_day == date(2026, 12, 17)


def test_other_hours_hold_from_the_day_after_those_that_were_promised():
    due = promised("2026-11-24 09:00", "10 working days")
    still = pause(due, local("2026-11-27 10:00"), GOVERNMENT)
    hours = parse_hours("10:00-15:00")
    later = CalendarChange(date(2026, 12, 10), hours=parse_hours("11:00-14:00"))
    changed = replace(GOVERNMENT, hours=hours, changes=(later,))
    [counted] = resume(still, local("2026-12-08 10:00"), changed).counted_in
    since = [(each.since, str(each.hours[0])) for each in counted.hours]
    assert since == [
        (date(2026, 11, 24), "08:30-12:00"),
        (date(2026, 12, 9), "10:00-15:00"),
        (date(2026, 12, 10), "11:00-14:00"),
    ]


def test_a_machine_that_was_put_back_ends_no_pause_before_it_began():
    due = promised("2026-11-24 09:00", "10 working days")
    still = pause(due, local("2026-11-27 10:00"), GOVERNMENT)
    assert resume(still, local("2026-11-20 10:00"), GOVERNMENT).last_day == due.last_day


def test_a_clock_from_before_calendars_were_kept_is_counted_by_today_s():
    due = replace(promised("2026-11-24 09:00", "10 working days"), counted_in=())
    still = pause(due, local("2026-11-26 10:00"), GOVERNMENT)
    assert resume(still, local("2026-12-03 10:00"), GOVERNMENT).last_day == date(2026, 12, 15)


def test_two_calendars_become_one_that_changes_after_their_common_day():
    first = CountedIn.of(GOVERNMENT, date(2026, 12, 21), date(2026, 12, 24))
    then = CountedIn.of(ENGLISH, date(2026, 12, 24), date(2026, 12, 31))
    both = first.then(then)
    assert both.why_closed(date(2026, 12, 24)) is not None
    assert both.why_closed(date(2026, 12, 31)) is None
    assert both.hours_on(date(2026, 12, 24)) == GOVERNMENT.hours
    assert both.hours_on(date(2026, 12, 29)) == ENGLISH.hours


def test_only_a_running_clock_is_stopped_and_only_a_stopped_one_goes_on():
    due = promised("2026-11-24 09:00", "10 working days")
    at = datetime.fromisoformat("2026-11-27T10:00-05:00")
    with pytest.raises(AssertionError):
        resume(due, at, GOVERNMENT)
    with pytest.raises(AssertionError):
        pause(pause(due, at, GOVERNMENT), at, GOVERNMENT)
