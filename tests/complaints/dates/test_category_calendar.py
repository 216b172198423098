"""A category that is answered on days of its own is counted by them, from filing to the top."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from portal.agencies.agency import Agency
from portal.agencies.settings.reader import read_agency
from portal.complaints.dates.extending import extend_answer
from portal.complaints.dates.running_clocks import act_if_run_out, clocks_run_out
from portal.complaints.handling import casework
from portal.domain.actor import PORTAL
from portal.domain.time.promise import Allowance
from portal.releases.calendar_moves import later_dates
from portal.releases.effects import moved_days
from portal.runtime import Runtime
from tests.complaints.cases import act, clocks, last
from tests.complaints.dates.other_rules import WITH_OWN
from tests.releases.publishing import publish
from tests.support import FixedClock, file, on_both


@pytest.fixture
def number(runtime: Runtime) -> str:
    publish(runtime, WITH_OWN, moving=False)
    return file(runtime, category="trail").number


def last_day(runtime: Runtime, number: str) -> date:
    return clocks(runtime, number, "answer")[-1].last_day


def test_its_date_is_counted_by_its_own_days_and_no_other_date_is(runtime: Runtime, number: str):
    assert last_day(runtime, number) == date(2026, 12, 28)
    assert last_day(runtime, file(runtime, category="welcome").number) == date(2026, 12, 22)


def test_a_receipt_after_its_own_closing_is_of_the_next_day(runtime: Runtime, clock: FixedClock):
    publish(runtime, WITH_OWN, moving=False)
    clock.moment = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
    assert last_day(runtime, file(runtime, category="trail").number) == date(2026, 12, 29)


def test_an_extension_goes_on_by_its_own_days(runtime: Runtime, number: str):
    act(runtime, number, extend_answer, by=Allowance.parse("2 working days"), reason="Une visite.")
    assert last_day(runtime, number) == date(2026, 12, 30)


@on_both
def test_the_next_level_has_its_own_days_too(runtime: Runtime, number: str, clock: FixedClock):
    clock.moment = datetime(2026, 12, 29, 15, 0, tzinfo=UTC)
    with runtime.reading(PORTAL) as session:
        due = clocks_run_out(session, clock.moment)
    for one in due:
        runtime.change(PORTAL, one.number, partial(act_if_run_out, clock_id=one.clock_id))
    # New Year's Eve counts: the statutory calendar of Québec does not close it.
    assert last_day(runtime, number) == date(2027, 1, 6)


def test_how_long_it_took_is_told_in_its_own_days(runtime: Runtime, number: str, clock: FixedClock):
    clock.moment = datetime(2026, 12, 10, 15, 0, tzinfo=UTC)
    act(runtime, number, casework.answer, body="Il est rouvert.")
    assert last(runtime, number, "answered").facts["working_days"] == 9


def test_a_draft_tells_whose_dates_would_move(runtime: Runtime):
    number, other = file(runtime, category="trail").number, file(runtime).number
    settings, _ = read_agency(WITH_OWN, runtime.agencies.portal)
    assert settings is not None
    with runtime.reading(PORTAL) as session:
        moved = later_dates(session, Agency(settings), runtime.now())
    assert [(one.number, one.after) for one in moved] == [(number, date(2026, 12, 28))]
    assert other not in {one.number for one in moved}


def test_a_complaint_reclassified_since_keeps_its_date(runtime: Runtime):
    number = file(runtime, category="welcome").number
    category = runtime.agencies.agency("parks").consult().category("trail")
    act(runtime, number, casework.reclassify, category=category)
    settings, _ = read_agency(WITH_OWN, runtime.agencies.portal)
    assert settings is not None
    with runtime.reading(PORTAL) as session:
        assert later_dates(session, Agency(settings), runtime.now() + timedelta(days=1)) == []


def test_the_example_date_of_a_draft_is_that_of_its_days(runtime: Runtime):
    settings, _ = read_agency(WITH_OWN, runtime.agencies.portal)
    assert settings is not None
    moved = moved_days(runtime.agencies.agency("parks"), Agency(settings), runtime.now())
    [trail] = moved
    assert (trail.before, trail.after) == (date(2026, 12, 22), date(2026, 12, 28))
