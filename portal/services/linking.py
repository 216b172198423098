"""Two complaints have to do with each other: noted in the history of both."""

from __future__ import annotations

from sqlalchemy import select

from portal.db.models import ComplaintRecord, LinkRecord
from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.services.recommendations.steps import held
from portal.services.work import Work, require


def link_complaints(work: Work, complaint: ComplaintRecord, to: str) -> None:
    """Note that a complaint has to do with another one that the actor may see and handles.

    Raise IncompleteError for any other number, for its own, and where it is noted already.
    """
    require(work, complaint, Permission.RECLASSIFY)
    others = held(work, ComplaintRecord.number == to)
    if not others or others[0].id == complaint.id or _is_linked(work, complaint, others[0]):
        raise IncompleteError("linked")
    (other,) = others
    require(work, other, Permission.RECLASSIFY)
    for one, another in ((complaint, other), (other, complaint)):
        work.session.add(LinkRecord(complaint_id=one.id, other_id=another.id, at=work.now))
        work.record(one, EntryKind.LINKED, other=another.number)


def _is_linked(work: Work, complaint: ComplaintRecord, other: ComplaintRecord) -> bool:
    between = (LinkRecord.complaint_id == complaint.id, LinkRecord.other_id == other.id)
    return work.session.scalar(select(LinkRecord.id).where(*between)) is not None
