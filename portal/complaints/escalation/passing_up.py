"""A complaint goes straight to the top authority, which decides; the service carries it out."""

from __future__ import annotations

from portal.complaints.escalation.handing_over import hand_over
from portal.complaints.escalation.vacancies import tell_of_vacancy
from portal.complaints.events import Acted
from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.complaint import Status
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.words.letters.about_dates import PassedUp
from portal.words.letters.to_staff import DECIDED, PassedToYou


def pass_to_top(work: Work, complaint: ComplaintRecord, question: str, opinion: str) -> None:
    """Pass the complaint straight to the top authority with what is asked and an opinion.

    The levels between are skipped; the promised date stays as it is.
    """
    require(work, complaint, Permission.PASS_UP)
    status = Status(complaint.status)
    if status is Status.ANSWERED or not status.is_open:
        raise TransitionNotAllowedError(complaint.status, "pass_up")
    if not question.strip():
        raise IncompleteError("question")
    path = work.advised.path
    if complaint.level >= len(path):
        raise TransitionNotAllowedError("top", "pass_up")
    hand_over(work, complaint, len(path), path[-1], "passed", None, ())
    text = f"{question.strip()}\n\n{opinion.strip()}".strip()
    seq = work.record(complaint, EntryKind.PASSED_TO_TOP, text=text, level=complaint.level)
    letters.add_message(work, complaint, "to_top", text, seq)
    if not letters.to_post(work, complaint, complaint.holder, PassedToYou()):
        tell_of_vacancy(work, complaint, [complaint.holder])
    letters.to_citizen(work, complaint, PassedUp(complaint.level))


def decide(work: Work, complaint: ComplaintRecord, instruction: str) -> None:
    """Let the top authority decide: the complaints service carries out its instruction."""
    require(work, complaint, Permission.DECIDE)
    if not Status(complaint.status).is_open:
        raise TransitionNotAllowedError(complaint.status, "decide")
    if not instruction.strip():
        raise IncompleteError("instruction")
    work.features.happened(Acted(work, complaint))
    seq = work.record(complaint, EntryKind.DECIDED, text=instruction, level=complaint.level)
    letters.add_message(work, complaint, "decision", instruction, seq)
    letters.to_assignee(work, complaint, DECIDED)
