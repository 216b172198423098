"""What takes minutes is done beside the worker's runs, step by step: no letter waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from portal.jobs import Place, tried
from portal.runtime import Runtime

LOOKED_EVERY = 2.0
"""After how many seconds it is looked whether anything was asked for."""


class BesideRuns:
    """Does the jobs that have no place in a run, in a thread of its own.

    After each step it rests as long as that took: pages and letters have their turn.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        jobs = (job for job in runtime.features.jobs if job.place is Place.BESIDE)
        self._begun = [(job.what, job.begin(runtime)) for job in jobs]
        self._is_over = threading.Event()
        self._at_it = threading.Lock()

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Do them while the block runs; at its end, the step that was begun is ended first."""
        thread = threading.Thread(target=self._do_on, name="beside", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._is_over.set()
            thread.join()

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Let no step be begun while the block runs: it lets connections go."""
        with self._at_it:
            yield

    def step(self) -> int:
        """Do the next step of each job; return how many were done."""
        now = self._runtime.now()
        with self._at_it:
            return sum(tried(what, partial(act, now), 0) for what, act in self._begun)

    def _do_on(self) -> None:
        while not self._is_over.wait(LOOKED_EVERY):
            began = time.monotonic()
            while self.step() and not self._is_over.wait(time.monotonic() - began):
                began = time.monotonic()
