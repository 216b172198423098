"""The complaints that one has to do with, as far as whoever asks may see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseFile, CaseRead
from portal.complaints.records.complaint import ComplaintRecord
from portal.features.linking.records import LinkRecord


@dataclass(frozen=True, slots=True)
class Linked:
    """A complaint at the other end of a link, or of one that was undone."""

    number: str
    agency: str
    subject: str
    status: str
    is_undone: bool


def linked_to(session: Session, complaint_id: int) -> tuple[Linked, ...]:
    """Return the complaints linked to one, now or once, in the order in which they were."""
    c = ComplaintRecord
    statement = (
        select(c.number, c.agency, c.subject, c.status, LinkRecord.undone_at.is_not(None))
        .join(LinkRecord, LinkRecord.other_id == c.id)
        .where(LinkRecord.complaint_id == complaint_id)
        .order_by(LinkRecord.id)
    )
    return tuple(Linked(*row) for row in session.execute(statement))


LINKS: CaseRead[tuple[Linked, ...]] = CaseRead(
    "links", lambda session, complaint: linked_to(session, complaint.id)
)


def linked_now(file: CaseFile) -> list[Linked]:
    """Return the complaints that one has to do with, without those whose links were undone."""
    return [linked for linked in file.of(LINKS) if not linked.is_undone]


def links_between(session: Session, complaint_ids: Collection[int]) -> Sequence[LinkRecord]:
    """Return the two rows of the link between two complaints, undone or not; none without one."""
    among = LinkRecord.complaint_id.in_(complaint_ids), LinkRecord.other_id.in_(complaint_ids)
    return session.scalars(select(LinkRecord).where(*among)).all()
