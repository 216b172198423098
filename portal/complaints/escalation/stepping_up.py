"""One step up from where a complaint is: whose it becomes, and over whom it goes.

A missed date, urgency, a conflict and a review all lead there; what each says of it is its own.
"""

from __future__ import annotations

from portal.complaints.escalation.handing_over import hand_over
from portal.complaints.people.staff import Member
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.escalation import StepUp, step_up


def one_step_up(work: Work, complaint: ComplaintRecord, but: frozenset[int]) -> StepUp | None:
    """Return the next level at which somebody works, or None at the top authority.

    Whoever is among `but` does not count as working there.
    """
    path = work.advised.path
    posts = (step.to for step in path)
    vacant = work.staff.vacant_among(work.session, complaint.agency, posts, but)
    return step_up(path, complaint.level, vacant)


def hand_up(
    work: Work, complaint: ComplaintRecord, up: StepUp, reason: str, clock_id: int | None = None
) -> None:
    """Give the complaint to the level above, and keep why."""
    hand_over(work, complaint, up.level, up.step, reason, clock_id, up.passed_over)


def holders(
    work: Work, complaint: ComplaintRecord, up: StepUp, but: frozenset[int]
) -> list[Member]:
    """Return who works at the level above, without those of `but`."""
    return work.staff.with_post(work.session, complaint.agency, up.step.to, but)
