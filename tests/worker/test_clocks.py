"""Clocks that ran out are acted upon once, whoever comes by and whatever fails."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from portal import worker
from portal.complaints.dates import running_clocks
from portal.complaints.records.complaint import ComplaintRecord, EscalationRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.domain.actor import PORTAL
from portal.domain.time.clock import ClockKind
from portal.runtime import Runtime, build_runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import staffed
from tests.support import TUESDAY, RecordingMailer, file, on_both

LATE = TUESDAY + timedelta(days=60)
TABLES_OF_STAFF = ("FROM absence", "JOIN membership", "FROM user_account")


def level_of(runtime: Runtime, number: str) -> int:
    with runtime.reading(PORTAL) as session:
        found = session.scalar(
            select(ComplaintRecord.level).where(ComplaintRecord.number == number)
        )
    assert found is not None
    return found


def escalations(runtime: Runtime) -> int:
    with runtime.reading(PORTAL) as session:
        return session.scalar(select(func.count()).select_from(EscalationRecord)) or 0


def answers_acted_upon(done: worker.ClocksRun) -> int:
    return sum(clock.kind is ClockKind.ANSWER for clock in done.acted)


@on_both
def test_a_late_complaint_climbs_one_step_a_run(runtime: Runtime) -> None:
    number = file(runtime).number
    assert level_of(runtime, number) == 1
    assert answers_acted_upon(run_clocks(runtime, LATE)) == 1
    assert level_of(runtime, number) == 2
    assert run_clocks(runtime, LATE).acted == ()
    assert level_of(runtime, number) == 2


def test_a_complaint_in_time_stays_where_it_is(runtime: Runtime) -> None:
    number = file(runtime).number
    assert run_clocks(runtime, TUESDAY + timedelta(hours=1)).acted == ()
    assert level_of(runtime, number) == 1


@on_both
def test_two_workers_at_once_climb_one_step(runtime: Runtime) -> None:
    numbers = [file(runtime).number for _ in range(4)]
    other = build_runtime(
        runtime.config,
        runtime.keyring,
        RecordingMailer(),
        runtime.files,
        runtime.features,
        runtime.now,
    )
    together = threading.Barrier(2)

    def work(one: Runtime) -> worker.ClocksRun:
        together.wait()
        return run_clocks(one, LATE)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(work, (runtime, other))
    other.database.close()
    assert first.failed == second.failed == ()
    assert answers_acted_upon(first) + answers_acted_upon(second) == len(numbers)
    assert [level_of(runtime, number) for number in numbers] == [2, 2, 2, 2]
    assert escalations(runtime) == len(numbers)


def test_one_failure_stays_one_failure(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = file(runtime).number, file(runtime).number
    act = running_clocks.act_if_run_out

    def act_or_fail(work: Any, complaint: ComplaintRecord, clock_id: int) -> bool:
        if complaint.number == broken:
            raise RuntimeError("cannot climb")
        return act(work, complaint, clock_id)

    monkeypatch.setattr(running_clocks, "act_if_run_out", act_or_fail)
    done = run_clocks(runtime, LATE)
    assert {clock.number for clock in done.failed} == {broken}
    assert {clock.number for clock in done.acted} == {sound}
    assert (level_of(runtime, broken), level_of(runtime, sound)) == (1, 2)


def test_a_run_at_a_given_moment_is_written_down_at_that_moment(runtime: Runtime) -> None:
    file(runtime)
    run_clocks(runtime, LATE)
    with runtime.reading(PORTAL) as session:
        moments = session.scalars(
            select(HistoryEntryRecord.at).where(HistoryEntryRecord.kind == "escalated")
        ).all()
    assert moments == [LATE]


@on_both
def test_what_a_failed_step_had_written_is_undone_and_the_others_stay(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = file(runtime).number, file(runtime).number
    act = running_clocks.act_if_run_out

    def fail_afterwards(work: Any, complaint: ComplaintRecord, clock_id: int) -> bool:
        done = act(work, complaint, clock_id)
        work.session.flush()
        if complaint.number == broken:
            raise RuntimeError("the last statement failed")
        return done

    with monkeypatch.context() as patched:
        patched.setattr(running_clocks, "act_if_run_out", fail_afterwards)
        run_clocks(runtime, LATE)
    assert (level_of(runtime, broken), level_of(runtime, sound)) == (1, 2)
    assert escalations(runtime) == 1
    assert {clock.number for clock in run_clocks(runtime, LATE).acted} == {broken}
    assert level_of(runtime, broken) == 2


def test_a_complaint_that_somebody_changes_meanwhile_is_taken_at_the_end(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed, other = file(runtime).number, file(runtime).number
    advise = runtime._advised

    def change_after_advice(*asked: Any) -> Any:
        advised = advise(*asked)
        monkeypatch.setattr(runtime, "_advised", advise)
        with runtime.transaction() as session:
            found = session.scalars(
                select(ComplaintRecord).where(ComplaintRecord.number == changed)
            ).one()
            found.version += 1
        return advised

    monkeypatch.setattr(runtime, "_advised", change_after_advice)
    done = run_clocks(runtime, LATE)
    assert done.failed == ()
    assert [level_of(runtime, number) for number in (changed, other)] == [2, 2]


def test_each_clock_of_a_complaint_has_its_turn(runtime: Runtime) -> None:
    number = file(runtime).number
    kinds = [clock.kind for clock in run_clocks(runtime, LATE).acted if clock.number == number]
    assert kinds == [ClockKind.FIRST_CONTACT, ClockKind.ANSWER]


def test_who_works_for_an_agency_is_looked_up_once_for_clocks_that_share_a_commit(
    runtime: Runtime,
) -> None:
    staffed(runtime)
    asked: list[str] = []
    event.listen(runtime.database.writer, "before_cursor_execute", lambda *t: asked.append(t[2]))
    counts = []
    for complaints in (1, 10):
        for _ in range(complaints):
            file(runtime)
        asked.clear()
        assert answers_acted_upon(run_clocks(runtime, LATE)) == complaints
        counts.append([sum(table in one for one in asked) for table in TABLES_OF_STAFF])
    assert counts[0] == counts[1]
    assert min(counts[0]) > 0


def test_clocks_that_run_out_together_share_commits(runtime: Runtime) -> None:
    for _ in range(30):
        file(runtime)
    commits: list[object] = []
    event.listen(runtime.database.writer, "commit", commits.append)
    assert answers_acted_upon(run_clocks(runtime, LATE)) == 30
    assert len(commits) == 4


# SQLite writes row by row: it has no round trips to save.
@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_batch_takes_as_many_statements_for_many_complaints_as_for_few(runtime: Runtime) -> None:
    staffed(runtime)
    begun: list[str] = []
    event.listen(runtime.database.writer, "before_cursor_execute", lambda *t: begun.append(t[2]))
    counts = []
    for complaints in (2, 20):
        for _ in range(complaints):
            file(runtime)
        begun.clear()
        assert answers_acted_upon(run_clocks(runtime, LATE)) == complaints
        counts.append(Counter(" ".join(one.split()[:3]) for one in begun))
    assert counts[0] == counts[1]
