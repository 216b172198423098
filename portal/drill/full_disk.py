"""No file takes another byte while people file."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

from portal.drill.drilling import (
    AFTER_ALL,
    Ground,
    all_typed,
    expect_not_ready,
    expect_refused,
    expect_sent,
)
from portal.drill.findings import Findings
from portal.drill.served import Served, serving, until


def fill_disk(ground: Ground, findings: Findings) -> None:
    """Let the processes of a portal that runs write no file, send, and let them write again.

    A disk need not be filled, nor mounted, for that: the system refuses them as it does there.
    """
    with serving(ground.copy) as served:
        filings = all_typed(served, ground)
        with _no_room_for(served):
            expect_refused(filings, findings)
            expect_not_ready(served, findings)
        until(served.is_ready)
        findings.note("It was ready again by itself once there was room.")
        expect_sent(AFTER_ALL, filings, findings)
    findings.compare(ground.copy, ground.before)


@contextmanager
def _no_room_for(served: Served) -> Iterator[None]:
    processes = [served.process.pid, *served.living()]
    before = [resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in processes]
    for pid, (_, most) in zip(processes, before, strict=True):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, most))
    try:
        yield
    finally:
        for pid, limits in zip(processes, before, strict=True):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
