"""Letters are taken for a minute: those of a worker that was killed leave by another soon after."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from sqlalchemy import update

from portal.complaints.records.message import OutboxRecord
from portal.complaints.work import Office
from portal.domain.actor import PORTAL

LEASE = timedelta(minutes=1)
"""How long a worker has for the letters it took, before another takes them again."""

_RENEWED_AFTER = LEASE / 3
"""How much of it passes before a worker that still sends says so."""


class Lease:
    """Letters that a worker took, until a moment that it puts off while it is still at work."""

    def __init__(self, office: Office, until: datetime, letters: set[int]) -> None:
        self._office, self._until, self.left = office, until, letters
        self._renewed_at = time.monotonic()

    def holds(self, letter_id: int) -> bool:
        """Tell whether a letter is still this worker's; a slow server may have kept it too long."""
        passed = timedelta(seconds=time.monotonic() - self._renewed_at)
        if passed >= _RENEWED_AFTER:
            self._renew(passed)
        return letter_id in self.left

    def _renew(self, passed: timedelta) -> None:
        """Put the moment off for the letters that no other worker has taken meanwhile."""
        until = self._until + passed
        ours = update(OutboxRecord).where(
            OutboxRecord.id.in_(self.left),
            OutboxRecord.not_before == self._until,
            ~OutboxRecord.done,
        )
        with self._office.transaction(PORTAL) as session:
            kept = session.scalars(
                ours.values(not_before=until).returning(OutboxRecord.id),
                execution_options={"synchronize_session": False},
            )
            self.left &= set(kept)
        self._until, self._renewed_at = until, time.monotonic()
