"""Whoever waits to write into a SQLite file has a turn, whatever another process does."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.db import write_lock
from portal.db.write_lock import WriteLock
from portal.domain.troubles import DataBusyError

GREEDY = """
import sys, time
from pathlib import Path
from portal.db.write_lock import WriteLock
turn = WriteLock(Path(sys.argv[1]))
print("ready", flush=True)
until = time.monotonic() + 60
while time.monotonic() < until:
    with turn:
        time.sleep(0.02)
    time.sleep(0.001)
"""
HOLDING = """
import sys, time
from pathlib import Path
from portal.db.write_lock import WriteLock
with WriteLock(Path(sys.argv[1])):
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "portal.sqlite"


@contextmanager
def process(program: str, database: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", program, str(database)]
    other = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        yield other
    finally:
        other.kill()
        other.communicate()


def test_one_thread_has_the_turn_at_a_time(database: Path) -> None:
    turn, inside, most = WriteLock(database), 0, 0

    def write() -> None:
        nonlocal inside, most
        for _ in range(50):
            with turn:
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turn.close()
    assert most == 1


def test_a_process_that_writes_again_and_again_leaves_turns_to_another(database: Path) -> None:
    turn = WriteLock(database)
    with process(GREEDY, database) as greedy:
        for _ in range(20):
            with turn:
                pass
        assert greedy.poll() is None
    turn.close()


def test_the_turn_of_a_process_that_is_killed_is_given_back(database: Path) -> None:
    turn = WriteLock(database)
    with process(HOLDING, database) as holding:
        holding.kill()
        with turn:
            pass
    turn.close()


def test_an_error_gives_the_turn_back(database: Path) -> None:
    turn = WriteLock(database)
    with pytest.raises(ValueError, match="not written"), turn:
        raise ValueError("not written")
    with turn:
        pass
    turn.close()


def waits(turn: WriteLock, within: float) -> float:
    """Return how long somebody waits who does not get the turn."""
    began = time.monotonic()
    with pytest.raises(DataBusyError):
        turn.take(within)
    return time.monotonic() - began


def test_nobody_waits_longer_than_they_like_for_another_thread(database: Path) -> None:
    turn = WriteLock(database)
    with turn:
        assert 0.1 <= waits(turn, 0.1) < 1
    with turn:
        pass
    turn.close()


def test_nobody_waits_longer_than_they_like_for_another_process(database: Path) -> None:
    turn = WriteLock(database)
    with process(HOLDING, database) as holding:
        assert 0.1 <= waits(turn, 0.1) < 1
        assert 0.1 <= waits(turn, 0.1) < 1
        holding.kill()
        turn.take(20)
        turn.give_back()
    turn.close()


def test_a_turn_that_comes_too_late_is_given_back(database: Path) -> None:
    turn, another = WriteLock(database), WriteLock(database)
    with another:
        waits(turn, 0.05)
    another.take(20)
    another.give_back()
    turn.take(20)
    turn.give_back()


def test_where_a_turn_does_not_end_a_few_go_on_waiting_and_the_others_need_not(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_lock, "_SOON", 0.1)
    turn = WriteLock(database, patient_at_most=2)
    with turn, ThreadPoolExecutor(6) as pool:
        waited = sorted(pool.map(lambda _: waits(turn, 1.0), range(6)))
        assert [wait >= 1 for wait in waited] == [False] * 4 + [True] * 2
        patient = [pool.submit(waits, turn, 1.0) for _ in range(2)]
        time.sleep(0.3)
        assert waits(turn, 1.0) < 0.05
        assert all(each.result() >= 1 for each in patient)
    turn.close()


def test_a_file_that_was_removed_is_not_what_processes_share(database: Path) -> None:
    turn = WriteLock(database)
    with turn:
        database.with_name("portal.sqlite.turn").unlink()
    turn.open_anew()
    with process(HOLDING, database):
        waits(turn, 0.1)
