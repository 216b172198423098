"""Who complains: their names, for several complaints at once."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import COMPLAINANT, PersonRecord


def complainant_names(session: Session, ids: Collection[int]) -> dict[int, str | None]:
    """Return who complains, by the complaint's id, as far as the actor may read it."""
    person = PersonRecord
    statement = (
        select(person.complaint_id, person.name)
        .where(person.complaint_id.in_(list(ids)), person.role == COMPLAINANT)
        # The first row, which is whole, counts where it is seen.
        .order_by(person.id.desc())
    )
    return {row.complaint_id: row.name for row in session.execute(statement)}
