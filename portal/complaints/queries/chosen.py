"""Complaints chosen in a list, to do the same with all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen complaint as it was seen."""

    number: str
    subject: str
    language: str
    category: str
    assignee_id: int | None
    version: int


def chosen_complaints(session: Session, agency: str, numbers: Collection[str]) -> list[Chosen]:
    """Return those of the complaints that are this agency's and that the actor may see."""
    c = ComplaintRecord
    statement = (
        select(c.number, c.subject, c.language, c.category, c.assignee_id, c.version)
        .where(c.agency == agency, c.number.in_(sorted(numbers)))
        .order_by(c.id)
    )
    return [Chosen(*row) for row in session.execute(statement)]
