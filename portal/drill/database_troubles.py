"""A full disk, a lost file or a writer that does not end, while people file."""

from __future__ import annotations

import resource
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

from portal.drill.copies import DATABASE, back_up
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

_READ_WITHIN = 1.0
_READ = 20


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


def lose_database(ground: Ground, findings: Findings) -> None:
    """Remove the database under a portal that runs, send, and put a backup in its place."""
    data = ground.copy.data
    backup = data / "backup.sqlite"
    with serving(ground.copy) as served:
        filings = all_typed(served, ground)
        back_up(data / DATABASE, backup)
        for file in data.glob(f"{DATABASE}*"):
            file.unlink()
        expect_refused(filings, findings)
        expect_not_ready(served, findings)
        shutil.copy(backup, data / DATABASE)
        until(served.is_ready)
        findings.note("It was ready again by itself once a backup stood in its place.")
        expect_sent(AFTER_ALL, filings, findings)
    findings.compare(ground.copy, ground.before)


def stick_writer(ground: Ground, findings: Findings) -> None:
    """Begin a change of the database and do not end it; send, and read meanwhile; end it."""
    path = ground.copy.data / DATABASE
    with serving(ground.copy) as served:
        filings = all_typed(served, ground)
        with (
            closing(sqlite3.connect(path, isolation_level=None)) as other,
            ThreadPoolExecutor(1) as reader,
        ):
            other.execute("BEGIN IMMEDIATE")
            reading = reader.submit(_slowest_reading, served)
            expect_refused(filings, findings)
            slowest = reading.result()
            expect_not_ready(served, findings)
            other.execute("ROLLBACK")
        findings.expect(
            so=slowest < _READ_WITHIN,
            held=f"Who only read was answered meanwhile, within {slowest:.2f} s.",
            broken=f"Who only read waited up to {slowest:.2f} s.",
        )
        until(served.is_ready)
        expect_sent(AFTER_ALL, filings, findings)
    findings.compare(ground.copy, ground.before)


def _slowest_reading(served: Served) -> float:
    """Return how long the slowest of some pages took, infinity if one was not answered."""
    pages = [served.page("/fr/suivi") for _ in range(_READ)]
    answered = all(page.status == 200 for page in pages)
    return max(page.seconds for page in pages) if answered else float("inf")
