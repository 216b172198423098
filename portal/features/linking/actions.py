"""Two complaints have to do with each other, or no longer: noted in the history of both."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, held_complaints, require
from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.linking.records import LinkRecord


def link_complaints(work: Work, complaint: ComplaintRecord, to: str) -> None:
    """Note that a complaint has to do with another one that the actor may see and handles.

    Raise IncompleteError for any other number, for its own, and where it is noted already.
    """
    require(work, complaint, Permission.RECLASSIFY)
    others = held_complaints(work, ComplaintRecord.number == to)
    if not others or others[0].id == complaint.id:
        raise IncompleteError("linked")
    (other,) = others
    require(work, other, Permission.RECLASSIFY)
    before = _links(work, complaint, other)
    if any(one.undone_at is None for one in before):
        raise IncompleteError("linked")
    for link in before or _new_links(work, complaint, other):
        link.at, link.undone_at = work.now, None
    for one, another in ((complaint, other), (other, complaint)):
        work.record(one, EntryKind.LINKED, other=another.number)


def unlink_complaints(work: Work, complaint: ComplaintRecord, other: str, reason: str) -> None:
    """Undo a link; where a reason is given, both agencies' people read it as a note.

    Raise IncompleteError for a complaint that is not linked, or that the actor does not see.
    """
    require(work, complaint, Permission.UNLINK)
    others = held_complaints(work, ComplaintRecord.number == other)
    links = _links(work, complaint, *others)
    if not others or not links or links[0].undone_at is not None:
        raise IncompleteError("link_to_undo")
    require(work, others[0], Permission.UNLINK)
    for link in links:
        link.undone_at = work.now
    said = reason.strip()
    for one, another in ((complaint, others[0]), (others[0], complaint)):
        seq = work.record(one, EntryKind.UNLINKED, text=said or None, other=another.number)
        if said:
            letters.add_message(work, one, "note", said, seq)


def _links(work: Work, *both: ComplaintRecord) -> Sequence[LinkRecord]:
    """Return the two rows of the link between two complaints, undone or not."""
    ids = [one.id for one in both]
    between = LinkRecord.complaint_id.in_(ids), LinkRecord.other_id.in_(ids)
    return work.session.scalars(select(LinkRecord).where(*between)).all()


def _new_links(work: Work, complaint: ComplaintRecord, other: ComplaintRecord) -> list[LinkRecord]:
    pairs = ((complaint, other), (other, complaint))
    links = [LinkRecord(complaint_id=one.id, other_id=another.id) for one, another in pairs]
    work.session.add_all(links)
    return links
