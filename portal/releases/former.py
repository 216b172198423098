"""What was in force in an agency, as far as complaints may still show it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.former import FormerRelease
from portal.complaints.records.complaint import AgencyReleaseRecord

_R = AgencyReleaseRecord


def former_releases(session: Session, agency: str) -> list[FormerRelease]:
    """Return the subjects and recourses of all that was in force in an agency, the newest first."""
    parts = (_R.id, _R.settings["categories"], _R.settings["recourses"])
    were = select(*parts).where(_R.agency == agency, _R.in_force_from.is_not(None))
    rows = session.execute(were.order_by(_R.id.desc()))
    return [FormerRelease(row[0], row[1] or (), row[2] or ()) for row in rows]
