from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.handling.notices import Redirect
from portal.domain.text import Text
from portal.domain.time.clock import unmoved_last_day
from portal.domain.time.promise import Allowance, Unit
from tests.domain.time.clock_builders import ENGLISH, GOVERNMENT

DAYS = st.dates(date(2015, 1, 1), date(2045, 12, 31))


def review(within: str = "60 calendar days", question: str | None = "decided_on") -> Redirect:
    since = Text("la décision", "the decision")
    return Redirect(Text("Révision", "Review"), None, Allowance.parse(within), since, question)


@pytest.mark.parametrize(
    ("within", "decided_on", "last_day"),
    [
        ("60 calendar days", "2026-11-24", date(2027, 1, 23)),
        ("6 months", "2026-08-31", date(2027, 2, 28)),
        ("12 months", "2026-11-24", date(2027, 11, 24)),
        ("10 working days", "2026-11-24", date(2026, 12, 8)),
    ],
)
def test_whoever_gives_the_day_of_the_decision_learns_the_last_day(within, decided_on, last_day):
    assert review(within).last_day({"decided_on": decided_on}, GOVERNMENT) == last_day


def test_a_last_day_on_a_saturday_is_not_put_off():
    assert (
        review("60 calendar days").last_day({"decided_on": "2026-11-24"}, GOVERNMENT).weekday() == 5
    )


@pytest.mark.parametrize("answers", [{}, {"decided_on": ""}, {"decided_on": 3}, {"other": "2026"}])
def test_without_the_day_no_last_day_is_told(answers):
    assert review().last_day(answers, GOVERNMENT) is None


def test_what_names_no_question_tells_no_last_day():
    assert review(question=None).last_day({"decided_on": "2026-11-24"}, GOVERNMENT) is None


@given(DAYS, st.integers(1, 400))
def test_calendar_days_are_added_one_by_one(day: date, amount: int):
    allowance = Allowance(amount, Unit.CALENDAR_DAYS)
    assert unmoved_last_day(day, allowance, GOVERNMENT) == day + timedelta(days=amount)


@given(DAYS, st.integers(1, 60), st.sampled_from([unit for unit in Unit if "hours" not in unit]))
def test_a_later_decision_never_has_an_earlier_last_day(day: date, amount: int, unit: Unit):
    allowance, next_day = Allowance(amount, unit), day + timedelta(days=1)
    last_days = [unmoved_last_day(one, allowance, GOVERNMENT) for one in (day, next_day)]
    assert day < last_days[0] <= last_days[1]


def test_the_calendar_of_another_place_counts_its_own_working_days():
    days = Allowance(3, Unit.WORKING_DAYS)
    assert unmoved_last_day(date(2026, 6, 23), days, GOVERNMENT) == date(2026, 6, 29)
    assert unmoved_last_day(date(2026, 6, 23), days, ENGLISH) == date(2026, 6, 26)
