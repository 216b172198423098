from __future__ import annotations

import pytest

from portal.agencies.configured import Configured
from portal.agencies.settings.reader import read_portal
from portal.domain.time.promise import Allowance, Unit
from tests.agencies.settings.settings_files import PORTAL_TEXT, changed, mistakes_after, parks

REVIEW = "    review: true\n"
COMMON = "    deadline: {fr: 1 an, en: 1 year}\n"


def timed(*said: str) -> tuple[str, str]:
    return REVIEW, REVIEW + "".join(f"    {one}\n" for one in said)


def test_a_recourse_is_answered_with_the_time_that_it_leaves():
    settings = parks(timed("within: 60 calendar days", "next_open_day: true", "source: la loi"))
    review = next(one for one, _ in Configured(settings)._recourses if one.code == "review")
    assert review.within == Allowance(60, Unit.CALENDAR_DAYS)
    assert (review.next_open_day, review.source) == (True, "la loi")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("within: 48 hours", "within: the time of a recourse is counted in days"),
        ("within: soon", 'within: "soon" is not a length of time'),
        ("next_open_day: true", "next_open_day: there is no time to count"),
        ("source: la loi", "source: there is no time to count"),
    ],
)
def test_a_time_that_cannot_be_counted_is_told_at_its_place(said: str, expected: str):
    [mistake] = mistakes_after(timed(said))
    assert f"recourses[1].{expected}" in mistake


def test_a_common_recourse_is_looked_at_as_well():
    text = changed((COMMON, f"{COMMON}    within: 48 hours\n"), text=PORTAL_TEXT)
    _, mistakes = read_portal(text)
    assert ["counted in days" in each.text.in_("en") for each in mistakes] == [True]
