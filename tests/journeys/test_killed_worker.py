"""A worker is killed in the middle of its work: nothing is lost, and nothing happens twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.app import open_portal
from portal.complaints.proof.stored import verify_database
from portal.complaints.records.complaint import ComplaintRecord, EscalationRecord
from portal.config import Config
from portal.domain.actor import PORTAL
from portal.keyring import Keyring
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.support import file, on_both
from tests.support.agencies import AGENCIES
from tests.support.keys import keep_keys

COMPLAINTS = 120
ROOT = Path(__file__).parents[2]


@pytest.fixture
def runtime(database_url: str, keyring: Keyring, tmp_path: Path) -> Iterator[Runtime]:
    """A portal on the same database and with the same keys as the worker that is killed."""
    config = Config(
        data=tmp_path / "data", database=database_url, agencies=AGENCIES, flood_limits=False
    )
    keep_keys(keyring, config.keys)
    running = open_portal(config)
    yield running
    running.database.close()


def climbed(runtime: Runtime) -> int:
    with runtime.reading(PORTAL) as session:
        return session.scalar(select(func.count()).where(ComplaintRecord.level == 2)) or 0


@on_both
def test_every_complaint_climbs_once_although_a_worker_was_killed(runtime: Runtime) -> None:
    for _ in range(COMPLAINTS):
        file(runtime)
    late = runtime.now() + timedelta(days=60)
    kill_in_the_middle(runtime, late.isoformat())
    before = climbed(runtime)
    run_clocks(runtime, late)
    assert before < COMPLAINTS
    assert climbed(runtime) == COMPLAINTS
    with runtime.reading(PORTAL) as session:
        steps = session.scalar(select(func.count()).select_from(EscalationRecord))
        verified = verify_database(session, runtime.keyring)
    assert steps == COMPLAINTS
    assert verified.broken is None


def kill_in_the_middle(runtime: Runtime, moment: str) -> None:
    """Run the clocks in another process, and kill it once some complaints have climbed."""
    config = runtime.config
    told = {
        "PORTAL_DATA": str(config.data),
        "PORTAL_DATABASE": config.database,
        "PORTAL_AGENCIES": str(AGENCIES),
        "PORTAL_LOG_LEVEL": "error",
    }
    command = [sys.executable, "-m", "portal.cli", "clocks", "run", "--at", moment]
    worker = subprocess.Popen(command, cwd=ROOT, env=os.environ | told)
    until = time.monotonic() + 60
    while not climbed(runtime) and worker.poll() is None and time.monotonic() < until:
        time.sleep(0.001)
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=30)
