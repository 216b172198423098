"""A complainant says what they thought: of the service once it is over, and of each answer.

What they thought of the service is counted once, and kept apart from the complaint. The history
tells nothing of it, and the complaint does not change: whoever handles it cannot see who answered,
and the counts do not say whose they are. What they say of an answer is part of the complaint.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.complaints import entries
from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.complaint import Status
from portal.domain.conclusion import JUDGED, Verdict
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.features.satisfaction.queries import (
    add_to_counts,
    complaint_to_rate,
    first_closed_at,
    mark_answered,
    said_of_last_answer,
)
from portal.features.satisfaction.rules import Answers, Cut, Place, counted
from portal.words.catalogue import to_translate
from portal.words.letters.staff_parts import FixedStaffLetter
from portal.words.letters.writing import Wordings

ANSWER_JUDGED = FixedStaffLetter(
    "answer_judged",
    to_translate("la réponse ne suffit pas"),
    to_translate(
        "La personne plaignante dit que la réponse ne répond pas à sa plainte, "
        "ou qu’en partie. Lisez pourquoi, et voyez ce qui peut encore être fait."
    ),
)
"""To whoever handles a complaint of which the answer does not meet it."""

LETTERS = Wordings(to_others=(ANSWER_JUDGED,))


def rate(session: Session, agencies: Registry, complaint_id: int, answers: Answers) -> bool:
    """Count what a complainant thought of a closed complaint; return False if it was counted.

    Raise TransitionNotAllowedError unless it is closed, IncompleteError without any answer.
    """
    complaint = complaint_to_rate(session, complaint_id)
    if complaint.status != Status.CLOSED:
        raise TransitionNotAllowedError(complaint.status, "rate")
    if not answers:
        raise IncompleteError("answers")
    if not mark_answered(session, complaint_id):
        return False
    add_to_counts(session, counted(_place(session, agencies, complaint), answers))
    return True


def _place(session: Session, agencies: Registry, complaint: ComplaintRecord) -> Place:
    """Return where the answers count: in the month of the first closing, as the closing does."""
    closed_at = first_closed_at(session, complaint.id) or complaint.closed_at
    assert closed_at is not None, "a complaint that is closed was closed at some moment"
    month = closed_at.astimezone(agencies.agency(complaint.agency).zone).strftime("%Y-%m")
    return Place(complaint.agency, month, {cut: getattr(complaint, cut.value) for cut in Cut})


def judge_answer(work: Work, complaint: ComplaintRecord, verdict: Verdict, why: str) -> None:
    """Keep what the complainant says of the last answer; what they say later replaces it.

    The history has both; the same said again at once is kept once. Whoever handles the complaint
    is written to unless the answer meets it, and reads why. Nothing else happens: a review is the
    complainant's to ask for.
    """
    if Status(complaint.status) not in JUDGED:
        raise TransitionNotAllowedError(complaint.status, "judge")
    entry, text = entries.AnswerJudged(verdict=verdict.value), why.strip()
    if said_of_last_answer(work.session, complaint.id) == (entry.verdict, text):
        return
    if text:
        letters.record_text(work, complaint, entry, "message", text)
    else:
        work.record(complaint, entry)
    if verdict is not Verdict.YES:
        letters.to_assignee(work, complaint, ANSWER_JUDGED)
