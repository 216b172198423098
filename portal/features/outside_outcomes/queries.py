"""The links of a complaint, read from its history."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.domain.history import EntryKind
from portal.features.outside_outcomes.rules import OutsideLink, links_in

_C, _E = ComplaintRecord, HistoryEntryRecord
_TOLD = (EntryKind.OUTSIDE_LINK_MADE.value, EntryKind.OUTSIDE_OUTCOME_TOLD.value)


def links_of(session: Session, complaint_id: int) -> list[OutsideLink]:
    """Return the links that were made for a complaint, in the order in which they were."""
    of_it = (_E.complaint_id == complaint_id, _E.kind.in_(_TOLD))
    return links_in(session.scalars(select(_E).where(*of_it).order_by(_E.seq)))


def link_by_entry(session: Session, number: str, seq: int) -> tuple[str, OutsideLink] | None:
    """Return the agency that has a complaint, and the link that one of its entries made."""
    found = session.execute(select(_C.id, _C.agency).where(_C.number == number)).first()
    if found is None:
        return None
    links = links_of(session, found.id)
    return next(((found.agency, link) for link in links if link.seq == seq), None)
