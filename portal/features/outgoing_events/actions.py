"""What was given up is told again, by an administrator who mended what was wrong."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.features.outgoing_events.records import OutgoingEventRecord


def tell_again(
    session: Session, agency: str, event_id: int | None, user_id: int | None, now: datetime
) -> int:
    """Let an event that was given up, or all of an agency, be told again; return how many.

    It has another three days, and the id that it always had. Asked twice, it is told once.
    """
    event = OutgoingEventRecord
    given_up = [event.agency == agency, event.failed_at.is_not(None)]
    if event_id is not None:
        given_up.append(event.id == event_id)
    again = update(event).where(*given_up)
    changed = again.values(
        done=False, failed_at=None, attempts=0, since=now, not_before=now, replayed_by=user_id
    )
    written = changed.returning(event.id)
    return len(session.execute(written, execution_options={"synchronize_session": False}).all())
