"""Counting again from an explanation alone: it leads to the date that was promised."""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.text import Text
from portal.domain.time import replay as module
from portal.domain.time.calendar import CalendarChange, WorkingCalendar, parse_closure, parse_hours
from portal.domain.time.clock import (
    ClockKind,
    DueDate,
    Pause,
    count,
    extend,
    recount,
    silence_opens_at,
)
from portal.domain.time.due_date import CLOCK_STOPPED
from portal.domain.time.explanation import Explanation, Rule, StartEvent, explain
from portal.domain.time.promise import Allowance, Confidence
from portal.domain.time.replay import replayed
from tests.domain.time.clock_builders import GOVERNMENT, moment, promised, stopped
from tests.domain.time.clock_strategies import allowances, calendars, moments, offsets, pauses_after

RULE = Rule(Text("Une règle", "A rule"), Confidence.SOURCED, 3, None)
NO_CLOCK = {"portal.domain.time.clock", "portal.domain.time.counting"}

changes = st.builds(
    CalendarChange,
    since=st.dates(date(2026, 2, 1), date(2027, 6, 30)),
    jurisdiction=st.sampled_from((None, "CA-QC", "GB-EAW")),
    hours=st.sampled_from(
        (None, parse_hours("10:00-12:00, 12:30-14:00"), parse_hours("07:00-21:00"))
    ),
    extra_closures=st.sampled_from((None, (), tuple(map(parse_closure, ("2026-12-24", "03-02"))))),
)
changing = st.builds(
    lambda calendar, change: WorkingCalendar(
        calendar.jurisdiction,
        calendar.timezone,
        calendar.hours,
        calendar.extra_closures,
        (change,),
    ),
    calendars,
    changes,
)
receipts = moments(date(2026, 1, 1), date(2027, 6, 30))


def explained(due: DueDate) -> Explanation:
    return explain(ClockKind.ANSWER, 1, RULE, StartEvent.RECEIVED, due, due.due_at)


def written(explanation: Explanation) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(json.dumps(explanation.as_facts()))
    return facts


def without_results(facts: dict[str, Any]) -> dict[str, Any]:
    """Take everything out of the facts that the counting itself found."""
    for part in facts["parts"]:
        for found in ("due_at", "last_day", "landed_from", "days", "day_zero"):
            del part[found]
    kept = ("started_at", "parts", "pauses", "lands")
    return {name: facts[name] for name in kept}


@given(
    calendars | changing,
    receipts,
    allowances,
    st.lists(allowances, max_size=2),
    offsets,
    st.booleans(),
)
def test_an_explanation_replayed_gives_the_moment_that_was_promised(
    calendar: WorkingCalendar,
    at: tuple[date, time],
    allowance: Allowance,
    by: Sequence[Allowance],
    drawn: Any,
    is_stopped: bool,
) -> None:
    received = moment(calendar, at)
    pauses = pauses_after(calendar, at[0], drawn)
    if is_stopped and pauses:
        pauses[-1] = Pause(pauses[-1].began_at)
    due = count(received, allowance, calendar, pauses)
    for extension in by:
        due = extend(due, extension, calendar)
    facts = written(explained(due))
    assert replayed(without_results(facts)) == due.due_at
    assert facts["last_day"] == (None if due.last_day is None else due.last_day.isoformat())


@given(calendars, receipts, allowances, offsets)
def test_every_day_passed_over_stands_in_the_explanation_with_its_reason(
    calendar: WorkingCalendar, at: tuple[date, time], allowance: Allowance, drawn: Any
) -> None:
    received = moment(calendar, at)
    due = count(received, allowance, calendar, pauses_after(calendar, at[0], drawn))
    [part] = explained(due).parts
    # The last counted day is listed as stopped if the clock could not run out at its midnight.
    told = [
        (each.day, each.reason)
        for each in part.days
        if each.reason is not None and not (each.rank and each.reason == CLOCK_STOPPED)
    ]
    assert told == [(one.day, one.reason) for one in due.not_counted if one.day > due.day_zero]


@given(calendars, receipts, allowances)
def test_silence_replayed_opens_the_recourse_on_the_unmoved_day(
    calendar: WorkingCalendar, at: tuple[date, time], allowance: Allowance
) -> None:
    received = moment(calendar, at)
    opens_at = silence_opens_at(received, allowance, calendar)
    due = count(received, allowance, calendar)
    silence = explain(ClockKind.SILENCE, 1, RULE, StartEvent.RECEIVED, due, opens_at)
    assert replayed(without_results(written(silence))) == opens_at


def test_a_date_is_replayed_in_the_calendar_it_was_counted_in_though_another_is_in_force() -> None:
    due = promised("2026-11-24 09:00", "20 working days")
    later = WorkingCalendar(
        "CA-QC-GOV", "America/Toronto", GOVERNMENT.hours, (parse_closure("2026-12-01"),)
    )
    assert recount(due, later, ()).due_at != due.due_at
    assert replayed(written(explained(due))) == due.due_at
    extended = extend(due, Allowance.parse("3 working days"), later)
    assert replayed(written(explained(extended))) == extended.due_at


@pytest.mark.parametrize(
    "change",
    [
        lambda facts: facts["parts"][0]["calendar"]["closed"].pop(),
        lambda facts: facts["parts"][0].update(length="19 working days"),
        lambda facts: facts["pauses"].pop(),
    ],
)
def test_a_fact_that_is_changed_leads_to_another_date(change: Any) -> None:
    pause = stopped("2026-11-25 10:00", "2026-12-01 10:00")
    due = promised("2026-11-24 09:00", "20 working days", pause)
    facts = written(explained(due))
    change(facts)
    assert replayed(facts) != due.due_at


def test_replaying_uses_nothing_of_the_counting_that_it_proves() -> None:
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not imported & NO_CLOCK
