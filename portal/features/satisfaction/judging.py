"""A complainant says whether the answer meets the complaint, and why."""

from __future__ import annotations

from sqlalchemy import select

from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.history import HistoryEntryRecord
from portal.complaints.work import Work
from portal.domain.complaint import Status
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.verdict import JUDGED, Verdict


def judge_answer(work: Work, complaint: ComplaintRecord, verdict: Verdict, why: str) -> None:
    """Keep what the complainant says of the last answer; each answer is judged once.

    Whoever handles the complaint is written to unless the answer meets it, and reads why. Nothing
    else happens: a review is the complainant's to ask for.
    """
    if Status(complaint.status) not in JUDGED:
        raise TransitionNotAllowedError(complaint.status, "judge")
    if _last_said(work, complaint) == EntryKind.ANSWER_JUDGED:
        return
    text = why.strip() or None
    seq = work.record(complaint, EntryKind.ANSWER_JUDGED, text=text, verdict=verdict.value)
    if text:
        letters.add_message(work, complaint, "message", text, seq)
    if verdict is not Verdict.YES:
        letters.to_assignee(work, complaint, "answer_judged")


def _last_said(work: Work, complaint: ComplaintRecord) -> str | None:
    """Return which came last: the answer, or what the complainant said of it."""
    entry = HistoryEntryRecord
    kinds = (EntryKind.ANSWERED.value, EntryKind.ANSWER_JUDGED.value)
    said = select(entry.kind).where(entry.complaint_id == complaint.id, entry.kind.in_(kinds))
    return work.session.scalar(said.order_by(entry.seq.desc()).limit(1))
