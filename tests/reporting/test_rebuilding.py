"""Counting all anew while the portal runs: it goes on where it was, and nobody waits for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from portal.complaints.handling import casework
from portal.complaints.records.message import HistoryEntryRecord, ReportCountRecord
from portal.db.alone import NotAloneError, alone
from portal.domain.actor import PORTAL
from portal.reporting import counting, recounting
from portal.reporting.recounting import OvertakenError, Step
from portal.runtime import Runtime
from tests.reporting.counted import cube, fed
from tests.support import file, officer, on_both
from tests.support.keys import keep_keys

RECEIVED = "parks 2026-11 received 0"


@pytest.fixture(autouse=True)
def one_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "AT_ONCE", 1)


def do(runtime: Runtime, act: Any, *args: Any) -> Any:
    with runtime.transaction(PORTAL) as session:
        return act(session, *args)


def count_next(runtime: Runtime) -> bool:
    part = runtime.read(PORTAL, recounting.next_slice, dict[int, ZoneInfo]())
    if part is not None:
        do(runtime, recounting.keep_slice, part)
    return part is not None


def to_the_end(runtime: Runtime) -> None:
    while do(runtime, recounting.begin_or_go_on) is Step.CLEARING:
        pass
    while count_next(runtime):
        pass
    for step, goes_on in (
        (recounting.add_up_some, True),
        (recounting.put_in_place, False),
        (recounting.clear_before, True),
    ):
        while do(runtime, step) is goes_on:
            pass


def answered(runtime: Runtime, name: str) -> None:
    number = file(runtime, email=f"{name}@exemple.org").number
    runtime.change(officer(), number, partial(casework.answer, body="Voici."))


def shown(runtime: Runtime) -> dict[Any, int]:
    with runtime.transaction() as session:
        return cube(session)


def from_scratch(runtime: Runtime) -> dict[Any, int]:
    with runtime.transaction() as session:
        counting.rebuild(session)
        return cube(session)


@on_both
def test_ended_in_the_middle_it_goes_on_and_readers_see_what_was_before_until_the_end(
    runtime: Runtime,
):
    for name in ("un", "deux", "trois"):
        answered(runtime, name)
    before = fed(runtime)
    counts = shown(runtime)
    do(runtime, recounting.begin_or_go_on)
    assert count_next(runtime)
    # It was ended here. What happens meanwhile is counted where people read it …
    answered(runtime, "quatre")
    assert fed(runtime)[RECEIVED] == before[RECEIVED] + 1
    now = shown(runtime)
    assert now != counts
    # … and another one goes on: two complaints are left, not three.
    do(runtime, recounting.begin_or_go_on)
    assert count_next(runtime)
    answered(runtime, "cinq")
    assert count_next(runtime)
    assert not count_next(runtime)
    assert shown(runtime) == now
    to_the_end(runtime)
    assert shown(runtime) == now
    assert fed(runtime)[RECEIVED] == 5
    assert shown(runtime) == from_scratch(runtime)
    with runtime.reading(PORTAL) as session:
        assert recounting.recount_of(session) is None
        generations = select(func.count(ReportCountRecord.generation.distinct()))
        assert session.scalar(generations) == 1


@on_both
def test_two_at_once_count_nothing_twice(runtime: Runtime):
    for name in ("un", "deux"):
        answered(runtime, name)
    do(runtime, recounting.begin_or_go_on)
    part = runtime.read(PORTAL, recounting.next_slice, dict[int, ZoneInfo]())
    assert part is not None
    do(runtime, recounting.keep_slice, part)
    with pytest.raises(OvertakenError):
        do(runtime, recounting.keep_slice, part)
    with (
        alone(runtime.database, "recount"),
        pytest.raises(NotAloneError),
        alone(runtime.database, "recount"),
    ):
        pass
    with alone(runtime.database, "recount"):
        to_the_end(runtime)
    assert shown(runtime) == from_scratch(runtime)


def test_what_another_version_of_the_figures_began_begins_again(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    answered(runtime, "un")
    do(runtime, recounting.begin_or_go_on)
    count_next(runtime)
    monkeypatch.setattr(recounting, "VERSION", "another")
    while do(runtime, recounting.begin_or_go_on) is Step.CLEARING:
        pass
    assert count_next(runtime)
    to_the_end(runtime)
    assert fed(runtime)[RECEIVED] == 1


@on_both
def test_an_entry_that_comes_in_late_is_counted(runtime: Runtime, backend: str):
    """Whoever took a lower id is waited for; on SQLite nobody can, for one writes at a time."""
    if backend == "sqlite":
        pytest.skip("one writer at a time")
    number = file(runtime, email="un@exemple.org").number
    assert fed(runtime)[RECEIVED] == 1
    with runtime.transaction() as late:
        complaint = late.scalar(select(func.max(HistoryEntryRecord.complaint_id)))
        assert complaint is not None
        taken = late.connection().exec_driver_sql(
            "SELECT nextval(pg_get_serial_sequence('history_entry', 'id'))"
        )
        assert taken.scalar()
        runtime.change(officer(), number, partial(casework.answer, body="Voici."))
        counting_all = Thread(target=lambda: fed(runtime))
        counting_all.start()
        time.sleep(0.2)
        assert counting_all.is_alive()
        late.rollback()
    counting_all.join(timeout=10)
    assert "parks 2026-11 answered 0" in fed(runtime)


@contextmanager
def rebuilding(runtime: Runtime) -> Iterator[subprocess.Popen[bytes]]:
    """Count anew in a process of its own, which is slow at the fourth complaint."""
    config = runtime.config
    keep_keys(runtime.keyring, config.keys)
    environment = os.environ | {
        "PORTAL_DATA": str(config.data),
        "PORTAL_DATABASE": config.database,
        "PORTAL_AGENCIES": str(config.agencies),
        "PORTAL_LOG_LEVEL": "error",
    }
    slowly = (
        "import time; from portal.reporting import recounting; from portal.cli import main;"
        "recounting.AT_ONCE = 1; begun, counted = recounting.recount_of, recounting.next_slice;"
        "recounting.next_slice = lambda session, known:"
        " time.sleep(60 if begun(session).next == 4 else 0) or counted(session, known);"
        "main(['reports', 'rebuild'])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", slowly],
        env=environment,
        cwd=Path(counting.__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def next_one(runtime: Runtime) -> int:
    with runtime.reading(PORTAL) as session:
        recount = recounting.recount_of(session)
        return recount.next if recount else 0


@pytest.mark.slow
@on_both
def test_killed_in_the_middle_it_goes_on_where_it_was_while_people_write(runtime: Runtime):
    for rank in range(8):
        answered(runtime, f"p{rank}")
    with rebuilding(runtime) as process:
        until = time.monotonic() + 60
        while next_one(runtime) < 4:
            assert process.poll() is None, process.communicate()[1].decode()
            assert time.monotonic() < until
            time.sleep(0.02)
        # Nobody waits for it.
        began = time.monotonic()
        answered(runtime, "meanwhile")
        assert time.monotonic() - began < 2
        with pytest.raises(NotAloneError), alone(runtime.database, "recount"):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
    reached = next_one(runtime)
    assert reached == 4
    with alone(runtime.database, "recount"):
        do(runtime, recounting.begin_or_go_on)
        assert next_one(runtime) == reached
        to_the_end(runtime)
    assert fed(runtime)[RECEIVED] == 9
    assert shown(runtime) == from_scratch(runtime)
