"""What only the ready file of a complaint takes: who complains, and where its documents lie."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import PersonRecord
from portal.complaints.records.message import AttachmentRecord


@dataclass(frozen=True, slots=True)
class HandedDocument:
    """A document that goes along: under what name, and where its content lies."""

    name: str
    file_key: str


def complainant_name(session: Session, complaint_id: int) -> str | None:
    """Return who complains; None for somebody anonymous."""
    is_theirs = PersonRecord.complaint_id == complaint_id, PersonRecord.role == "complainant"
    # The first is whole, where some of it is held back from another agency.
    name = select(PersonRecord.name).where(*is_theirs).order_by(PersonRecord.id).limit(1)
    return session.scalar(name)


def handed_documents(session: Session, complaint_id: int) -> list[HandedDocument]:
    """Return the documents of a complaint, in the order in which they came."""
    attachment = AttachmentRecord
    statement = (
        select(attachment.name, attachment.file_key)
        .where(attachment.complaint_id == complaint_id)
        .order_by(attachment.id)
    )
    return [HandedDocument(*row) for row in session.execute(statement)]
