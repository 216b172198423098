"""Whoever complains keeps a complaint where it is: the proposal to hand it on ends."""

from __future__ import annotations

from portal.complaints.dates.running_clocks import end
from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.features.transfers import rules
from portal.features.transfers.letters import (
    REFUSED,
    UNANSWERED,
    RefusalNoted,
    TransferTakenBack,
)
from portal.features.transfers.queries import pending_transfer
from portal.features.transfers.records import TransferRecord
from portal.features.transfers.rules import TRANSFER


def refuse(work: Work, complaint: ComplaintRecord) -> None:
    """End a proposal and its clock, and tell the agency that has the complaint; it stays there.

    Raise TransitionNotAllowedError if none waits any more.
    """
    _refuse(work, complaint)
    letters.to_assignee(work, complaint, REFUSED)


def note_refusal(work: Work, complaint: ComplaintRecord, said_by: str) -> None:
    """Write down that the complainant refused, as they said to the staff: it counts as theirs.

    They are told what was noted. Raise TransitionNotAllowedError if no proposal waits any more.
    """
    require(work, complaint, Permission.TRANSFER)
    if said_by not in rules.TOLD_BY:
        raise IncompleteError("said_by")
    name = _refuse(work, complaint, said_by)
    if complaint.assignee_id != work.actor.user_id:
        letters.to_assignee(work, complaint, REFUSED)
    letters.to_citizen(work, complaint, RefusalNoted(name))


def _refuse(work: Work, complaint: ComplaintRecord, said_by: str | None = None) -> Text:
    """End the proposal that waits, and return the name of the agency that was refused."""
    transfer = pending_transfer(work.session, complaint.id)
    if transfer is None:
        raise TransitionNotAllowedError(complaint.status, TRANSFER)
    name = work.agencies.agency(transfer.agency).name
    end(work, complaint, ClockKind.TRANSFER)
    work.record(complaint, rules.TransferRefused(transfer.agency, name, said_by))
    return name


def leave_unanswered(work: Work, complaint: ComplaintRecord, transfer: TransferRecord) -> None:
    """End a proposal that needed a yes and got none; the agency that has the complaint is told."""
    name = work.agencies.agency(transfer.agency).name
    end(work, complaint, ClockKind.TRANSFER)
    work.record(complaint, rules.TransferTakenBack(transfer.agency, name, is_unanswered=True))
    letters.to_assignee(work, complaint, UNANSWERED)


def leave_with_its_part(work: Work, complaint: ComplaintRecord, transfer: TransferRecord) -> None:
    """End a proposal to an agency that has a part by now: both are told that it stays."""
    name = work.agencies.agency(transfer.agency).name
    end(work, complaint, ClockKind.TRANSFER)
    work.record(complaint, rules.TransferTakenBack(transfer.agency, name))
    letters.to_citizen(work, complaint, TransferTakenBack(name))
