"""What happens is counted soon, however long the worker is busy with letters or rests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from portal.domain.actor import PORTAL
from portal.jobs import tried
from portal.reporting import counting
from portal.reporting.counts.queries import counted_until
from portal.runtime import Runtime

LOOKED_EVERY = 2.0
"""After how many seconds it is looked whether anything happened: figures are 5 s old at most."""


class CountingSoon:
    """Counts what happened in a thread of its own, beside the worker's runs.

    It looks before it takes the turn of those who write: where nothing happened, nobody waits.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._is_over = threading.Event()
        self._at_it = threading.Lock()

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Count while the block runs; at its end, what was begun is ended first."""
        thread = threading.Thread(target=self._count_on, name="counting", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._is_over.set()
            thread.join()

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Let nothing be counted while the block runs: it lets connections go."""
        with self._at_it:
            yield

    def _count_on(self) -> None:
        while not self._is_over.wait(LOOKED_EVERY):
            with self._at_it:
                tried("count soon", self._count_new, None)

    def _count_new(self) -> None:
        while self._runtime.read(PORTAL, counted_until) is not None:
            began = time.monotonic()
            # Where very much is to be counted, others have their turn as long as this took.
            if not count_for_reports(self._runtime) or self._is_over.wait(time.monotonic() - began):
                return


def count_for_reports(runtime: Runtime) -> int:
    """Add what happened lately to the counts of reports; return how many entries were read."""
    with runtime.transaction(PORTAL) as session:
        return counting.feed(session)
