"""What features leave to the worker: each in its place, counted, and alone when it fails."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import pytest

from portal.complaints.every_feature import Features
from portal.complaints.features import Feature
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime
from portal.worker import Worker, threads
from tests.support import TUESDAY


def leaving(runtime: Runtime, *jobs: Job[Runtime]) -> Worker:
    runtime.features = Features((Feature(name="leaving", jobs=jobs),))
    return Worker(runtime)


def test_each_job_is_done_in_its_place(runtime: Runtime) -> None:
    done: list[Place] = []

    def noting(place: Place) -> Job[Runtime]:
        def note(_runtime: Runtime, _now: datetime) -> int:
            done.append(place)
            return 0

        return Job(place.name, place, each_run(note))

    leaving(runtime, *map(noting, reversed(Place))).run_once(TUESDAY)
    assert done == [place for place in Place if place is not Place.BESIDE]


def test_what_a_job_did_is_counted_by_its_name_and_a_failure_counts_nothing(
    runtime: Runtime,
) -> None:
    def failing(_runtime: Runtime, _now: datetime) -> int:
        raise RuntimeError("not today")

    done = leaving(
        runtime,
        Job("sort", Place.LAST, each_run(lambda *_: 3), counted="sorted"),
        Job("fold", Place.KEEPING_OUT, each_run(failing), counted="folded"),
        Job("look", Place.LAST, each_run(lambda *_: 9)),
    ).run_once(TUESDAY)
    assert done.counts == {"sorted": 3, "folded": 0}
    assert not done.more


def test_more_is_left_after_as_much_as_one_run_does(runtime: Runtime) -> None:
    left = iter([2, 1])
    job: Job[Runtime] = Job("move", Place.LAST, each_run(lambda *_: next(left)), at_once=2)
    worker = leaving(runtime, job)
    assert [worker.run_once(TUESDAY).more for _ in range(2)] == [True, False]


def test_a_job_begins_once_for_a_worker_and_may_remember(runtime: Runtime) -> None:
    begun: list[Runtime] = []

    def begin(running: Runtime) -> Callable[[datetime], int]:
        begun.append(running)
        runs: list[datetime] = []

        def act(now: datetime) -> int:
            runs.append(now)
            return len(runs)

        return act

    worker = leaving(runtime, Job("remember", Place.LAST, begin, counted="runs"))
    assert [worker.run_once(TUESDAY).counts["runs"] for _ in range(3)] == [1, 2, 3]
    assert begun == [runtime]


def test_what_takes_minutes_goes_on_beside_the_runs_and_ends_with_them(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "LOOKED_EVERY", 0.01)
    left, done, stop = [1, 1, 1], threading.Event(), threading.Event()

    def failing(_runtime: Runtime, _now: datetime) -> int:
        raise RuntimeError("not today")

    def step(_runtime: Runtime, _now: datetime) -> int:
        if not left:
            done.set()
        return left.pop() if left else 0

    jobs = (Job("fail", Place.BESIDE, each_run(failing)), Job("do", Place.BESIDE, each_run(step)))
    worker = leaving(runtime, *jobs)
    thread = threading.Thread(target=worker.run_forever, args=(stop,))
    thread.start()
    assert done.wait(20)
    stop.set()
    thread.join(20)
    assert (thread.is_alive(), left) == (False, [])
