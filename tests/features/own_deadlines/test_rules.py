"""A deadline against somebody: counted strictly, recalled three times at most, and in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.complaint import ReplyBy
from portal.domain.handling.notices import Notice, NoticeKind, Recourse, Redirect
from portal.domain.text import Text
from portal.domain.time.promise import Allowance, Unit
from portal.features.own_deadlines.rules import (
    DAYS_BY_POST,
    RECALLED_BEFORE,
    EndsFirst,
    Limit,
    OwnDeadline,
    RunsFrom,
    asked_limits,
    counted,
    ends_first,
    read_deadline,
    recourse_limit,
)
from tests.domain.time.clock_builders import GOVERNMENT

ZONE = ZoneInfo("America/Toronto")
BODY = Text("La Régie, en révision", "The Board, for a review")
DAYS = st.dates(date(2015, 1, 1), date(2045, 12, 31))
LENGTHS = st.builds(
    Allowance,
    st.integers(1, 60),
    st.sampled_from([Unit.CALENDAR_DAYS, Unit.WEEKS, Unit.MONTHS, Unit.WORKING_DAYS]),
)
MEANS = st.sampled_from([ReplyBy.EMAIL, ReplyBy.TEXT, ReplyBy.POST])


def limit(within: str = "60 calendar days", *, is_put_off: bool = False) -> Limit:
    since = Text("le refus", "the refusal")
    length = Allowance.parse(within)
    return Limit("notice.permit.0", BODY, length, since, is_put_off=is_put_off)


def told(
    began_on: date, within: str = "60 calendar days", *, today: date | None = None, **more: bool
) -> OwnDeadline:
    return counted(limit(within, **more), began_on, RunsFrom.GIVEN, GOVERNMENT, today or began_on)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("within", "began_on", "last_day"),
    [
        ("30 calendar days", date(2026, 11, 24), date(2026, 12, 24)),
        ("60 calendar days", date(2026, 12, 31), date(2027, 3, 1)),
        ("1 month", date(2027, 1, 31), date(2027, 2, 28)),
        ("1 month", date(2028, 1, 31), date(2028, 2, 29)),
        ("12 months", date(2028, 2, 29), date(2029, 2, 28)),
        ("6 months", date(2026, 8, 31), date(2027, 2, 28)),
        ("2 years", date(2026, 2, 28), date(2028, 2, 28)),
    ],
)
def test_the_last_day_is_counted_over_the_ends_of_months_and_leap_days(within, began_on, last_day):
    assert told(began_on, within).last_day == last_day


@pytest.mark.parametrize(
    ("began_on", "unmoved", "put_off_to"),
    [
        (date(2026, 11, 26), date(2026, 12, 26), date(2026, 12, 29)),  # a Saturday, then a holiday
        (date(2026, 11, 28), date(2026, 12, 28), date(2026, 12, 29)),
        (date(2026, 12, 11), date(2027, 1, 10), date(2027, 1, 11)),  # a Sunday
        (date(2026, 12, 14), date(2027, 1, 13), date(2027, 1, 13)),
    ],
)
def test_a_closed_last_day_is_put_off_only_where_the_settings_say_so(began_on, unmoved, put_off_to):
    strict = told(began_on, "30 calendar days")
    assert (strict.last_day, strict.landed_from) == (unmoved, None)
    moved = told(began_on, "30 calendar days", is_put_off=True)
    assert moved.last_day == put_off_to
    assert moved.landed_from == (unmoved if put_off_to != unmoved else None)


@given(DAYS, LENGTHS)
def test_what_is_put_off_ends_on_an_open_day_with_none_between(began_on: date, within: Allowance):
    strict = told(began_on, str(within)).last_day
    moved = told(began_on, str(within), is_put_off=True).last_day
    assert GOVERNMENT.is_working_day(moved)
    between = [strict + timedelta(days=n) for n in range((moved - strict).days)]
    assert not any(map(GOVERNMENT.is_working_day, between))


@given(DAYS, LENGTHS)
def test_a_later_beginning_never_ends_earlier(began_on: date, within: Allowance):
    ends = [told(began_on + timedelta(days=n), str(within)).last_day for n in (0, 1)]
    assert began_on < ends[0] <= ends[1]


@given(DAYS, LENGTHS, st.integers(0, 900), MEANS)
def test_a_run_each_day_recalls_each_mark_once_and_never_after_the_end(
    began_on: date, within: Allowance, late: int, means: ReplyBy
):
    today = began_on + timedelta(days=late)
    deadline = told(began_on, str(within), today=today)
    written: list[date] = []
    marks = deadline.left
    for n in range(max(0, (deadline.last_day - today).days) + 40):
        day = today + timedelta(days=n)
        if deadline.take_due(means, noon(day), ZONE):
            written.append(day)
    assert deadline.left == ()
    assert len(written) <= len(marks)
    on_the_way = DAYS_BY_POST if means is ReplyBy.POST else 0
    assert all(day + timedelta(days=on_the_way) <= deadline.last_day for day in written)
    if means is not ReplyBy.POST:
        assert written == [deadline.last_day - timedelta(days=days) for days in marks]


@given(DAYS, st.integers(0, 70), MEANS)
def test_a_worker_that_slept_recalls_once_what_it_missed(began: date, slept: int, means: ReplyBy):
    deadline = told(began)
    woke = noon(began + timedelta(days=slept))
    deadline.take_due(means, woke, ZONE)
    assert not deadline.take_due(means, woke, ZONE)
    next_recall = deadline.next_recall(means, ZONE)
    assert next_recall is None or next_recall > woke


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_a_clock_set_back_recalls_nothing_twice(began: date, seen: int, back: int):
    deadline = told(began)
    at = began + timedelta(days=seen)
    deadline.take_due(ReplyBy.EMAIL, noon(at), ZONE)
    left = deadline.left
    assert not deadline.take_due(ReplyBy.EMAIL, noon(at - timedelta(days=back)), ZONE)
    assert deadline.left == left


def test_reminders_leave_in_the_morning_of_their_day():
    deadline = told(date(2026, 11, 24), "60 calendar days")
    assert deadline.left == RECALLED_BEFORE
    recall = deadline.next_recall(ReplyBy.EMAIL, ZONE)
    assert recall == datetime(2026, 12, 24, 9, tzinfo=ZONE)


def test_a_letter_on_paper_is_written_seven_days_earlier():
    recall = told(date(2026, 11, 24)).next_recall(ReplyBy.POST, ZONE)
    assert recall == datetime(2026, 12, 17, 9, tzinfo=ZONE)


@pytest.mark.parametrize("means", [ReplyBy.NONE, ReplyBy.PHONE])
def test_whoever_chose_no_message_is_not_recalled(means: ReplyBy):
    assert told(date(2026, 11, 24)).next_recall(means, ZONE) is None


def test_what_is_done_or_silenced_is_not_recalled():
    deadline = told(date(2026, 11, 24))
    deadline.quiet = True
    assert deadline.next_recall(ReplyBy.EMAIL, ZONE) is None
    deadline.quiet, deadline.done_on = False, date(2026, 12, 1)
    assert deadline.next_recall(ReplyBy.EMAIL, ZONE) is None


def test_a_day_given_late_catches_up_on_no_reminder():
    deadline = told(date(2026, 9, 24), today=date(2026, 11, 13))
    assert (deadline.last_day, deadline.left) == (date(2026, 11, 23), (3,))
    assert told(date(2026, 8, 1), today=date(2026, 11, 13)).left == ()


def test_it_is_read_as_it_was_stored():
    deadline = told(date(2026, 11, 26), "30 calendar days", is_put_off=True)
    assert read_deadline(deadline.stored()) == deadline


def test_only_times_that_a_person_can_date_are_asked_for():
    since, within = Text("le refus", "the refusal"), Allowance.parse("60 calendar days")
    ways = (
        Redirect(BODY, None, within, since),
        Redirect(BODY, None, within, since, starts="answer"),
        Redirect(BODY, "https://parks.example"),
        Redirect(BODY, None, Allowance.parse("48 hours"), since),
    )
    notice = Notice("permit", NoticeKind.OWN_REVIEW, BODY, BODY, redirects=ways)
    assert [one.key for one in asked_limits([notice])] == ["notice.permit.0"]


def test_a_recourse_with_a_time_begins_with_the_answer():
    words = ("ombuds", BODY, BODY, BODY)
    assert recourse_limit(Recourse(*words)) is None
    timed = recourse_limit(Recourse(*words, within=Allowance.parse("60 calendar days")))
    assert timed is not None
    assert (timed.key, timed.is_sample) == ("recourse.ombuds", True)


FILED = date(2026, 11, 24)
ANSWER = date(2026, 12, 22)


def first(
    answer_day: date | None,
    *known: OwnDeadline,
    unknown: tuple[Limit, ...] = (),
    today: date = FILED,
) -> list[EndsFirst]:
    return ends_first(answer_day, known, unknown, GOVERNMENT, FILED, today)


@pytest.mark.parametrize(
    ("began_on", "is_first"),
    [
        (date(2026, 9, 24), False),  # It ended on the 23rd of November, before the complaint.
        (date(2026, 9, 25), True),
        (date(2026, 10, 22), True),
        (date(2026, 10, 23), True),  # It ends on the very day of the answer.
        (date(2026, 10, 24), False),
    ],
)
def test_nobody_waits_for_an_answer_past_their_own_last_day(began_on: date, is_first: bool):
    ending = first(ANSWER, told(began_on, today=FILED))
    assert [(one.body, one.is_latest) for one in ending] == [(BODY, False)] * is_first


def test_what_began_on_an_unknown_day_ends_no_later_than_from_the_filing():
    """Forty-five working days for the answer, thirty days for the review."""
    ending = first(date(2027, 2, 1), unknown=(limit("30 calendar days"),))
    assert ending == [EndsFirst(BODY, date(2026, 12, 24), is_latest=True)]
    assert first(date(2026, 12, 23), unknown=(limit("30 calendar days"),)) == []


def test_nobody_is_hurried_for_what_is_done_past_or_not_begun():
    done = told(date(2026, 10, 20), today=FILED)
    done.done_on = FILED
    assert first(ANSWER, done) == []
    assert first(ANSWER, told(date(2026, 10, 20), today=FILED), today=date(2026, 12, 20)) == []
    later = Limit("notice.permit.1", BODY, Allowance.parse("7 calendar days"), is_later=True)
    assert first(ANSWER, unknown=(later,)) == []


def test_without_a_day_for_the_answer_nothing_is_compared():
    assert first(None, told(date(2026, 10, 20), today=FILED)) == []


@given(DAYS, LENGTHS, st.integers(0, 400))
def test_whoever_is_not_warned_has_time_left_after_the_answer(
    began_on: date, within: Allowance, days: int
):
    answer_day = began_on + timedelta(days=days)
    deadline = counted(
        Limit("notice.permit.0", BODY, within), began_on, RunsFrom.GIVEN, GOVERNMENT, began_on
    )
    warned = ends_first(answer_day, [deadline], [], GOVERNMENT, began_on, began_on)
    assert bool(warned) == (deadline.last_day <= answer_day)


def test_a_time_after_the_first_way_without_a_question_is_not_begun():
    ways = (
        Redirect(BODY, within=Allowance.parse("60 calendar days"), question="since"),
        Redirect(BODY, within=Allowance.parse("1 month"), since=Text("la révision", "the review")),
    )
    notice = Notice("permit", NoticeKind.OWN_REVIEW, BODY, BODY, redirects=ways)
    assert [one.is_later for one in asked_limits([notice])] == [False, True]
