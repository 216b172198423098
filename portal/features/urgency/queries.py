"""Which complaints look urgent: those that wait for the staff to be told, and how many lately."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.queries.exports import newest_complaints
from portal.complaints.records.complaint import ComplaintRecord
from portal.features.urgency.rules import Urgency, signs_when_filed

LOOKED_AT = 200
"""How many complaints, the newest, a form looks at to say what words would have found."""

# In the query's own text, as in the index of the few complaints it chooses.
_FOUND: ColumnElement[str] = literal_column(f"'{Urgency.FOUND.value}'")


def complaints_found(session: Session) -> list[str]:
    """Return the numbers of the complaints that look urgent and that nobody was told of yet."""
    is_found = ComplaintRecord.urgency == _FOUND
    return list(session.scalars(select(ComplaintRecord.number).where(is_found)))


class Looking(Struct, frozen=True):
    """How many of some complaints look urgent: by what is in force, and by a draft."""

    of: int
    before: int
    after: int


def looking_urgent(session: Session, before: Agency, after: Agency) -> Looking:
    """Count which of the agency's newest complaints look urgent by one and by the other."""
    newest = newest_complaints(session, after.code, LOOKED_AT)
    counts = (
        sum(signs_when_filed(agency, past) is not None for past in newest)
        for agency in (before, after)
    )
    return Looking(len(newest), *counts)
