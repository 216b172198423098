from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.text import Text
from portal.domain.time.calendar import (
    CalendarChange,
    Closure,
    NotCounted,
    Span,
    WorkingCalendar,
    parse_closure,
    parse_hours,
)
from portal.domain.time.clock import count
from portal.domain.time.holidays import Weekend
from portal.domain.time.opening_hours import written_hours
from portal.domain.time.promise import Allowance, Unit
from portal.domain.time.replay import replay

HOURS = parse_hours("08:30-12:00, 13:00-16:30")


def quebec(*closures: object, hours: tuple[Span, ...] = HOURS) -> WorkingCalendar:
    parsed = tuple(parse_closure(each) for each in closures)  # type: ignore[arg-type]
    return WorkingCalendar("CA-QC", "America/Toronto", hours, parsed)


CALENDARS = (
    quebec("01-02", "easter+1", {"on": "12-24", "weekend": "before"}, "12-26", "2027-05-03"),
    WorkingCalendar("CA-QC-GOV", "America/Toronto", HOURS),
    WorkingCalendar("GB-EAW", "Europe/London", parse_hours("09:00-17:00")),
    WorkingCalendar("US-WA", "America/Los_Angeles", parse_hours("08:00-17:00")),
)
calendars = st.sampled_from(CALENDARS)
any_day = st.dates(date(2024, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize("words", ["00:00-24:00", "00:00–24:00"])
def test_an_agency_may_be_open_all_day(words: str) -> None:
    always = WorkingCalendar("CA-QC", "America/Toronto", parse_hours(words))
    assert written_hours(always.hours) == "00:00-24:00"
    assert written_hours(parse_hours("08:00-24:00")) == "08:00-24:00"
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    assert always.closes_at(monday) == always.opens_at(tuesday) == always.ends_at(monday)
    late = always.ends_at(monday) - timedelta(seconds=1)
    assert not always.is_after_closing(late)


def test_working_hours_of_an_agency_that_never_closes_run_through_the_night() -> None:
    always = WorkingCalendar("CA-QC", "America/Toronto", parse_hours("00:00-24:00"))
    began = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    due = count(began, Allowance(10, Unit.WORKING_HOURS), always)
    assert due.due_at == datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    lengths, counted_in = (due.allowance,), due.counted_in
    assert replay(began, lengths, counted_in, ())[-1].due_at == due.due_at


def test_opening_hours_have_one_or_more_spans() -> None:
    assert parse_hours("08:30-12:00, 13:00-16:30") == (
        Span(time(8, 30), time(12)),
        Span(time(13), time(16, 30)),
    )


@pytest.mark.parametrize("words", ["", "8h30-12h", "08:30", "08:30-25:00", "08:30-12:00,", "9-17"])
def test_opening_hours_in_another_form_are_refused_with_an_example(words: str) -> None:
    with pytest.raises(ValueError, match=f'"{words}" are not opening hours, such as "08:30-12:00'):
        parse_hours(words)


def test_a_span_that_closes_before_it_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="12:00-08:30 closes before it opens"):
        parse_hours("12:00-08:30")


def test_spans_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="08:30-12:00 and 11:00-16:30 overlap"):
        parse_hours("08:30-12:00, 11:00-16:30")


def test_spans_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="08:30-12:00 comes before 13:00-16:30: not in order"):
        parse_hours("13:00-16:30, 08:30-12:00")


def test_a_calendar_without_hours_is_refused() -> None:
    with pytest.raises(ValueError, match="no opening hours"):
        quebec(hours=())


def test_a_calendar_with_an_unknown_jurisdiction_is_refused() -> None:
    with pytest.raises(ValueError, match='"CA-XX" is not a known jurisdiction'):
        WorkingCalendar("CA-XX", "America/Toronto", HOURS)


@pytest.mark.parametrize("name", ["America/Saturn", "", "../etc/passwd", "America"])
def test_a_calendar_with_an_unknown_time_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not a time zone"):
        WorkingCalendar("CA-QC", name, HOURS)


def test_calendars_with_the_same_values_are_the_same_calendar() -> None:
    one, other = quebec("01-02"), quebec("01-02")
    assert one.is_working_day(date(2026, 11, 24))
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize("on", ["2-1", "13-01", "02-30", "easter+", "Easter", "2026-02-29", "soon"])
def test_a_closure_in_another_form_is_refused_with_examples(on: str) -> None:
    with pytest.raises(ValueError, match="is not a day, such as"):
        parse_closure(on)


@pytest.mark.parametrize(
    ("value", "match"),
    [
        ({"weekend": "after"}, "a closure says `on`"),
        ({"on": "12-24", "when": "before"}, "a closure says `on`"),
        ({"on": "12-24", "weekend": "friday"}, '"friday" is not before, after or stay'),
        ({"on": "2026-05-02", "weekend": "after"}, "is written with a year: it stays"),
        ({"on": "12-24", "name": "Veille de Noël"}, "in French"),
        ({"on": "12-24", "name": {"en": "Christmas Eve"}}, "in French"),
    ],
)
def test_a_closure_that_says_something_else_is_refused(
    value: dict[str, object], match: str
) -> None:
    with pytest.raises(ValueError, match=match):
        parse_closure(value)


