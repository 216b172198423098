"""Where the documents lie that go along with the ready file of a complaint."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.message import AttachmentRecord


class HandedDocument(Struct, frozen=True):
    """A document that goes along: under what name, and where its content lies."""

    name: str
    file_key: str


def handed_documents(session: Session, complaint_id: int) -> list[HandedDocument]:
    """Return the documents of a complaint, in the order in which they came."""
    attachment = AttachmentRecord
    statement = (
        select(attachment.name, attachment.file_key)
        .where(attachment.complaint_id == complaint_id)
        .order_by(attachment.id)
    )
    return [HandedDocument(*row) for row in session.execute(statement)]
