"""Another program holds the database's write lock while people file."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from portal.drill.copies import DATABASE
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
