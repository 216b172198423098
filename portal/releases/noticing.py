"""How a process sees what it, and every other, put in force or wrote."""

from __future__ import annotations

import threading
import time

from portal.agencies.registry import Registry
from portal.complaints.every_feature import Features
from portal.db.engine import Database
from portal.releases.queries import Marks, marks_now
from portal.shared_numbers import shared_numbers

_NOTICED_WITHIN = 0.5


class Noticing:
    """The marks as this process last saw them, by which the agencies know what is in force."""

    def __init__(self, database: Database, agencies: Registry, features: Features) -> None:
        self._database, self._agencies, self._features = database, agencies, features
        self._told, self._heard = shared_numbers(1), 0
        self._looked_at, self._looked_after = 0.0, 0
        self._marks: Marks | None = None
        self._lock = threading.Lock()

    def notice(self) -> None:
        """See that another process put something in force.

        That is at once where it was forked from the same one, and within a second elsewhere.
        """
        with self._lock:
            is_told = self._heard != self._told[0]
            if is_told or time.monotonic() - self._looked_at >= _NOTICED_WITHIN:
                self._look()

    def take_up(self) -> None:
        """See at once what this process has just put in force, and tell those forked with it."""
        with self._lock:
            self._told[0] = time.monotonic_ns()
            self._look()

    @property
    def marks(self) -> Marks:
        """What is another whenever what is shown is, unless it is by the time.

        What this process wrote, or one forked with it, counts at once, and what another one wrote
        within a second.
        """
        with self._lock:
            if self._marks is None or self._looked_after != self._database.last_commit:
                self._marks = self._look()
            return self._marks

    def _look(self) -> Marks:
        # Before looking: what is written meanwhile lets somebody look again.
        self._looked_at, self._heard = time.monotonic(), self._told[0]
        self._looked_after = self._database.last_commit
        self._database.ensure_there()
        with self._database.glancing() as connection:
            marks = self._marks = marks_now(connection, self._features)
        self._agencies.notice_change(marks.in_force)
        return marks
