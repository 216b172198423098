"""The rules of alarms: more never silences one, what goes on as it did never raises one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.agencies.settings.shared import AlarmSettings, ProportionSettings
from portal.complaints.changes import BrokenPromise
from portal.domain.figures.shares import Share
from portal.features.alarms.rules import (
    LIKE,
    Observed,
    Quarter,
    Quarters,
    Received,
    Recurring,
    Rule,
    months_to_compare,
)
from portal.features.alarms.rules_counts import is_rising, like_of
from portal.features.alarms.rules_raising import is_high, raised
from tests.features.alarms.raised import RULES as NUMBERS

COUNTS, LEAST, TIMES = st.integers(0, 200), st.integers(2, 30), st.integers(2, 5)
RULES = AlarmSettings.model_validate(NUMBERS)
NOVEMBER, A_YEAR_AGO = ("2026-11",), ("2025-11",)
FOUR_BEFORE = ("2026-07", "2026-08", "2026-09", "2026-10")
SUMMER, LAST_SUMMER = ("2026-07", "2026-08", "2026-09"), ("2025-07", "2025-08", "2025-09")


def subject(
    now: int,
    before: int,
    agency: str = "parks",
    months_before: tuple[str, ...] = A_YEAR_AGO,
    category: str = "trail",
    theme: str = "delay",
) -> Received:
    return Received(agency, theme, now, before, NOVEMBER, months_before, category)


def quarters(
    agency: str, now: int, before: int, kept: tuple[int, int] = (0, 0), *, year: bool = True
) -> Quarters:
    """The summer of an agency: received now and before, and how many of 100 answers in time."""
    late, then = (Share(part, 100 if part else 0) for part in kept)
    months = LAST_SUMMER if year else ("2026-04", "2026-05", "2026-06")
    return Quarters(agency, Quarter(now, late), Quarter(before, then), SUMMER, months)


def observed(**seen: object) -> Observed:
    return Observed("2026-11", "2026-T4", "2026-T3", **seen)  # type: ignore[arg-type]


def rules_of(seen: Observed) -> list[Rule]:
    return [alarm.rule for alarm in raised(seen, RULES)]


@settings(max_examples=60)
@given(COUNTS, COUNTS, LEAST, TIMES, st.integers(1, 50))
def test_more_complaints_never_silence_a_rising_subject(
    now: int, before: int, least: int, times: int, more: int
):
    if is_rising(subject(now, before), least, times):
        assert is_rising(subject(now + more, before), least, times)
        assert now >= least


@settings(max_examples=60)
@given(st.integers(1, 200), LEAST, TIMES)
def test_a_flat_subject_is_quiet_however_many_it_has(n: int, least: int, times: int):
    assert not is_rising(subject(n, n), least, times)
    assert not is_rising(subject(n, 4 * n, months_before=FOUR_BEFORE), least, times)


@settings(max_examples=60)
@given(COUNTS, COUNTS, LEAST, TIMES, st.integers(1, 50))
def test_more_before_never_raises_one(now: int, before: int, least: int, times: int, more: int):
    if is_rising(subject(now, before + more), least, times):
        assert is_rising(subject(now, before), least, times)


@settings(max_examples=60)
@given(COUNTS, st.integers(0, 200), st.integers(1, 100), st.integers(1, 50))
def test_a_share_needs_its_number_and_rises_with_its_part(
    part: int, others: int, percent: int, among: int
):
    share, rule = Share(part, part + others), ProportionSettings(percent=percent, among=among)
    if is_high(share, rule):
        assert share.n >= among
        assert is_high(Share(part + 1, share.n + 1), rule)


@pytest.mark.parametrize(
    ("began", "compared"),
    [
        ("2025-10", A_YEAR_AGO),
        ("2026-06", FOUR_BEFORE),
        ("2026-08", ()),
        ("", ()),
        ("2025-11", ("2025-12", *(f"2026-{month:02}" for month in range(1, 11)))),
    ],
)
def test_a_month_is_compared_with_its_season_else_with_what_the_register_has(
    began: str, compared: tuple[str, ...]
):
    assert months_to_compare(NOVEMBER, began, 12) == compared


def test_what_rises_is_told_with_its_season_and_its_numbers():
    [alarm] = raised(observed(received=[subject(30, 8)]), RULES)
    assert (alarm.rule, alarm.theme, alarm.subject, alarm.reach) == (
        Rule.RISING_THEME,
        "delay",
        "trail",
        22,
    )
    assert alarm.figures["months_before"] == ["2025-11"]
    assert alarm.figures["lines"] == [
        {"who": "parks", "now": 30, "before": 8, "now_of": None, "before_of": None}
    ]


@pytest.mark.parametrize(
    "quiet",
    [
        subject(9, 0),
        subject(30, 28),
        subject(500, 0, months_before=()),
        subject(30, 8, theme="other"),
        # Twice as many, and no more than chance.
        subject(12, 6),
        # A name that is new, while nothing says that its theme rises.
        subject(40, 0),
    ],
)
def test_too_few_a_season_no_past_other_chance_and_a_new_name_are_no_rise(quiet: Received):
    assert rules_of(observed(received=[quiet])) == []


def test_a_new_category_rises_where_its_theme_does():
    new = subject(40, 0)
    theme = replace(subject(52, 10), category="")
    assert rules_of(observed(received=[new, theme])) == [Rule.RISING_THEME]
    # A part of the theme has another name: the whole is as it was.
    flat = replace(subject(52, 50), category="")
    assert rules_of(observed(received=[new, flat])) == []


def test_a_theme_that_rises_in_several_agencies_is_told_once_with_each():
    rising = [subject(9, 2, agency, category="") for agency in ("a", "b", "c")]
    [alarm] = raised(observed(received=rising), RULES)
    assert (alarm.rule, alarm.agency, alarm.theme) == (Rule.RISING_EVERYWHERE, "", "delay")
    assert alarm.concerned == ["a", "b", "c"]
    assert alarm.figures["agencies"][0] == {"agency": "a", "now": 9, "usual": 2}
    assert rules_of(observed(received=rising[:1])) == []
    assert rules_of(observed(received=[replace(one, theme="other") for one in rising])) == []
    # Where much more falls elsewhere, all agencies together do not rise.
    falling = subject(10, 90, "d", category="")
    assert rules_of(observed(received=[*rising, falling])) == []


LIKE_PARKS = [quarters("a", 95, 100), quarters("b", 110, 100), quarters("c", 3, 4)]


def test_a_silence_is_far_fewer_than_before_and_than_its_like():
    [alarm] = raised(observed(quarters=[quarters("parks", 12, 90), *LIKE_PARKS]), RULES)
    assert (alarm.rule, alarm.agency, alarm.period) == (Rule.SILENCE, "parks", "2026-T3")
    assert alarm.figures["lines"] == [
        {"who": "parks", "now": 12, "before": 90, "now_of": None, "before_of": None},
        {"who": LIKE, "now": 205, "before": 200, "now_of": None, "before_of": None},
    ]
    assert alarm.reach == 80


@pytest.mark.parametrize(
    ("agency", "others"),
    [
        (quarters("parks", 40, 90), LIKE_PARKS),
        (quarters("parks", 1, 9), LIKE_PARKS),
        (replace(quarters("parks", 1, 90), months_before=()), LIKE_PARKS),
        # Everybody has as much fewer: it is the season, or the year.
        (quarters("parks", 12, 90), [quarters("a", 13, 100), quarters("b", 15, 100)]),
    ],
)
def test_some_fewer_a_few_no_past_and_fewer_everywhere_are_no_silence(
    agency: Quarters, others: list[Quarters]
):
    assert rules_of(observed(quarters=[agency, *others])) == []


def test_an_agency_is_compared_with_those_of_its_size_over_the_same_time():
    parks = quarters("parks", 10, 90)
    young = quarters("young", 90, 90, year=False)
    assert [one.agency for one in like_of(parks, [parks, young, *LIKE_PARKS])] == ["a", "b"]
    alone = quarters("huge", 1, 5000)
    assert [one.agency for one in like_of(alone, [parks, *LIKE_PARKS])] == ["parks", "a", "b", "c"]


def test_an_agency_falls_behind_beyond_chance_and_by_enough():
    fell = quarters("parks", 100, 100, (60, 85))
    [alarm] = raised(observed(answers=[fell, quarters("a", 100, 100, (80, 80))]), RULES)
    assert (alarm.rule, alarm.agency, alarm.reach) == (Rule.FALLING_BEHIND, "parks", 40)
    assert alarm.figures["lines"][0] == {
        "who": "parks",
        "now": 60,
        "before": 85,
        "now_of": 100,
        "before_of": 100,
    }
    by_chance = quarters("parks", 100, 100, (76, 85))
    better = quarters("parks", 100, 100, (95, 60))
    few = replace(fell, now=Quarter(20, Share(2, 20)), before=Quarter(20, Share(19, 20)))
    assert rules_of(observed(answers=[by_chance, quarters("a", 9, 9, (80, 80))])) == []
    assert rules_of(observed(answers=[better])) == rules_of(observed(answers=[few])) == []


def test_late_complaints_pile_up_where_more_are_late_than_elsewhere():
    late = {"parks": Share(30, 50), "water": Share(5, 60)}
    [alarm] = raised(observed(late_open=late), RULES)
    assert (alarm.rule, alarm.agency, alarm.reach) == (Rule.LATE_OPEN, "parks", 30)
    assert alarm.figures["beside"][1] == {"who": LIKE, "part": 5, "n": 60}
    everywhere = {"parks": Share(30, 50), "water": Share(36, 60)}
    few = {"parks": Share(5, 6), "water": Share(5, 60)}
    assert rules_of(observed(late_open=everywhere)) == rules_of(observed(late_open=few)) == []


def test_the_same_cause_goes_on_where_complaints_did_not_become_fewer():
    def since(now: int, before: int) -> Observed:
        received = replace(subject(now, before), months=SUMMER, months_before=LAST_SUMMER)
        return observed(recurring=[Recurring(4, "2026-06-10", received)])

    [alarm] = raised(since(20, 22), RULES)
    assert (alarm.rule, alarm.subject, alarm.figures["change"]) == (
        Rule.SAME_CAUSE,
        "trail 4",
        4,
    )
    assert rules_of(since(20, 60)) == rules_of(since(3, 3)) == []


def test_a_promise_that_is_not_kept_is_told_once_for_its_date():
    seen = observed(
        promises=[BrokenPromise(7, "parks", "delay", 3, date(2026, 10, 30))],
        today=date(2026, 11, 2),
    )
    [alarm] = raised(seen, RULES)
    assert (alarm.rule, alarm.subject, alarm.period) == (Rule.PROMISE, "7", "2026-10")
    assert alarm.figures["late"] == 3
    assert rules_of(replace(seen, today=date(2026, 10, 30))) == []


def test_shares_and_recommendations_are_told_for_the_quarter():
    seen = observed(
        founded={"parks": Share(5, 10), "water": Share(4, 10)},
        missed={"parks": Share(3, 10), "water": Share(4, 10)},
        refused={"parks": 1, "water": 2},
        late={"parks": 2},
    )
    alarms = [(alarm.rule, alarm.agency, alarm.period) for alarm in raised(seen, RULES)]
    assert alarms == [
        (Rule.FOUNDED, "parks", "2026-T4"),
        (Rule.MISSED_DATES, "water", "2026-T4"),
        (Rule.RECOMMENDATIONS, "parks", "2026-T4"),
        (Rule.RECOMMENDATIONS, "water", "2026-T4"),
    ]


def test_a_rule_that_is_left_out_raises_nothing():
    seen = observed(received=[subject(99, 1)], late={"parks": 9})
    assert raised(seen, AlarmSettings()) == []
