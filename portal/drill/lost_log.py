"""A portal is killed, and the log of its database is taken away before it starts again."""

from __future__ import annotations

import os
import signal

from portal.drill.copies import DATABASE
from portal.drill.drilling import Ground, all_typed, expect_no_start, expect_sent
from portal.drill.findings import Findings
from portal.drill.served import Served, serving


def lose_log(ground: Ground, findings: Findings) -> None:
    """File, kill every process, and start without the log; then put that back, and start.

    Without it the file is whole, and older: what was acknowledged last stands in the log alone.
    """
    data = ground.copy.data
    with serving(ground.copy) as served:
        expect_sent("Before it was killed", all_typed(served, ground), findings)
        _kill_all(served)
    log, aside = data / f"{DATABASE}-wal", data / "log"
    log.rename(aside)
    (data / f"{DATABASE}-shm").unlink()
    expect_no_start(ground.copy, findings, "no log", says="db accept-older")
    for made in data.glob(f"{DATABASE}-*"):
        made.unlink()
    aside.rename(log)
    with serving(ground.copy):
        findings.note("With its log it started.")
    findings.compare(ground.copy, ground.before)


def _kill_all(served: Served) -> None:
    # It was started as the first of a group of its own.
    os.killpg(served.process.pid, signal.SIGKILL)
    served.process.wait()
