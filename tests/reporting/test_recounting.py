"""Counting as the history grows, in any batches, equals counting all of it anew."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from portal.complaints.handling import casework
from portal.complaints.records.message import (
    HistoryEntryRecord,
)
from portal.domain.actor import PORTAL
from portal.domain.nature import Nature
from portal.features.nature.actions import set_nature
from portal.features.referrals.rules import Referral
from portal.reporting import counting as reporting
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.features.own_motion.opened import own_file
from tests.reporting.counted import cube, fed, measures
from tests.reporting.lives import LIVES, write
from tests.support import TUESDAY, FixedClock, file, officer, on_both
from tests.support.unguarded import unguarded

DAY = timedelta(days=1)
READABLE = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "deadline": None}


@pytest.fixture(autouse=True)
def settled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "SETTLING", timedelta(0))


@on_both
def test_an_entry_that_may_be_overtaken_waits(
    runtime: Runtime, backend: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reporting, "SETTLING", timedelta(hours=1))
    file(runtime)
    assert bool(fed(runtime)) is (backend == "sqlite")
    with unguarded(runtime), runtime.transaction() as session:
        old = update(HistoryEntryRecord).values(recorded_at=datetime.now(UTC) - timedelta(hours=2))
        session.execute(old)
    assert fed(runtime) == {"parks 2026-11 received 0": 1}


@on_both
def test_a_rebuild_leaves_out_what_may_be_overtaken_and_feeding_adds_it(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    file(runtime)
    monkeypatch.setattr(reporting, "SETTLING", timedelta(hours=1))
    with runtime.transaction() as session:
        reporting.rebuild(session)
    monkeypatch.setattr(reporting, "SETTLING", timedelta(0))
    assert fed(runtime) == {"parks 2026-11 received 0": 1}


@given(lives=LIVES, batches=st.lists(st.integers(1, 7), min_size=1, max_size=6))
@settings(max_examples=60, **READABLE)  # type: ignore[arg-type]
def test_feeding_in_any_batches_equals_a_rebuild(
    three_complaints: Runtime, lives: list[Any], batches: list[int]
):
    with three_complaints.transaction() as session:
        write(session, lives)
        turn = 0
        while reporting.feed(session, most=batches[turn % len(batches)]):
            turn += 1
        in_batches = cube(session)
        reporting.rebuild(session)
        assert cube(session) == in_batches
        assert min(in_batches.values()) > 0
        session.rollback()


@on_both
def test_feeding_between_happenings_equals_a_rebuild(runtime: Runtime, clock: FixedClock):
    numbers = [file(runtime).number for _ in range(3)]
    fed(runtime)
    clock.moment = TUESDAY + 35 * DAY
    runtime.change(officer(), numbers[0], partial(casework.answer, body="Voici."))
    fed(runtime)
    run_clocks(runtime, clock.moment)
    fed(runtime)
    runtime.change(officer(), numbers[1], partial(casework.answer, body="Voici."))
    fed(runtime)
    with runtime.transaction() as session:
        in_steps = cube(session)
        reporting.rebuild(session)
        assert cube(session) == in_steps


@pytest.fixture
def three_complaints(runtime: Runtime) -> Runtime:
    """Three complaints, and a file that the service opened by itself."""
    for led in (Referral(), Referral("trails"), Referral("other", leaflet_of="parks")):
        file(runtime, parts=[led])
    own_file(runtime)
    return runtime


@on_both
def test_what_is_counted_between_the_slices_of_a_recount_is_there_once(runtime: Runtime):
    file(runtime, email="un@exemple.org")
    recount, slices = runtime.read(PORTAL, reporting.begin_recount)
    file(runtime)
    fed(runtime)
    for complaints in slices:
        runtime.read(PORTAL, reporting.recount_some, recount, complaints)
    with runtime.transaction() as session:
        reporting.put_in_place(session, recount)
    assert fed(runtime) == {"parks 2026-11 received 0": 2}


@given(lives=LIVES)
@settings(max_examples=40, **READABLE)  # type: ignore[arg-type]
def test_each_way_of_counting_adds_up_to_the_same(three_complaints: Runtime, lives: list[Any]):
    with three_complaints.transaction() as session:
        write(session, lives)
        reporting.rebuild(session)
        wholes, subjects, finest = Counter[Any](), Counter[Any](), Counter[Any]()
        for (agency, month, nature, language, _, theme, *_, measure, bucket), n in cube(
            session
        ).items():
            layer = wholes if not theme else finest if language else subjects
            layer[agency, month, nature, measure, bucket] += n
        assert wholes == subjects == finest
        session.rollback()


@on_both
def test_what_was_no_complaint_takes_all_that_was_counted_of_it_along(runtime: Runtime):
    first, second = (file(runtime, email=f"{who}@exemple.org").number for who in ("un", "deux"))
    for number in (first, second):
        runtime.change(officer(), number, partial(casework.answer, body="Voici."))
    both = fed(runtime)
    assert both["parks 2026-11 received 0"] == 2
    runtime.change(officer(), first, partial(set_nature, nature=Nature.PRAISE))
    once = {what: n // 2 for what, n in both.items()}
    assert fed(runtime) == once | {"parks 2026-11 reclassified 1": 1}
    with runtime.reading(PORTAL) as session:
        assert measures(session, "praise") == once
    runtime.change(officer(), first, partial(set_nature, nature=Nature.COMPLAINT))
    assert fed(runtime) == both | {"parks 2026-11 reclassified 0": 1}
    with runtime.reading(PORTAL) as session:
        assert measures(session, "praise") == {}
