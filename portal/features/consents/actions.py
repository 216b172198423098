"""Taking back what one agreed to: it holds at once, and the history says so."""

from __future__ import annotations

from collections.abc import Callable

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.features.consents.rules import ConsentWithdrawn

EMAIL = "full_answer_by_email"


def take_back(
    work: Work,
    complaint: ComplaintRecord,
    what: str | None,
    undo: Callable[[Work, ComplaintRecord], None],
) -> None:
    """Undo what was agreed to by its own use case, and record what was taken back, if it may be."""
    undo(work, complaint)
    if what is not None:
        work.record(complaint, ConsentWithdrawn(what))


def no_full_answer(_work: Work, complaint: ComplaintRecord) -> None:
    """Let e-mails only announce an answer from now on, and not hold it."""
    complaint.full_answer_by_email = False
