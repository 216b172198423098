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
