"""One joint answer: each agency's part under its name, and what is still to come, from whom, when.

A late part holds nothing back. What was not handed in when the answer left reaches the complainant
directly: whoever answers looks at the part under its lock, so that it comes by one way and once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from portal.agencies.registry import Registry
from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, beside
from portal.db.row_filter import FOR_DELIVERY
from portal.domain.text import Text
from portal.features.joint_answers.queries import Part, parts_of
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.words import Joined, joint_words


def join_parts(work: Work, complaint: ComplaintRecord, written: str) -> str:
    """Return an answer with the parts that were handed in below it; from now on those are given.

    What is still awaited is announced: it goes to the complainant directly when it comes.
    """
    rows = _held(work, complaint)
    if not rows:
        return written
    parts = joined_now(parts_of(work.session, complaint.id), work.agencies)
    for row in rows:
        if row.ended_at is None and row.given_at is None:
            if row.answered_at is not None:
                row.given_at = work.now
            else:
                row.announced_at = row.announced_at or work.now
    name = work.agencies.agency(complaint.agency).name
    return joint_words(name, written, parts, complaint.language)


def joined_now(parts: Iterable[Part], agencies: Registry) -> list[Joined]:
    """Return what of these parts an answer given now would hold, or announce."""
    return [
        _joined(one, agencies.agency(one.agency).name)
        for one in parts
        if one.given_at is None and (one.answered_at is not None or one.is_awaited)
    ]


def hand_in(work: Work, theirs: ComplaintRecord, written: str) -> bool:
    """Keep the answer to a part for whoever asked; return whether the complainant gets it directly.

    They do once they were answered without it. Until then whoever has the complaint is told.
    """
    part = work.session.scalar(
        select(PartRecord).where(PartRecord.part_id == theirs.id).with_for_update()
    )
    assert part is not None, "a part is asked for"
    was_given = part.given_at is not None
    part.answer, part.answered_at = written, part.answered_at or work.now
    if part.announced_at is not None or was_given:
        part.given_at = part.given_at or work.now
        return True
    whole = asked_from(work, part)
    letters.to_assignee(beside(work, whole), whole, "part_handed_in")
    return False


def asked_from(work: Work, part: PartRecord) -> ComplaintRecord:
    """Return the complaint of a part, to write to whoever handles it.

    The agency of the part reads nothing of it.
    """
    whole = work.session.scalar(
        select(ComplaintRecord)
        .where(ComplaintRecord.id == part.complaint_id)
        .execution_options(**{FOR_DELIVERY: True})
    )
    assert whole is not None, "a part belongs to a complaint"
    return whole


def _joined(part: Part, name: Text) -> Joined:
    last_day = part.date.last_day if part.date is not None else None
    return Joined(name, part.answer, last_day, part.is_late)


def _held(work: Work, complaint: ComplaintRecord) -> Sequence[PartRecord]:
    mine = select(PartRecord).where(PartRecord.complaint_id == complaint.id)
    return work.session.scalars(mine.order_by(PartRecord.id).with_for_update()).all()
