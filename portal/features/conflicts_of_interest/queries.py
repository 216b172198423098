"""Whom a complaint concerns: as its page shows them, and whether it is closed to its reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseFile, CaseRead, rows_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.features.conflicts_of_interest.records import ConflictRecord


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody of the staff whom the complaint concerns, or concerned until it was lifted."""

    user_id: int
    origin: str
    at: datetime
    lifted_at: datetime | None


CONFLICTS: CaseRead[tuple[Conflict, ...]] = CaseRead(
    "conflicts",
    lambda session, complaint: rows_of(session, Conflict, ConflictRecord, complaint.id, "id"),
    people=lambda conflicts: [one.user_id for one in conflicts],
    concerned=lambda conflicts: {one.user_id: one.lifted_at is None for one in conflicts},
)


def kept_out(file: CaseFile) -> list[Conflict]:
    """Return whom a complaint concerns now: they see nothing of it."""
    return [one for one in file.of(CONFLICTS) if one.lifted_at is None]


def concerned_in(session: Session, agency: str, number: str) -> frozenset[int]:
    """Return whom of the staff a complaint of the agency concerns, if there is such a one."""
    statement = (
        select(ConflictRecord.user_id)
        .join(ComplaintRecord, ComplaintRecord.id == ConflictRecord.complaint_id)
        .where(
            ComplaintRecord.number == number,
            ComplaintRecord.agency == agency,
            ConflictRecord.lifted_at.is_(None),
        )
    )
    return frozenset(session.scalars(statement))
