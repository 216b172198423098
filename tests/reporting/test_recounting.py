"""Counting as the history grows, in any batches, equals counting all of it anew."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.complaints.handling import casework
from portal.domain.actor import PORTAL
from portal.domain.figures.cells import LAYERS, PARTS, WHOLE, Cell
from portal.domain.nature import Nature
from portal.features.nature.actions import set_nature
from portal.features.referrals.rules import Referral
from portal.reporting import counting as reporting
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.features.own_motion.opened import own_file
from tests.reporting.counted import CELL, by_complaint, cube, fed, finest_that_lead, measures
from tests.reporting.lives import LIVES, write
from tests.support import TUESDAY, FixedClock, file, officer, on_both

DAY = timedelta(days=1)
READABLE = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "deadline": None}


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
        in_batches, complaints = cube(session), by_complaint(session)
        reporting.rebuild(session)
        assert cube(session) == in_batches
        assert by_complaint(session) == complaints
        assert {cell: sum(n.values()) for cell, n in complaints.items()} == finest_that_lead(
            session
        )
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
        in_steps, complaints = cube(session), by_complaint(session)
        reporting.rebuild(session)
        assert cube(session) == in_steps
        assert by_complaint(session) == complaints
        assert complaints


@pytest.fixture
def three_complaints(runtime: Runtime) -> Runtime:
    """Three complaints, and a file that the service opened by itself."""
    for led in (Referral(), Referral("trails"), Referral("other", leaflet_of="parks")):
        file(runtime, parts=[led])
    own_file(runtime)
    return runtime


@given(lives=LIVES)
@settings(max_examples=40, **READABLE)  # type: ignore[arg-type]
def test_each_way_of_counting_adds_up_to_the_same(three_complaints: Runtime, lives: list[Any]):
    with three_complaints.transaction() as session:
        write(session, lives)
        reporting.rebuild(session)
        layers: dict[frozenset[str], Counter[Any]] = {layer: Counter() for layer in LAYERS}
        for cell, n in cube(session).items():
            told = Cell(**dict(zip(CELL, cell, strict=True)))
            layer = frozenset(part for part in PARTS if getattr(told, part) != WHOLE)
            layers[layer][told.agency, told.month, told.nature, told.measure, told.bucket] += n
        [finest, *wholes] = reversed(layers.values())
        assert all(whole == finest for whole in wholes)
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
