"""What happens is in the figures within five seconds, whatever the worker is busy with."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from portal.complaints.letters.outcomes import SentCount
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from portal.worker import WorkDone, Worker, threads
from portal.worker.due_clocks import ClocksRun
from tests.reporting.counted import measures
from tests.support import file, on_both

WITHIN = 5.0
RECEIVED = "parks 2026-11 received 0"


@contextmanager
def at_work(*workers: Worker) -> Iterator[None]:
    stop = threading.Event()
    threads = [threading.Thread(target=worker.run_forever, args=(stop,)) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def received(runtime: Runtime) -> int:
    with runtime.reading(PORTAL) as session:
        return measures(session).get(RECEIVED, 0)


def seconds_until(is_so: Callable[[], bool]) -> float:
    began = time.monotonic()
    while not is_so() and time.monotonic() - began < 2 * WITHIN:
        time.sleep(0.02)
    return time.monotonic() - began


@on_both
def test_two_workers_that_rest_or_are_busy_count_what_happens_within_five_seconds_and_once(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    file(runtime, email="un@exemple.org")  # while no worker ran
    busy = threading.Event()

    def busy_with_letters(_worker: Worker, _now: object) -> WorkDone:
        busy.wait(3 * WITHIN)
        return WorkDone(ClocksRun(), SentCount(), drafts_erased=0)

    monkeypatch.setattr(Worker, "run_once", busy_with_letters)
    monkeypatch.setattr(threads, "LOOKED_EVERY", 0.2)
    with at_work(Worker(runtime), Worker(runtime)):
        try:
            assert seconds_until(lambda: received(runtime) == 1) < WITHIN
            file(runtime)
            assert seconds_until(lambda: received(runtime) == 2) < WITHIN
            time.sleep(0.5)
            assert received(runtime) == 2
        finally:
            busy.set()
