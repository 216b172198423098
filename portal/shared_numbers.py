"""Numbers in memory that a process shares with those it forks."""

from __future__ import annotations

import mmap

_BYTES = 8


def shared_numbers(how_many: int) -> memoryview:
    """Return so many numbers, 0 at first, which every process forked from now on sees and sets.

    Setting one is whole; adding to one is not, where two processes may add.
    """
    return memoryview(mmap.mmap(-1, how_many * _BYTES)).cast("q")
