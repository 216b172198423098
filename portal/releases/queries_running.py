"""The complaints that run, by what they came in under, and what was in force before."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.agencies.former import FormerRelease
from portal.complaints.records.complaint import AgencyReleaseRecord, ComplaintRecord

_R, _C = AgencyReleaseRecord, ComplaintRecord


class Running(Struct, frozen=True):
    """How many complaints run that are about one subject and came in under one release."""

    category: str
    release_id: int
    complaints: int


def running_complaints(session: Session, agency: str) -> list[Running]:
    """Return the open complaints of an agency, by subject and by the release they came under."""
    theirs = select(_C.category, _C.release_id, func.count()).filter_by(agency=agency, is_open=True)
    grouped = theirs.group_by(_C.category, _C.release_id)
    return [Running(*row) for row in session.execute(grouped.order_by(_C.release_id, _C.category))]


def former_releases(session: Session, agency: str) -> list[FormerRelease]:
    """Return the subjects and recourses of all that was in force in an agency, the newest first."""
    parts = (_R.id, _R.settings["categories"], _R.settings["recourses"])
    were = select(*parts).where(_R.agency == agency, _R.in_force_from.is_not(None))
    rows = session.execute(were.order_by(_R.id.desc()))
    return [FormerRelease(row[0], row[1] or (), row[2] or ()) for row in rows]
