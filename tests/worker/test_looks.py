"""How much of the clocks is looked at for warnings, and when: once after each opening."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, select

from portal import worker
from portal.complaints.every_feature import Features
from portal.complaints.letters.digests import tell_staff
from portal.complaints.queries import kept_clocks
from portal.complaints.records.message import NoticeRecord
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.runtime import Runtime
from portal.worker import Worker
from portal.worker.warnings import Warner
from tests.complaints.cases import clocks as clocks_of
from tests.complaints.cases import member
from tests.support import FixedClock, RecordingMailer
from tests.worker.warned import (
    THE_EVENING_OF_HALF,
    THE_MORNING_AFTER_80,
    THE_MORNING_AFTER_HALF,
    in_charge,
    notices,
)


def test_a_worker_looks_once_after_each_opening(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_charge(runtime, 1)
    looked: list[str] = []
    find = kept_clocks.clocks_to_look_at

    def looking(session: Any, features: Features, agency: str, *asked: Any) -> list[int]:
        looked.append(agency)
        return find(session, features, agency, *asked)

    monkeypatch.setattr(kept_clocks, "clocks_to_look_at", looking)
    warner = Warner(runtime)
    agencies = len(list(runtime.agencies))
    for minutes in range(0, 60, 5):
        warner.warn(THE_MORNING_AFTER_HALF + timedelta(minutes=minutes))
    assert len(looked) == agencies
    warner.warn(THE_MORNING_AFTER_HALF + timedelta(days=1))
    assert len(looked) == 2 * agencies
    # Back in time it looks again, and finds everybody warned.
    warner.warn(THE_MORNING_AFTER_HALF)
    assert len(looked) == 3 * agencies


def test_a_run_looks_at_so_many_clocks_and_goes_on_from_there_the_soonest_first(
    runtime: Runtime, clock: FixedClock
) -> None:
    member(runtime, Role.HEAD, post=None)
    numbers = in_charge(runtime, 5)
    now = THE_MORNING_AFTER_HALF
    warner = Warner(runtime)
    assert [warner.warn(now, at_most=2) for _ in range(4)] == [2, 2, 1, 0]
    with runtime.reading(PORTAL) as session:
        told = session.scalars(select(NoticeRecord.params).order_by(NoticeRecord.id))
        assert [each["number"] for each in told] == numbers
    assert warner.looking == frozenset()


def test_what_nobody_can_be_told_of_is_looked_at_once_however_often_a_run_goes_on(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_charge(runtime, 3)
    looked_at: list[int] = []
    read = kept_clocks.running_clocks

    def reading(session: Any, clock_ids: Any) -> Any:
        looked_at.extend(clock_ids)
        return read(session, clock_ids)

    monkeypatch.setattr(kept_clocks, "running_clocks", reading)
    warner = Warner(runtime)
    for _ in range(9):
        assert warner.warn(THE_MORNING_AFTER_HALF, at_most=1) == 0
    assert len(looked_at) == len(set(looked_at)) == 3


def test_a_look_that_was_not_over_by_the_next_opening_begins_again(runtime: Runtime) -> None:
    member(runtime, Role.HEAD, post=None)
    in_charge(runtime, 3)
    warner = Warner(runtime)
    assert warner.warn(THE_MORNING_AFTER_HALF, at_most=1) == 1
    assert warner.looking == {"parks"}
    # The first was warned of its half and is at 80 % now, as the two others are.
    assert warner.warn(THE_MORNING_AFTER_80) == 3
    assert [percent for _, _, percent in notices(runtime)] == [50, 80, 80, 80]


def test_a_clock_that_cannot_be_read_holds_back_neither_the_others_nor_the_letter(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    member(runtime, Role.HEAD, post=None)
    in_charge(runtime, 3)
    spoiled: list[int] = []
    read = kept_clocks.running_clocks

    def reading(session: Any, clock_ids: Any) -> Any:
        spoiled.extend(clock_ids[:1] if not spoiled else ())
        if spoiled[0] in clock_ids:
            raise ValueError("not an explanation")
        return read(session, clock_ids)

    monkeypatch.setattr(kept_clocks, "running_clocks", reading)
    warner = Warner(runtime)
    assert [warner.warn(THE_MORNING_AFTER_HALF, at_most=1) for _ in range(3)] == [0, 1, 1]
    assert warner.looking == frozenset()
    assert tell_staff(runtime, THE_MORNING_AFTER_HALF, warner.looking) == 1


def test_nobody_is_told_before_all_that_they_will_be_warned_of_is_known(
    runtime: Runtime, mailbox: RecordingMailer, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = member(runtime, Role.HEAD, post=None)
    in_charge(runtime, 3)
    monkeypatch.setattr(worker, "LOOKED_AT_ONCE", 2)
    busy = Worker(runtime)
    first, second = (busy.run_once(THE_MORNING_AFTER_HALF) for _ in range(2))
    assert [(one.warned, one.more, one.told) for one in (first, second)] == [
        (2, True, 0),
        (1, False, 1),
    ]
    assert [sent["To"] for sent in mailbox.sent] == [head.name]
    assert "3" in mailbox.sent[0]["Subject"]


def test_a_clock_that_was_looked_at_is_passed_over_until_its_next_mark(runtime: Runtime) -> None:
    [number] = in_charge(runtime, 1)
    member(runtime, Role.HEAD, post=None)
    Warner(runtime).warn(THE_EVENING_OF_HALF)
    [clock] = clocks_of(runtime, number, "answer")
    assert (clock.warned, clock.warn_at) == (0, THE_EVENING_OF_HALF)
    look = partial(
        kept_clocks.clocks_to_look_at,
        features=runtime.features,
        agency="parks",
        now=THE_EVENING_OF_HALF,
    )
    with runtime.reading(PORTAL) as session:
        assert look(session, opened_at=THE_EVENING_OF_HALF - timedelta(seconds=1)) == []
        assert look(session, opened_at=THE_EVENING_OF_HALF) == [clock.id]


def test_neither_the_clocks_nor_the_complaints_are_read_through(runtime: Runtime) -> None:
    in_charge(runtime, 1)
    asked: list[tuple[str, Any]] = []

    def keep(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    with runtime.reading(PORTAL) as session:
        event.listen(runtime.database.reader, "before_cursor_execute", keep)
        opened_at = now = THE_EVENING_OF_HALF
        kept_clocks.clocks_to_look_at(session, runtime.features, "parks", opened_at, now)
        event.remove(runtime.database.reader, "before_cursor_execute", keep)
        connection = session.connection()
        plans = [
            [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", told)]
            for said, told in asked
        ]
    # Of the complaints in progress, and after their end of recommendations.
    *of_complaints, of_recommendations = plans
    assert len(of_complaints) == 1
    assert any("ix_recommendation_state" in step for step in of_recommendations)
    assert not any("SCAN" in step or "worklist" in step for step in of_recommendations)
    for plan in of_complaints:
        assert any("INDEX ix_complaint_" in step for step in plan), plan
        assert any("INDEX ix_clock_complaint_id" in step for step in plan), plan
        assert not any("SCAN" in step for step in plan), plan
