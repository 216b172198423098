"""Whoever waits to write into a SQLite file has a turn, whatever another process does."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.db.group_commit import WriteLock

GREEDY = """
import sys, time
from pathlib import Path
from portal.db.group_commit import WriteLock
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
from portal.db.group_commit import WriteLock
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
