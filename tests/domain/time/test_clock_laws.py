"""The clock against a second count, made moment by moment and day by day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from hypothesis import assume, example, given
from hypothesis import strategies as st

from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import (
    DueDate,
    Pause,
    count,
    days_left,
    due_at,
    extend,
    is_overdue,
    recount,
    silence_opens_at,
    working_days_between,
)
from portal.domain.time.opening_hours import written_hours
from portal.domain.time.promise import Allowance, Unit
from tests.domain.time.clock_builders import GOVERNMENT, moment
from tests.domain.time.clock_strategies import (
    CALENDARS,
    DAY,
    allowances,
    calendars,
    day_allowances,
    offsets,
    pauses_after,
    receipts,
    times,
)
from tests.domain.time.second_count import SecondCalendar, days_to_count, second_count


def written(calendar: WorkingCalendar) -> dict[str, Any]:
    """A calendar as a settings file would say it."""
    return {
        "jurisdiction": calendar.jurisdiction,
        "timezone": calendar.timezone,
        "hours": written_hours(calendar.hours),
        "extra_closures": [
            {"on": each.on, "weekend": each.weekend.value} for each in calendar.extra_closures
        ],
    }


SECOND = {calendar: SecondCalendar(written(calendar)) for calendar in CALENDARS}


@given(calendars, receipts, allowances, st.lists(allowances, max_size=1), offsets)
def test_a_clock_agrees_with_the_second_count(
    calendar: WorkingCalendar,
    at: tuple[date, time],
    allowance: Allowance,
    by: Sequence[Allowance],
    drawn: Any,
) -> None:
    received, pauses = moment(calendar, at), pauses_after(calendar, at[0], drawn)
    found = count(received, allowance, calendar, pauses)
    for extension in by:
        found = extend(found, extension, calendar)
    lengths = [(length.amount, length.unit.value) for length in (allowance, *by)]
    stops = [(pause.began_at, pause.ended_at) for pause in pauses]
    expected = second_count(SECOND[calendar], received, lengths, stops)
    assert (found.due_at, found.last_day) == expected


@given(calendars, receipts, allowances)
def test_a_clock_runs_out_after_the_receipt_and_on_its_last_day(
    calendar: WorkingCalendar, at: tuple[date, time], allowance: Allowance
) -> None:
    found = count(moment(calendar, at), allowance, calendar)
    assert found.due_at is not None
    assert found.started_at < found.due_at
    assert calendar.day_of(found.due_at - timedelta.resolution) == found.last_day


@given(calendars, receipts, allowances)
def test_the_short_way_to_the_due_moment_gives_the_same(
    calendar: WorkingCalendar, at: tuple[date, time], allowance: Allowance
) -> None:
    received = moment(calendar, at)
    assert due_at(received, allowance, calendar) == count(received, allowance, calendar).due_at


@given(calendars, receipts, receipts, allowances)
def test_what_is_received_later_is_never_due_earlier(
    calendar: WorkingCalendar,
    one: tuple[date, time],
    other: tuple[date, time],
    allowance: Allowance,
) -> None:
    earlier, later = sorted((moment(calendar, one), moment(calendar, other)))
    assert due_at(earlier, allowance, calendar) <= due_at(later, allowance, calendar)


@given(calendars, receipts, allowances)
def test_silence_never_opens_a_recourse_after_the_due_moment(
    calendar: WorkingCalendar, at: tuple[date, time], allowance: Allowance
) -> None:
    received = moment(calendar, at)
    opens_at = silence_opens_at(received, allowance, calendar)
    assert received < opens_at <= due_at(received, allowance, calendar)


@given(calendars, receipts, allowances, offsets)
def test_a_pause_never_brings_a_date_nearer(
    calendar: WorkingCalendar, at: tuple[date, time], allowance: Allowance, drawn: Any
) -> None:
    received, pauses = moment(calendar, at), pauses_after(calendar, at[0], drawn)
    found = count(received, allowance, calendar, pauses).due_at
    assert found is not None
    assert found >= due_at(received, allowance, calendar)


@given(calendars, receipts, allowances, offsets)
def test_a_clock_never_runs_out_while_it_is_stopped(
    calendar: WorkingCalendar, at: tuple[date, time], allowance: Allowance, drawn: Any
) -> None:
    pauses = pauses_after(calendar, at[0], drawn)
    found = count(moment(calendar, at), allowance, calendar, pauses).due_at
    assert found is not None
    assert not any(p.began_at < found <= (p.ended_at or found) for p in pauses)


@given(calendars, receipts, allowances, st.integers(0, 90), times)
def test_a_clock_that_is_stopped_has_run_out_or_cannot_be_missed(
    calendar: WorkingCalendar, at: tuple[date, time], allowance: Allowance, days: int, when: time
) -> None:
    received, began = moment(calendar, at), moment(calendar, (at[0] + days * DAY, when))
    found = count(received, allowance, calendar, [Pause(began)])
    ran_out = is_overdue(due_at(received, allowance, calendar), began)
    assert (found.due_at is None) is not ran_out
    assert found.suspended_since == (None if ran_out else began)


@given(calendars, receipts, allowances, offsets, st.randoms())
def test_neither_order_nor_splitting_of_pauses_matters(
    calendar: WorkingCalendar, at: tuple[date, time], allowance: Allowance, drawn: Any, random: Any
) -> None:
    received, pauses = moment(calendar, at), pauses_after(calendar, at[0], drawn)
    pieces = [*pauses]
    for pause in pauses:
        assert pause.ended_at is not None
        middle = pause.began_at + (pause.ended_at - pause.began_at) / 2
        pieces.remove(pause)
        pieces += [Pause(middle, pause.ended_at), Pause(pause.began_at, middle)]
    random.shuffle(pieces)
    whole = count(received, allowance, calendar, pauses)
    split = count(received, allowance, calendar, pieces)
    assert (split.due_at, split.not_counted) == (whole.due_at, whole.not_counted)


@given(calendars, receipts, st.integers(1, 60), offsets)
def test_every_working_day_on_the_way_is_counted_or_explained(
    calendar: WorkingCalendar, at: tuple[date, time], days: int, drawn: Any
) -> None:
    pauses = pauses_after(calendar, at[0], drawn)
    found = count(moment(calendar, at), Allowance(days, Unit.WORKING_DAYS), calendar, pauses)
    assert found.last_day is not None
    assume(found.landed_from is None)
    listed = [each.day for each in found.not_counted if each.day > found.day_zero]
    assert listed == sorted(set(listed))
    assert len(listed) + days == (found.last_day - found.day_zero).days


@given(calendars, receipts, st.integers(1, 60), receipts)
@example(GOVERNMENT, (date(2027, 1, 1), time()), 33, (date(2027, 2, 20), time()))
def test_a_promise_of_working_days_is_kept_within_as_many_working_days(
    calendar: WorkingCalendar, at: tuple[date, time], days: int, answered: tuple[date, time]
) -> None:
    received, answered_at = sorted((moment(calendar, at), moment(calendar, answered)))
    is_late = is_overdue(
        due_at(received, Allowance(days, Unit.WORKING_DAYS), calendar), answered_at
    )
    assert (working_days_between(received, answered_at, calendar) > days) is is_late


@given(calendars, receipts, day_allowances)
def test_as_many_days_are_left_on_day_zero_as_were_promised(
    calendar: WorkingCalendar, at: tuple[date, time], allowance: Allowance
) -> None:
    found = count(moment(calendar, at), allowance, calendar)
    assert found.last_day is not None
    noon = moment(calendar, (found.day_zero, time(12)))
    left = days_left(noon, found.landed_from or found.last_day, calendar, allowance.unit)
    assert left == days_to_count(found.day_zero, (allowance.amount, allowance.unit.value))


@given(calendars, receipts, allowances, allowances)
def test_an_extension_puts_the_date_off(
    calendar: WorkingCalendar, at: tuple[date, time], allowance: Allowance, by: Allowance
) -> None:
    first = count(moment(calendar, at), allowance, calendar)
    longer = extend(first, by, calendar)
    assert first.due_at is not None
    assert longer.due_at is not None
    assert longer.due_at > first.due_at


@given(calendars, receipts, allowances, st.lists(allowances, max_size=2), offsets)
def test_the_facts_of_any_due_date_are_enough_to_count_it_again(
    calendar: WorkingCalendar, at: tuple[date, time], allowance: Allowance, by: Any, drawn: Any
) -> None:
    found = count(moment(calendar, at), allowance, calendar, pauses_after(calendar, at[0], drawn))
    for extension in by:
        found = extend(found, extension, calendar)
    kept = DueDate.from_facts(json.loads(json.dumps(found.as_facts())))
    assert kept == found
    assert recount(kept, calendar, kept.pauses) == found
