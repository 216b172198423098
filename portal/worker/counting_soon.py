"""What happens is counted soon, however long the worker is busy with letters or rests."""

from __future__ import annotations

import time

from portal.domain.actor import PORTAL
from portal.jobs import tried
from portal.reporting import counting
from portal.reporting.counts.queries import counted_until
from portal.runtime import Runtime
from portal.worker.threads import Beside


class CountingSoon(Beside):
    """Counts what happened in a thread of its own, beside the worker's runs.

    Figures are 5 s old at most. It looks before it takes the turn of those who write: where nothing
    happened, nobody waits.
    """

    name = "counting"

    def __init__(self, runtime: Runtime) -> None:
        super().__init__()
        self._runtime = runtime

    def look(self) -> None:
        """Count what happened."""
        with self.at_it:
            tried("count soon", self._count_new, None)

    def _count_new(self) -> None:
        while self._runtime.read(PORTAL, counted_until) is not None:
            began = time.monotonic()
            # Where very much is to be counted, others have their turn as long as this took.
            if not count_for_reports(self._runtime) or self.is_over.wait(time.monotonic() - began):
                return


def count_for_reports(runtime: Runtime) -> int:
    """Add what happened lately to the counts of reports; return how many entries were read."""
    with runtime.transaction(PORTAL) as session:
        return counting.feed(session)
