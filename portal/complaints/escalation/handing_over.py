"""Giving a complaint to another level: what every step up has in common."""

from __future__ import annotations

from portal.complaints.records.complaint import ComplaintRecord, EscalationRecord
from portal.complaints.work import Work
from portal.domain.escalation import EscalationStep


def hand_over(
    work: Work,
    complaint: ComplaintRecord,
    level: int,
    step: EscalationStep,
    reason: str,
    clock_id: int | None,
    passed_over: tuple[str, ...],
) -> None:
    """Give the complaint to the post of `step`, and keep why it went there."""
    work.session.add(
        EscalationRecord(
            complaint_id=complaint.id,
            clock_id=clock_id,
            at=work.now,
            from_level=complaint.level,
            to_level=level,
            post=step.to,
            reason=reason,
            vacant=list(passed_over),
        )
    )
    complaint.level, complaint.holder = level, step.to
    complaint.top_level = len(work.advised.path)
