"""Releases as they are stored, to be compared with what was signed of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import AgencyReleaseRecord, ClockRecord, ComplaintRecord

_R = AgencyReleaseRecord


def kept_releases(
    session: Session, agencies: Collection[str] | None = None
) -> Sequence[AgencyReleaseRecord]:
    """Return every release, or those of some agencies, by agency and rank."""
    chosen = select(_R).order_by(_R.agency, _R.rank)
    if agencies is not None:
        chosen = chosen.where(_R.agency.in_(agencies))
    return session.scalars(chosen).all()


def releases_gone(session: Session) -> Sequence[int]:
    """Return the ids of releases that complaints or their dates rest on, and that are not there."""
    there = select(_R.id)
    of_complaints, of_dates = (
        select(record.release_id).where(record.release_id.not_in(there))
        for record in (ComplaintRecord, ClockRecord)
    )
    return session.scalars(of_complaints.union(of_dates)).all()
