"""What takes minutes is done beside the worker's runs, step by step: no letter waits for it."""

from __future__ import annotations

import time
from functools import partial

from portal.jobs import Place, tried
from portal.runtime import Runtime
from portal.worker.threads import Beside


class BesideRuns(Beside):
    """Does the jobs that have no place in a run, in a thread of its own.

    After each step it rests as long as that took: pages and letters have their turn.
    """

    name = "beside"

    def __init__(self, runtime: Runtime) -> None:
        super().__init__()
        self._runtime = runtime
        jobs = (job for job in runtime.features.jobs if job.place is Place.BESIDE)
        self._begun = [(job.what, job.begin(runtime)) for job in jobs]

    def step(self) -> int:
        """Do the next step of each job; return how many were done."""
        now = self._runtime.now()
        with self.at_it:
            return sum(tried(what, partial(act, now), 0) for what, act in self._begun)

    def look(self) -> None:
        """Do steps for as long as there are any."""
        began = time.monotonic()
        while self.step() and not self.is_over.wait(time.monotonic() - began):
            began = time.monotonic()
