"""What is read again of a file that was just opened."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord


def story_of(session: Session, number: str) -> str:
    """Return what the service examines in the file of a number; nothing where there is none."""
    statement = select(ComplaintRecord.story).where(ComplaintRecord.number == number)
    return session.scalar(statement) or ""
