"""How much memory the C library keeps for a process that has freed it."""

from __future__ import annotations

import ctypes

_KILOBYTE = 1024
_MALLOC = {
    "M_TRIM_THRESHOLD": (-1, 1024 * _KILOBYTE),
    "M_MMAP_THRESHOLD": (-3, 1024 * _KILOBYTE),
    "M_ARENA_MAX": (-8, 1),
}
"""Numbers of glibc's malloc.h, and what is asked for."""


def keep_little_memory() -> None:
    """Let threads share one heap, and give back at once what was large, where the C library can.

    glibc keeps a heap for each of several threads, and from the first password that it checks
    (19 MB of work) it would keep 38 MB for the next. A megabyte stays at hand: asking the system
    anew for what each page takes cost a work list 140 page faults, a third of a millisecond.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        for number, value in _MALLOC.values():
            library.mallopt(number, value)
