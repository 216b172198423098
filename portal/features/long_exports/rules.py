"""How far an export is, how long it may still take, and for how long its file is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from msgspec import Struct

from portal.domain.permissions import Permission

KEPT = timedelta(days=7)
"""How long a file that is ready may be downloaded; then it is erased."""
AT_ONCE = 5
"""How many exports one person may have on the way."""
LEASE = timedelta(minutes=1)
"""How long a worker has for the next step, before another goes on in its place."""
TRIES = 3
"""How often a step is tried that fails for a reason of its own, one minute apart."""
PUT_OFF = timedelta(minutes=1)
ROOM_KEPT = 512 * 1024 * 1024
"""So much of the disk an export leaves free: complaints need it more."""


class State(StrEnum):
    """Where an export is in its life."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Why(StrEnum):
    """Why an export does not go on, or ended without a file."""

    DISK_FULL = "disk_full"
    BROKEN = "broken"
    RIGHTS = "rights"


class Kind(StrEnum):
    """What an export is of."""

    AUDITOR_DUMP = "auditor_dump"


NEEDED = {Kind.AUDITOR_DUMP: Permission.AUDIT}
"""What whoever has a file made needs, in the whole portal: then, and as it is downloaded."""
_A_MINUTE = 60_000
ON_THE_WAY = (State.WAITING, State.RUNNING)


class Progress(Struct, frozen=True):
    """How many of all were read, in how many milliseconds of work."""

    done: int
    total: int
    spent: int

    @property
    def percent(self) -> int:
        """How much of it is done; all of it only once nothing is left to read."""
        return 0 if not self.total else min(self.done * 100 // self.total, 100)

    @property
    def minutes_left(self) -> int | None:
        """In how many minutes it may be read, as fast as it went so far; None before that shows."""
        left = self.total - self.done
        if not self.done or left <= 0:
            return None
        return ceil(self.spent * left / self.done / _A_MINUTE)


def is_leased(until: datetime | None, now: datetime) -> bool:
    """Tell whether a worker is at it; a lease further off is of a clock that ran ahead."""
    return until is not None and now < until <= now + LEASE


def shown_state(state: State, expires_at: datetime | None, now: datetime) -> State:
    """Return where an export is, whether or not its file was erased yet."""
    is_over = state is State.READY and expires_at is not None and expires_at <= now
    return State.EXPIRED if is_over else state
