"""The worker as one part of a server."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence

from portal.runtime import Runtime
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
        while it rests.
        """
        for each in listening:
            each.close()
        before_rest = self._runtime.database.let_pages_go if listening else None
        worker = Worker(self._runtime, beside_pages=True, before_rest=before_rest)
        worker.run_forever(self._stop)

    def stop(self, _within: float = 0) -> None:
        """Stop after the run that was begun."""
        self._stop.set()
