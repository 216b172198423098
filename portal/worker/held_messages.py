"""What was confirmed leaves once it was held long enough; old texts that came back are erased."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from portal.complaints.held_messages.coming_back import erase_old
from portal.complaints.held_messages.sending import held_to_leave, leave_if_due
from portal.domain.actor import PORTAL
from portal.jobs import tried
from portal.runtime import Runtime


def let_leave(runtime: Runtime, now: datetime) -> int:
    """Send everything whose moment has come, each on its own; return how much left."""
    with runtime.reading(PORTAL) as session:
        due = held_to_leave(session, now)
    return sum(
        tried(
            "let a text leave",
            partial(
                runtime.change, PORTAL, number, partial(leave_if_due, held_id=held_id), None, now
            ),
            False,
        )
        for held_id, number in due
    )


def erase_texts(runtime: Runtime, now: datetime) -> int:
    """Erase what came back to its author long ago; return how many texts."""
    with runtime.transaction(PORTAL) as session:
        return erase_old(session, now)