def test_a_closure_leaves_a_weekend_for_the_days_after_unless_it_says_otherwise() -> None:
    assert parse_closure("01-02").weekend is Weekend.AFTER
    assert parse_closure({"on": "12-24", "weekend": "before"}).weekend is Weekend.BEFORE


@pytest.mark.parametrize("value", ["2026-05-01", date(2026, 5, 1), {"on": date(2026, 5, 1)}])
def test_a_closure_written_with_a_year_stays(value: str) -> None:
    assert parse_closure(value) == Closure("2026-05-01", Weekend.STAY)


def test_a_closure_may_have_its_own_name() -> None:
    closure = parse_closure({"on": "06-15", "name": {"fr": "Inventaire", "en": "Stocktaking"}})
    assert quebec().why_closed(date(2026, 6, 15)) is None
    calendar = WorkingCalendar("CA-QC", "America/Toronto", HOURS, (closure,))
    assert calendar.why_closed(date(2026, 6, 15)) == Text("Inventaire", "Stocktaking")


@pytest.mark.parametrize(
    ("day", "english"),
    [
        (date(2026, 12, 24), "Christmas Eve"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 26), "Weekend"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 8, 5), "Closed day"),
    ],
)
def test_a_closed_day_says_why(day: date, english: str) -> None:
    reason = quebec("12-24", "easter+1", "08-05").why_closed(day)
    assert reason is not None
    assert reason.en == english


def test_a_working_day_has_no_reason_to_be_closed() -> None:
    assert quebec().why_closed(date(2026, 11, 24)) is None


def closed_in(calendar: WorkingCalendar, first: date, last: date) -> set[str]:
    return {
        f"{each.day:%m-%d}"
        for each in calendar.closed_days_within(first, last)
        if each.reason.en != "Weekend"
    }


def test_closures_of_the_settings_leave_the_weekends_of_december_2028() -> None:
    calendar = quebec(
        {"on": "12-24", "weekend": "before"}, "12-26", {"on": "12-31", "weekend": "before"}
    )
    closed = closed_in(calendar, date(2028, 12, 16), date(2028, 12, 31))
    assert closed == {"12-22", "12-25", "12-26", "12-29"}


def test_closures_leave_a_weekend_in_date_order() -> None:
    # Saturday 26 and Sunday 27 December 2026 follow Christmas, a Friday.
    calendar = quebec("12-27", "12-26")
    assert calendar.why_closed(date(2026, 12, 28)) == Text(
        "Lendemain de Noël (congé déplacé)", "Boxing Day (day in lieu)"
    )
    assert not calendar.is_working_day(date(2026, 12, 29))
    assert calendar.is_working_day(date(2026, 12, 30))


def test_a_closure_may_leave_its_weekend_for_the_next_year() -> None:
    # Sunday 31 December 2028; 1 January is a holiday and 2 January already closed.
    calendar = quebec("12-31", "01-02")
    assert closed_in(calendar, date(2028, 12, 26), date(2029, 1, 31)) == {"01-01", "01-02", "01-03"}


def test_a_closure_may_leave_its_weekend_for_the_year_before() -> None:
    # Sunday 2 January 2028 follows New Year's Day, a Saturday.
    calendar = quebec({"on": "01-02", "weekend": "before"})
    assert closed_in(calendar, date(2027, 12, 27), date(2028, 1, 31)) == {"12-31"}


def test_a_closure_that_stays_on_a_weekend_closes_nothing_more() -> None:
    calendar = quebec({"on": "12-26", "weekend": "stay"}, "2026-11-28")
    assert closed_in(calendar, date(2026, 11, 24), date(2026, 12, 31)) == {"12-25"}


def test_a_closure_on_29_february_closes_in_leap_years() -> None:
    calendar = quebec("02-29")
    assert not calendar.is_working_day(date(2028, 2, 29))
    assert calendar.is_working_day(date(2027, 3, 1))


def test_a_closure_of_one_year_closes_no_other() -> None:
    calendar = quebec("2026-05-01")
    assert not calendar.is_working_day(date(2026, 5, 1))
    assert calendar.is_working_day(date(2028, 5, 1))


def test_the_next_working_day_after_a_friday_before_a_holiday_is_the_tuesday() -> None:
    assert quebec().next_working_day(date(2026, 10, 9)) == date(2026, 10, 13)


def test_a_day_of_the_agency_begins_at_its_own_midnight() -> None:
    assert quebec().day_of(datetime(2026, 11, 24, 4, 59, tzinfo=UTC)) == date(2026, 11, 23)
    assert quebec().day_of(datetime(2026, 11, 24, 5, 0, tzinfo=UTC)) == date(2026, 11, 24)


