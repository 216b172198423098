"""A worker that is killed in the middle of a file loses nothing of it, and writes nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

import portal
from portal.features.long_exports import queries_contents
from portal.features.long_exports.actions_progress import Making
from portal.features.long_exports.rules import LEASE, State
from portal.gateways.file_store import FolderStore
from portal.runtime import Runtime
from tests.features.long_exports.asked import (
    asked,
    auditor,
    content,
    letters,
    lived,
    made,
    problems,
    seen,
)
from tests.support import FixedClock, on_both
from tests.support.keys import keep_keys

WORKER = """
import sys, time
from datetime import datetime
from portal.commands.opened import portal_opened
from portal.features.long_exports import actions_progress, queries_contents
queries_contents.SLICE, at = 1, sys.argv[1]
read, moved = actions_progress.next_part, actions_progress.Making._moved
def wait(where, job):
    if where == at and job.next_id == 3:
        print("there", flush=True)
        time.sleep(60)
def reading(session, keyring, job):
    wait("reading", job)
    return read(session, keyring, job)
def moving(making, session, job, *step):
    wait("keeping", job)
    return moved(making, session, job, *step)
actions_progress.next_part, actions_progress.Making._moved = reading, moving
with portal_opened() as runtime:
    making = actions_progress.Making(runtime)
    while making.go_on(datetime.fromisoformat(sys.argv[2])):
        pass
"""
"""A worker that stays where it is told to, at the third complaint."""


@contextmanager
def working(runtime: Runtime, at: str) -> Iterator[subprocess.Popen[str]]:
    config = runtime.config
    keep_keys(runtime.keyring, config.keys)
    environment = os.environ | {
        "PORTAL_DATA": str(config.data),
        "PORTAL_DATABASE": config.database,
        "PORTAL_AGENCIES": str(config.agencies),
        "PORTAL_LOG_LEVEL": "error",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, at, runtime.now().isoformat()],
        env=environment,
        cwd=Path(portal.__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
@pytest.mark.parametrize("at", ["reading", "keeping"])
@on_both
def test_killed_in_the_middle_another_goes_on_where_it_was(
    runtime: Runtime, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, at: str
):
    monkeypatch.setattr(queries_contents, "SLICE", 1)
    # Where the worker that is to be killed keeps its files.
    runtime.files = FolderStore(runtime.config.data / "files", runtime.keyring)
    lived(runtime, complaints=5)
    vera = auditor(runtime)
    number = asked(runtime, vera)
    with working(runtime, at) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n", process.communicate()[1]
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert seen(runtime, vera, number).progress.done == 2
    # Nobody knows yet that it is dead.
    assert Making(runtime).go_on(clock()) == 0
    clock.moment += LEASE + timedelta(seconds=1)
    # Three complaints are left, and the end: the two that were read are not read again.
    assert made(runtime) == 4
    told = seen(runtime, vera, number)
    assert (told.state, told.progress.done, told.progress.total) == (State.READY, 5, 5)
    packed = content(runtime, number)
    assert (problems(packed), told.size) == ([], len(packed))
    assert letters(runtime) == ["export_ready"]
    again = asked(runtime, auditor(runtime, "autre@exemple.org"))
    made(runtime)
    assert content(runtime, again) == packed
