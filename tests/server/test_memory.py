"""Threads take memory from one heap, so that none keeps what it once needed."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from portal.server import memory

TAKING = """
import runpy, sys, threading

if sys.argv[1] == "shared":
    runpy.run_path(sys.argv[2])["keep_little_memory"]()
all_there = threading.Barrier(9)

def take():
    taken = bytearray(100_000)
    all_there.wait()
    all_there.wait()

threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads:
    thread.start()
all_there.wait()
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmSize")))
all_there.wait()
"""
A_HEAP = 64 * 1024
"""Kilobytes of addresses that the GNU library sets apart for each heap."""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="another C library")
def test_eight_threads_take_no_heaps_of_their_own():
    apart, shared = (
        int(subprocess.check_output([sys.executable, "-c", TAKING, how, memory.__file__]))
        for how in ("apart", "shared")
    )
    assert apart - shared > 6 * A_HEAP


IN_THE_MIDDLE = """
import runpy, sys

memory = runpy.run_path(sys.argv[1])
memory["keep_little_memory"]()
taken = [bytearray(8_000) for _ in range(4_000)]
last = bytearray(8_000)

def resident():
    return int(next(line.split()[1] for line in open("/proc/self/status") if "VmRSS" in line))

del taken
before = resident()
memory["give_memory_back"]()
print(before - resident())
"""
FREED = 4_000 * 8_000 // 1024
"""Kilobytes that the script frees, with something behind them that is still used."""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="another C library")
def test_what_is_free_in_the_middle_of_the_heap_goes_back():
    given = subprocess.check_output([sys.executable, "-c", IN_THE_MIDDLE, memory.__file__])
    assert int(given) > FREED * 0.9


@pytest.mark.parametrize(
    ("looks", "given"),
    [
        ([(0, 0), (60, 0)], []),  # nobody ever came
        ([(0, 1), (1, 1), (2, 1), (5, 1), (9, 1), (10, 1)], [0, 5, 10]),
        ([(0, 1), (1, 1), (2, 0), (5, 0), (60, 0)], [0, 5]),  # they came, and all have gone
    ],
)
def test_memory_is_given_back_now_and_then_and_once_more_when_all_have_gone(
    monkeypatch: pytest.MonkeyPatch, looks: list[tuple[int, int]], given: list[int]
):
    now, done, pages = [0.0], [], memory.MemoryOfPages()
    monkeypatch.setattr(memory.time, "monotonic", lambda: 100.0 + now[0])
    monkeypatch.setattr(memory, "give_memory_back", lambda: done.append(now[0]))
    for now[0], connections in looks:
        pages.look(connections)
    assert done == given
