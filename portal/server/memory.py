"""How little memory stays with a process that needed more for a while."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Callable

_FAILED = 1
_KILOBYTE = 1024
_MALLOC = {
    "M_TRIM_THRESHOLD": (-1, 1024 * _KILOBYTE),
    "M_MMAP_THRESHOLD": (-3, 1024 * _KILOBYTE),
    "M_ARENA_MAX": (-8, 1),
}
"""Numbers of glibc's malloc.h, and what is asked for."""
_GIVEN_BACK_EVERY = 5.0
"""Seconds: what was given back is taken again, which costs one page fault for each 4 KB."""


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


def give_memory_back() -> None:
    """Give every free page of the heap back to the system, where the C library can.

    What SQLite knew by heart, and forgot when somebody wrote, lies in the middle of the heap, where
    no threshold reaches it: 8 to 10 MB a process. It takes a millisecond or two.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(0)


class MemoryOfPages:
    """Gives memory back while pages are served, now and then, and once more when nobody comes."""

    def __init__(self) -> None:
        self._is_used, self._next = False, 0.0

    def look(self, connections: int) -> None:
        """Give memory back if somebody was there and it is time; `connections` are open now."""
        self._is_used |= connections > 0
        now = time.monotonic()
        if self._is_used and now >= self._next:
            give_memory_back()
            self._is_used, self._next = False, now + _GIVEN_BACK_EVERY


def status_apart(act: Callable[[], object]) -> int:
    """Do something in a process forked for it, and return its status: 0 where it was done.

    What it prints and logs is there as ever; an error is not told, and is the status 1.
    Before it no thread may have begun, and no connection be open.
    """
    return begun_apart(act)()


def begun_apart(act: Callable[[], object]) -> Callable[[], int]:
    """Begin something as `status_apart` does it; return what waits for its end, for its status."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if not child:
        _do_and_end(act)
    return lambda: os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _do_and_end(act: Callable[[], object]) -> None:
    status = _FAILED
    try:
        act()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else _FAILED
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Nothing that surrounds the work is ended by this process too.
        os._exit(status)
