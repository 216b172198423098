"""What an employee writes down counts from the day when it came, and nobody else opens it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.kept_drafts import DraftContent
from portal.complaints.registering import keep_entry, moment_of_receipt, opened_entry
from portal.domain.errors import DraftGoneError
from portal.domain.time.calendar import CalendarChange, WorkingCalendar, parse_hours
from portal.runtime import Runtime
from tests.support import TUESDAY, on_both

OFFICE = WorkingCalendar("CA-QC", "America/Toronto", parse_hours("08:30-16:30"))
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "now", "expected"),
    [
        pytest.param(MONDAY, "2026-11-24T15:00Z", "2026-11-23T13:30Z", id="yesterday"),
        pytest.param(MONDAY, "2026-11-23T15:00Z", "2026-11-23T15:00Z", id="now"),
        pytest.param(MONDAY, "2026-11-23T23:00Z", "2026-11-23T13:30Z", id="after closing"),
        pytest.param(MONDAY, "2026-11-23T12:00Z", "2026-11-23T12:00Z", id="before opening"),
        pytest.param(date(2026, 11, 22), "2026-11-23T15:00Z", "2026-11-22T13:30Z", id="a Sunday"),
    ],
)
def test_time_counts_from_the_opening_of_the_day_of_receipt_or_from_now(
    day: date, now: str, expected: str
):
    moment = moment_of_receipt(day, datetime.fromisoformat(now), OFFICE)
    assert moment == datetime.fromisoformat(expected)


@given(
    minutes=st.integers(0, 366 * 24 * 60),
    ago=st.integers(0, 30),
)
def test_what_was_received_is_never_counted_from_later_than_its_day_nor_from_the_future(
    minutes: int, ago: int
):
    now = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=minutes)
    day = OFFICE.day_of(now) - timedelta(days=ago)
    moment = moment_of_receipt(day, now, OFFICE)
    assert moment <= now
    assert OFFICE.day_of(moment) == day
    assert not OFFICE.is_after_closing(moment)


def test_a_day_opens_at_the_hours_that_it_has_by_then():
    later = CalendarChange(date(2026, 12, 1), hours=parse_hours("10:00-16:00"))
    calendar = WorkingCalendar("CA-QC", "America/Toronto", OFFICE.hours, (), (later,))
    assert calendar.opens_at(date(2026, 11, 30)) == datetime(2026, 11, 30, 13, 30, tzinfo=UTC)
    assert calendar.opens_at(date(2026, 12, 1)) == datetime(2026, 12, 1, 15, 0, tzinfo=UTC)


@on_both
def test_only_the_employee_who_wrote_it_opens_it(runtime: Runtime):
    entry = "an-entry-of-mine"
    place = {"agency": "parks", "category": None, "language": "fr"}

    def keep(user_id: int, story: str) -> None:
        content = DraftContent(story=story, received=("23", "11", "2026"))
        keep_entry(runtime.database, entry, user_id, place, content, TUESDAY)

    def opened(user_id: int) -> DraftContent:
        with runtime.database.glancing() as connection:
            return opened_entry(connection, runtime.keyring, entry, user_id, TUESDAY).content

    keep(1, "Le sentier est")
    keep(1, "Le sentier est fermé.")
    assert (opened(1).story, opened(1).received) == ("Le sentier est fermé.", ("23", "11", "2026"))
    with pytest.raises(DraftGoneError):
        opened(2)
