"""A calendar changed: no promised date moves earlier, and later only with an entry and a letter."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.actor import PORTAL
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar, parse_hours
from portal.domain.time.clock import count, recount
from portal.domain.time.opening_hours import Closure
from portal.domain.time.promise import Allowance
from portal.releases.calendar_moves import _later, later_dates, move_dates
from portal.runtime import Runtime
from portal.worker import Worker
from tests.complaints.cases import clocks, complaint, history, messages, templates
from tests.complaints.proof.forging import tamper
from tests.releases.publishing import CLOSED_THREE_DAYS, publish
from tests.support import file, on_both
from tests.support.agencies import PARKS_YAML


@on_both
def test_a_date_moves_later_with_an_entry_a_reason_and_a_letter(runtime: Runtime):
    number = file(runtime).number
    [before] = clocks(runtime, number, "answer")
    publish(runtime, CLOSED_THREE_DAYS)
    assert move_dates(runtime) == 1
    [after] = clocks(runtime, number, "answer")
    assert (before.last_day, after.last_day) == (date(2026, 12, 22), date(2026, 12, 30))
    assert complaint(runtime, number).due_at == after.due_at
    assert history(runtime, number)[-1].kind == "extended"
    assert "jours de fermeture" in messages(runtime, number)[-1].body
    assert templates(runtime, number)[-1] == "extended"


@on_both
def test_moving_again_moves_nothing_and_tells_nobody_twice(runtime: Runtime):
    number = file(runtime).number
    publish(runtime, CLOSED_THREE_DAYS)
    assert Worker(runtime).run_once(runtime.now()).dates_moved == 1
    sent = templates(runtime, number)
    assert Worker(runtime).run_once(runtime.now()).dates_moved == 0
    assert templates(runtime, number) == sent


def test_a_process_that_has_not_noticed_the_release_leaves_the_dates_for_later(runtime: Runtime):
    number = file(runtime).number
    publish(runtime, CLOSED_THREE_DAYS, noticed=False)
    assert move_dates(runtime) == 0
    runtime.agencies.notice_change("another")
    assert move_dates(runtime) == 1
    assert history(runtime, number)[-1].kind == "extended"


def test_dates_stay_when_nobody_asked(runtime: Runtime):
    number = file(runtime).number
    before = complaint(runtime, number).due_at
    publish(runtime, CLOSED_THREE_DAYS, moving=False)
    assert move_dates(runtime) == 0
    assert complaint(runtime, number).due_at == before


@on_both
def test_what_nobody_asked_moves_no_date_though_the_database_says_so(runtime: Runtime):
    number = file(runtime).number
    before = complaint(runtime, number).due_at
    publish(runtime, CLOSED_THREE_DAYS, moving=False)
    tamper(runtime, "UPDATE agency_release SET dates_to_move = TRUE WHERE in_force")
    assert move_dates(runtime) == 0
    assert complaint(runtime, number).due_at == before


def test_a_calendar_with_more_open_days_moves_no_date_earlier(runtime: Runtime):
    publish(runtime, CLOSED_THREE_DAYS)
    number = file(runtime).number
    before = complaint(runtime, number).due_at
    publish(runtime, PARKS_YAML)
    assert move_dates(runtime) == 0
    assert complaint(runtime, number).due_at == before


def test_a_date_that_passed_is_not_moved(runtime: Runtime):
    number = file(runtime).number
    publish(runtime, CLOSED_THREE_DAYS)
    due_at = complaint(runtime, number).due_at
    parks = runtime.agencies.agency("parks")
    assert due_at is not None
    with runtime.reading(PORTAL) as session:
        assert later_dates(session, parks, due_at) == []
        assert [moved.number for moved in later_dates(session, parks, runtime.now())] == [number]


def test_one_complaint_that_cannot_be_moved_holds_back_no_other(runtime: Runtime, monkeypatch):
    from portal.releases import calendar_moves

    first, second = file(runtime).number, file(runtime).number
    publish(runtime, CLOSED_THREE_DAYS)
    moved = calendar_moves.move_later

    def move(work: Work, record: ComplaintRecord, **how: Text) -> bool:
        if record.number == first:
            raise RuntimeError
        return moved(work, record, **how)

    monkeypatch.setattr(calendar_moves, "move_later", move)
    assert move_dates(runtime) == 1
    assert history(runtime, second)[-1].kind == "extended"
    monkeypatch.undo()
    assert move_dates(runtime) == 1
    assert history(runtime, first)[-1].kind == "extended"


_DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))
_CLOSURES = st.frozensets(_DAYS, max_size=25)


@given(_CLOSURES, _CLOSURES, _DAYS, st.integers(1, 90), st.sampled_from(("working", "calendar")))
def test_whatever_changes_in_a_calendar_no_date_comes_earlier(
    before: frozenset[date], after: frozenset[date], received: date, days: int, counted: str
):
    old, new = (_calendar(closed) for closed in (before, after))
    started = datetime(received.year, received.month, received.day, 15, tzinfo=UTC)
    due = count(started, Allowance.parse(f"{days} {counted} days"), old)
    later = _later(due, new, started)
    again = recount(due, new, ()).last_day
    assert due.last_day is not None
    assert again is not None
    assert later == (again if again > due.last_day else None)
    if before <= after:
        assert again >= due.last_day


def _calendar(closed: frozenset[date]) -> WorkingCalendar:
    return WorkingCalendar(
        "CA-QC",
        "America/Toronto",
        parse_hours("08:30-12:00, 13:00-16:30"),
        tuple(Closure(day.isoformat()) for day in sorted(closed)),
    )
