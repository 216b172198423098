"""Counts are the same in every process that shares them, and none outlives its moment."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from portal.db.shared_counts import NEVER, SharedCounts

FORKING = """
import os, sys, threading
from pathlib import Path
from portal.db.shared_counts import NEVER, SharedCounts
counts = SharedCounts(Path(sys.argv[1]))
child = os.fork()
add = lambda: [counts.add("a", 0, NEVER) for _ in range(100)]
threads = [threading.Thread(target=add) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
if child:
    assert os.waitpid(child, 0)[1] == 0
    print(counts.count("a", 0))
"""
AT_ONCE = """
import os, sys, time
from pathlib import Path
from portal.db.shared_counts import NEVER, SharedCounts
for number in range(20):
    counts = SharedCounts(Path(sys.argv[1]) / f"{number}.sqlite")
    start = time.monotonic() + 0.02
    children = []
    for _ in range(4):
        children.append(os.fork())
        if not children[-1]:
            while time.monotonic() < start: pass
            counts.add("a", 0, NEVER)
            os._exit(0)
    for child in children: os.waitpid(child, 0)
    print(counts.count("a", 0), end=" ")
"""
NOON = 1_800_000_000.0
LATER = NOON + 900


@pytest.fixture(params=["one process", "several"])
def counts(request: pytest.FixtureRequest, tmp_path: Path) -> SharedCounts:
    return SharedCounts(tmp_path / "counts.sqlite" if request.param == "several" else None)


def test_each_key_is_counted_for_itself_until_its_moment(counts: SharedCounts):
    assert [counts.add("a", NOON, LATER) for _ in range(3)] == [1, 2, 3]
    assert counts.add("b", NOON, LATER, 5) == 5
    assert (counts.count("a", NOON), counts.until("a", NOON)) == (3, LATER)
    assert (counts.count("a", LATER), counts.until("a", LATER)) == (0, LATER)
    assert counts.add("a", LATER, LATER + 900) == 1
    counts.close()


def test_counting_again_does_not_put_its_end_off(counts: SharedCounts):
    counts.add("a", NOON, LATER)
    counts.add("a", NOON + 600, LATER + 600)
    assert counts.until("a", NOON + 600) == LATER
    counts.close()


def test_a_count_is_forgotten_alone_or_with_all(counts: SharedCounts):
    for key in ("a", "b", "c"):
        counts.add(key, NOON, NEVER)
    counts.forgive("a", (), NOON)
    assert [counts.count(key, LATER) for key in ("a", "b", "c")] == [0, 1, 1]
    assert counts.forget_all() == 2
    assert counts.count("b", NOON) == 0
    counts.close()


def test_the_oldest_are_forgotten_when_there_are_too_many():
    counts = SharedCounts(kept=100)
    for number in range(1000):
        counts.add(str(number), NOON, NEVER)
    assert [counts.count(str(number), NOON) for number in (0, 899, 900, 999)] == [0, 0, 1, 1]
    counts.close()


def test_what_was_counted_often_is_not_pushed_out_by_what_was_counted_once():
    counts = SharedCounts(kept=100)
    for _ in range(3):
        counts.add("guessed at", NOON, NEVER)
    for number in range(3000):
        counts.add(str(number), NOON, NEVER)
    assert counts.count("guessed at", NOON) == 3
    counts.close()


def test_what_is_taken_back_was_not_counted_and_never_less_than_nothing(counts: SharedCounts):
    counts.add("a", NOON, LATER)
    for _ in range(2):
        counts.take_back("a", NOON)
    assert counts.count("a", NOON) == 0
    assert counts.add("a", NOON, LATER) == 1
    counts.close()


def test_threads_and_forked_processes_miss_none_of_each_others_counts(tmp_path: Path):
    command = [sys.executable, "-c", FORKING, str(tmp_path / "counts.sqlite")]
    assert subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout == b"800\n"


def test_processes_that_open_the_file_at_the_same_moment_all_count_in_it(tmp_path: Path):
    command = [sys.executable, "-c", AT_ONCE, str(tmp_path)]
    counted = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    assert counted.split() == [b"4"] * 20


def test_what_is_counted_cannot_be_read_from_the_file(tmp_path: Path):
    counts = SharedCounts(tmp_path / "counts.sqlite")
    counts.add("10.1.2.3 2026-000001", NOON, LATER)
    counts.close()
    assert b"10.1.2.3" not in (tmp_path / "counts.sqlite").read_bytes()


def test_while_the_file_takes_no_counts_each_process_counts_by_itself(tmp_path: Path):
    folder = tmp_path / "gone"
    counts = SharedCounts(folder / "counts.sqlite")
    assert [counts.add("who", 0, 10) for _ in range(2)] == [1, 2]
    folder.mkdir()
    assert counts.add("who", 0, 10) == 1
    with closing(sqlite3.connect(folder / "counts.sqlite")) as full:
        full.execute("DROP TABLE counted")
    assert counts.add("who", 0, 10) == 3
