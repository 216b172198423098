"""How often an agency's plugin failed lately: hook by hook, its own agency's alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from portal.agencies.plugins.noted import FailureOf
from portal.complaints.queries import plugin_failures as queries
from portal.complaints.queries.plugin_failures import HookFailures, plugin_failures
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.support import TUESDAY, FixedClock, file, on_both
from tests.support.plugins import Failing, Mistaken, filed_with


def failures(runtime: Runtime, agency: str = "parks") -> list[HookFailures]:
    with runtime.reading(PORTAL) as session:
        return plugin_failures(session, agency, runtime.now() - timedelta(days=30))


@on_both
def test_failures_are_counted_by_hook_with_the_newest_of_each(runtime: Runtime, clock: FixedClock):
    filed_with(runtime, Failing())
    clock.moment += timedelta(days=1)
    newest = filed_with(runtime, Failing())
    clock.moment += timedelta(days=1)
    last = filed_with(runtime, Mistaken())
    filed_with(runtime, Failing(), agency="water")
    file(runtime)
    wrong = "did not answer with a WorkingCalendar"
    assert failures(runtime) == [
        HookFailures("working_calendar", 1, clock.moment, wrong, last),
        HookFailures("receiving_unit", 2, TUESDAY + timedelta(days=1), "raised ValueError", newest),
    ]


def test_failures_of_another_month_are_not_counted(runtime: Runtime, clock: FixedClock):
    filed_with(runtime, Failing())
    clock.moment += timedelta(days=31)
    assert failures(runtime) == []


def test_of_very_many_failures_the_newest_are_counted(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(queries, "COUNTED_AT_MOST", 2)
    newest = [filed_with(runtime, Failing()) for _ in range(3)][-1]
    [counted] = failures(runtime)
    assert (counted.count, counted.number) == (2, newest)


def test_the_history_is_not_read_through_for_them(runtime: Runtime):
    statement = queries._entries("parks", TUESDAY).compile(runtime.database.reader.engine)
    written = str(statement).replace("?", "'x'")
    with runtime.database.reader.connect() as connection:
        plan = [row[-1] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {written}"))]
    assert any("ix_history_entry_plugin_failed" in step for step in plan), plan
    assert not any("SCAN" in step or "agency=" in step for step in plan), plan


def browse(runtime: Runtime, plugin: object, times: int = 1) -> None:
    """Ask what a page would, while the parks have this plugin."""
    agency = replace(runtime.agencies.agency("parks"), plugin=plugin)
    for _ in range(times):
        agency.consult().calendar()


@on_both
def test_what_fails_while_pages_are_read_is_counted_by_the_day(runtime: Runtime, clock: FixedClock):
    wrong = "did not answer with a WorkingCalendar"
    browse(runtime, Mistaken(), 3)
    runtime.keep_plugin_failures()
    clock.moment += timedelta(days=1)
    browse(runtime, Mistaken(), 2)
    runtime.keep_plugin_failures()
    runtime.keep_plugin_failures()
    assert failures(runtime) == [HookFailures("working_calendar", 5, clock.moment, wrong, None)]
    assert failures(runtime, "water") == []


@on_both
def test_what_a_complaint_tells_is_counted_once(runtime: Runtime, clock: FixedClock):
    number = filed_with(runtime, Mistaken())
    runtime.keep_plugin_failures()
    [told] = failures(runtime)
    assert (told.count, told.number) == (1, number)
    clock.moment += timedelta(hours=1)
    browse(runtime, Mistaken())
    runtime.keep_plugin_failures()
    [told] = failures(runtime)
    assert (told.count, told.number, told.at) == (2, number, clock.moment)


def test_what_could_not_be_written_is_written_the_next_time(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    browse(runtime, Mistaken())
    with monkeypatch.context() as patch:
        patch.setattr(Runtime, "transaction", lambda self: 1 / 0)
        runtime.keep_plugin_failures()
    assert failures(runtime) == []
    runtime.keep_plugin_failures()
    assert [told.count for told in failures(runtime)] == [1]


def test_what_was_long_ago_is_forgotten(runtime: Runtime, clock: FixedClock):
    browse(runtime, Mistaken())
    runtime.keep_plugin_failures()
    clock.moment += timedelta(days=70)
    runtime.agencies.noted.note(FailureOf("parks", "receiving_unit", "raised ValueError"))
    runtime.keep_plugin_failures()
    with runtime.reading(PORTAL) as session:
        assert session.scalar(text("SELECT count(*) FROM plugin_failure")) == 1
