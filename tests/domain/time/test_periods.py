from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.time.periods import Period, last_complete_quarter, months_until

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
PERIODS = st.builds(Period, st.integers(1990, 2100), st.one_of(st.none(), st.integers(1, 4)))


@given(PERIODS)
def test_a_period_is_read_as_it_is_written(period: Period):
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize("written", ["", "2026-T5", "2026-Q1", "T2", "20 26", "2026-T2 ", "0026"])
def test_anything_else_is_no_period(written: str):
    assert Period.parse(written) is None


@given(DAYS)
def test_a_day_lies_in_its_quarter(day: date):
    quarter = Period.quarter_of(day)
    assert quarter.first_day <= day <= quarter.last_day


@given(PERIODS)
def test_periods_follow_one_another_without_a_gap(period: Period):
    assert period.before.last_day + timedelta(days=1) == period.first_day


@given(PERIODS)
def test_a_year_earlier_has_the_same_months(period: Period):
    assert [m[5:] for m in period.year_before.months] == [m[5:] for m in period.months]


@given(DAYS)
def test_the_last_complete_quarter_is_over_and_the_next_is_not(today: date):
    quarter = last_complete_quarter(today)
    assert quarter.is_over(today)
    assert not Period.quarter_of(today).is_over(today)


def test_months_go_back_over_the_new_year():
    assert months_until(date(2026, 2, 14), 3) == ("2025-12", "2026-01", "2026-02")
