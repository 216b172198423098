from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.time.calendar import WorkingCalendar, parse_hours
from portal.domain.time.periods import AGE_LIMITS, age_bounds

CALENDAR = WorkingCalendar("CA-QC-GOV", "America/Toronto", parse_hours("08:30-16:30"))
MOMENTS = st.integers(0, 4 * 365 * 24).map(
    lambda hours: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
)


@given(MOMENTS, st.integers(0, 150 * 24))
def test_a_complaint_is_in_the_class_of_its_age_in_working_days(now: datetime, hours: int):
    received = now - timedelta(hours=hours)
    age = CALENDAR.working_days_within(CALENDAR.day_of(received), CALENDAR.day_of(now))
    for limit, bound in zip(AGE_LIMITS, age_bounds(now, CALENDAR), strict=True):
        assert (received >= bound) == (age <= limit)
