"""Two complaints have to do with each other, or no longer: noted in the history of both."""

from __future__ import annotations

from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, held_complaints, require
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.features.linking import rules
from portal.features.linking.queries import links_between
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
    links = links_between(work.session, (complaint.id, other.id))
    if any(link.undone_at is None for link in links):
        raise IncompleteError("linked")
    both_ways = ((complaint, other), (other, complaint))
    if not links:
        links = [LinkRecord(complaint_id=near.id, other_id=far.id) for near, far in both_ways]
        work.session.add_all(links)
    for link in links:
        link.at, link.undone_at = work.now, None
    for near, far in both_ways:
        work.record(near, rules.Linked(other=far.number))


def unlink_complaints(work: Work, complaint: ComplaintRecord, other: str, reason: str) -> None:
    """Undo a link; where a reason is given, both agencies' people read it as a note.

    Raise IncompleteError for a complaint that is not linked, or that the actor does not see.
    """
    require(work, complaint, Permission.UNLINK)
    others = held_complaints(work, ComplaintRecord.number == other)
    links = links_between(work.session, [complaint.id, *(record.id for record in others)])
    if not others or not links or links[0].undone_at is not None:
        raise IncompleteError("link_to_undo")
    require(work, others[0], Permission.UNLINK)
    for link in links:
        link.undone_at = work.now
    note = reason.strip()
    for near, far in ((complaint, others[0]), (others[0], complaint)):
        seq = work.record(near, rules.Unlinked(other=far.number), text=note or None)
        if note:
            letters.add_message(work, near, "note", note, seq)
