"""The worker as one part of a server."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence

from portal.runtime import Runtime
from portal.server.memory import give_memory_back
from portal.worker import Worker


class BackgroundWork:
    """Does the background work beside the pages, in a thread or a process of its own."""

    name = "worker"

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._stop = threading.Event()

    def run(self, listening: Sequence[socket.socket] = ()) -> None:
        """Work until told to stop; nobody is listened to.

        In a process of its own, which has something to close, it keeps no pages of the database
        while it rests; none of what it needed and freed stays with it anywhere.
        """
        for each in listening:
            each.close()
        before_rest = self._leave_all if listening else give_memory_back
        worker = Worker(self._runtime, beside_pages=True, before_rest=before_rest)
        worker.run_forever(self._stop)

    def _leave_all(self) -> None:
        self._runtime.database.let_pages_go()
        give_memory_back()

    def stop(self, _within: float = 0) -> None:
        """Stop after the run that was begun."""
        self._stop.set()
