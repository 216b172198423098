"""Work in a process of its own, so that none of the memory that it needs stays behind."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

_FAILED = 1


def status_apart(act: Callable[[], object]) -> int:
    """Do something in a process forked for it, and return its status: 0 where it was done.

    What it prints and logs is there as ever; an error is not told, and is the status 1.
    Before it no thread may have begun, and no connection be open.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if not child:
        _do_and_end(act)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


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
