"""The file of the database is removed while people file."""

from __future__ import annotations

import shutil

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
from portal.drill.served import serving, until


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
