"""The rules of alarms: more never silences one, what goes on as it did never raises one."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.agencies.settings.shared import AlarmSettings, ProportionSettings
from portal.domain.figures.shares import Share
from portal.features.alarms.rules import Observed, Received, Rule, is_high, is_rising, raised

MONTHS = st.lists(st.integers(0, 40), min_size=0, max_size=12).map(tuple)
COUNTS, LEAST, TIMES = st.integers(0, 200), st.integers(2, 30), st.integers(2, 5)
RULES = AlarmSettings.model_validate(
    {
        "rising_theme": {"complaints": 10, "times": 2},
        "rising_everywhere": {"agencies": 3, "complaints": 5, "times": 2},
        "founded": {"percent": 50, "among": 10},
        "missed_dates": {"percent": 40, "among": 10},
        "recommendations": {"count": 3},
    }
)


def theme(now: int, before: tuple[int, ...], agency: str = "parks") -> Received:
    return Received(agency, "delay", now, before)


def observed(**seen: object) -> Observed:
    return Observed("2026-11", "2026-T4", **seen)  # type: ignore[arg-type]


def rules_of(seen: Observed) -> list[Rule]:
    return [alarm.rule for alarm in raised(seen, RULES)]


@settings(max_examples=60)
@given(COUNTS, MONTHS, LEAST, TIMES, st.integers(1, 50))
def test_more_complaints_never_silence_a_rising_theme(
    now: int, before: tuple[int, ...], least: int, times: int, more: int
):
    if is_rising(theme(now, before), least, times):
        assert is_rising(theme(now + more, before), least, times)
        assert now >= least


@settings(max_examples=60)
@given(st.integers(1, 200), st.integers(0, 12), LEAST, TIMES)
def test_a_flat_theme_is_quiet_however_many_it_has(n: int, months: int, least: int, times: int):
    assert not is_rising(theme(n, (n,) * months), least, times)


@settings(max_examples=60)
@given(COUNTS, MONTHS, LEAST, TIMES, st.integers(0, 11), st.integers(1, 50))
def test_more_in_the_months_before_never_raises_one(
    now: int, before: tuple[int, ...], least: int, times: int, place: int, more: int
):
    if len(before) > place:
        busier = (*before[:place], before[place] + more, *before[place + 1 :])
        if is_rising(theme(now, busier), least, times):
            assert is_rising(theme(now, before), least, times)


@settings(max_examples=60)
@given(COUNTS, st.integers(0, 200), st.integers(1, 100), st.integers(1, 50))
def test_a_share_needs_its_number_and_rises_with_its_part(
    part: int, others: int, percent: int, among: int
):
    share, rule = Share(part, part + others), ProportionSettings(percent=percent, among=among)
    if is_high(share, rule):
        assert share.n >= among
        assert is_high(Share(part + 1, share.n + 1), rule)


def test_what_is_new_rises_and_what_nobody_knows_yet_does_not():
    assert rules_of(observed(received=[theme(10, (0, 0, 0))])) == [Rule.RISING_THEME]
    assert rules_of(observed(received=[theme(500, (1, 1))])) == []
    assert rules_of(observed(received=[theme(9, (0, 0, 0))])) == []


def test_a_theme_that_rises_in_three_agencies_is_told_once_with_each():
    rising = [theme(6, (1, 2, 3), agency) for agency in ("a", "b", "c")]
    [alarm] = raised(observed(received=rising), RULES)
    assert (alarm.rule, alarm.agency, alarm.theme) == (Rule.RISING_EVERYWHERE, "", "delay")
    assert alarm.concerned == ["a", "b", "c"]
    assert alarm.figures["agencies"][0] == {"agency": "a", "now": 6, "usual": 2}
    assert rules_of(observed(received=rising[:2])) == []
    other = replace(rising[2], theme="courtesy")
    assert rules_of(observed(received=[*rising[:2], other])) == []


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
    ]


def test_a_rule_that_is_left_out_raises_nothing():
    seen = observed(received=[theme(99, (0,) * 12)], late={"parks": 9})
    assert raised(seen, AlarmSettings()) == []
