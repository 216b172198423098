"""A thread beside the worker's runs: begun, let stand still while connections go, and ended."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LOOKED_EVERY = 2.0
"""After how many seconds it is looked whether there is anything to do."""


class Beside:
    """Does something again and again in a thread of its own, called `name`."""

    name: str

    def __init__(self) -> None:
        self.is_over = threading.Event()
        self.at_it = threading.Lock()

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Do it while the block runs; at its end, what was begun is ended first."""
        thread = threading.Thread(target=self._go_on, name=self.name, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.is_over.set()
            thread.join()

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Let nothing be begun while the block runs: it lets connections go."""
        with self.at_it:
            yield

    def look(self) -> None:
        """Do what there is to do by now."""
        raise NotImplementedError

    def _go_on(self) -> None:
        while not self.is_over.wait(LOOKED_EVERY):
            self.look()