SUMMER = CalendarChange(date(2027, 4, 1), hours=parse_hours("07:00-12:00"))
MOVED = CalendarChange(date(2027, 12, 27), jurisdiction="CA-QC-GOV", extra_closures=())


def changing(*changes: CalendarChange) -> WorkingCalendar:
    closures = (parse_closure("12-24"), parse_closure("2026-12-23"))
    return WorkingCalendar("CA-QC", "America/Toronto", HOURS, closures, changes)


def test_each_day_has_the_hours_of_the_calendar_in_force_on_it() -> None:
    calendar = changing(SUMMER)
    assert calendar.closes_at(date(2027, 3, 31)) == datetime(2027, 3, 31, 20, 30, tzinfo=UTC)
    assert calendar.closes_at(date(2027, 4, 1)) == datetime(2027, 4, 1, 16, 0, tzinfo=UTC)
    assert not calendar.is_after_closing(datetime(2027, 3, 31, 17, 0, tzinfo=UTC))
    assert calendar.is_after_closing(datetime(2027, 4, 1, 17, 0, tzinfo=UTC))


def test_what_a_change_does_not_say_stays_as_it_was() -> None:
    calendar = changing(SUMMER, MOVED)
    assert calendar.hours_on(date(2028, 1, 5)) == SUMMER.hours
    assert not calendar.is_working_day(date(2027, 12, 24))
    assert calendar.versions[1][1].jurisdiction == "CA-QC"


def test_each_day_is_closed_as_the_calendar_in_force_on_it_says() -> None:
    # Christmas 2027 is a Saturday: the government takes it on Monday 27, the law nowhere.
    closed = changing(MOVED).closed_days_within(date(2027, 12, 20), date(2028, 1, 4))
    days = [f"{each.day:%m-%d}" for each in closed if each.reason.en != "Weekend"]
    assert days == ["12-24", "12-27", "12-28", "12-31", "01-03", "01-04"]
    assert changing().is_working_day(date(2027, 12, 27))


def test_a_closure_of_one_year_closes_that_year_alone() -> None:
    assert not changing(SUMMER).is_working_day(date(2026, 12, 23))
    assert changing(SUMMER).is_working_day(date(2027, 12, 23))


def test_changes_of_a_calendar_come_in_date_order() -> None:
    with pytest.raises(
        ValueError, match="a change from 2027-04-01 comes after one from 2027-12-27"
    ):
        changing(MOVED, SUMMER)


@given(calendars, any_day, any_day)
def test_a_change_that_changes_nothing_moves_no_day(
    calendar: WorkingCalendar, since: date, day: date
) -> None:
    same = replace(calendar, changes=(CalendarChange(since, hours=calendar.hours),))
    assert same.working_day_after(day, 40) == calendar.working_day_after(day, 40)
    assert same.why_closed(day) == calendar.why_closed(day)


def test_the_last_span_closes_the_day() -> None:
    assert quebec().closes_at(date(2026, 11, 24)) == datetime(2026, 11, 24, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 3, 9), 24), (date(2026, 11, 1), 25)]
)
def test_a_day_lasts_from_midnight_to_midnight_whatever_the_clock_change(
    day: date, hours: int
) -> None:
    calendar = quebec()
    length = calendar.ends_at(day) - calendar.ends_at(day - timedelta(days=1))
    assert length == timedelta(hours=hours)


def test_openings_pass_over_lunch_and_weekends() -> None:
    openings = islice(quebec().openings(date(2026, 11, 28)), 3)
    assert [opens for opens, _ in openings] == [
        datetime(2026, 11, 30, 13, 30, tzinfo=UTC),
        datetime(2026, 11, 30, 18, 0, tzinfo=UTC),
        datetime(2026, 12, 1, 13, 30, tzinfo=UTC),
    ]


@given(calendars, any_day, st.integers(1, 400))
def test_the_nth_working_day_is_n_single_steps_away(
    calendar: WorkingCalendar, day: date, rank: int
) -> None:
    step = day
    for _ in range(rank):
        step += timedelta(days=1)
        while not calendar.is_working_day(step):
            step += timedelta(days=1)
    assert calendar.working_day_after(day, rank) == step


@given(calendars, any_day, st.integers(0, 900))
def test_working_and_closed_days_share_out_every_day(
    calendar: WorkingCalendar, after: date, length: int
) -> None:
    until = after + timedelta(days=length)
    closed = calendar.closed_days_within(after + timedelta(days=1), until)
    assert calendar.working_days_within(after, until) + len(closed) == length


@given(calendars, any_day, st.integers(0, 400))
def test_closed_days_come_in_order_with_their_reasons(
    calendar: WorkingCalendar, first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    expected = [
        NotCounted(day, reason)
        for day in (first + timedelta(days=n) for n in range(length + 1))
        if (reason := calendar.why_closed(day)) is not None
    ]
    assert list(calendar.closed_days_within(first, last)) == expected
