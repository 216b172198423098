"""A proposed transfer is taken back before its complainant said what travels."""

from __future__ import annotations

from portal.complaints.dates.clocks import end
from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.actor import Actor
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission, may
from portal.domain.time.clock import ClockKind
from portal.features.transfers.proposing import TRANSFER
from portal.features.transfers.queries import pending_transfer


def may_take_back(actor: Actor, agency: str, proposed_by: int | None) -> bool:
    """Tell whether somebody may: whoever proposed it, or who leads the complaints service."""
    is_theirs = proposed_by is not None and proposed_by == actor.user_id
    own = is_theirs and may(actor, Permission.TRANSFER, agency)
    return own or may(actor, Permission.TAKE_TRANSFER_BACK, agency)


def take_back(work: Work, complaint: ComplaintRecord, reason: str) -> None:
    """End a proposal and its clock, and tell the complainant why; the complaint stays.

    Raise TransitionNotAllowedError if none waits any more: what was carried out is not undone here.
    """
    require(work, complaint, Permission.TRANSFER)
    transfer = pending_transfer(work.session, complaint.id)
    if transfer is None:
        raise TransitionNotAllowedError(complaint.status, TRANSFER)
    if not may_take_back(work.actor, complaint.agency, transfer.proposed_by):
        raise NotAllowedError(Permission.TAKE_TRANSFER_BACK)
    if not reason.strip():
        raise IncompleteError("reason")
    end(work, complaint, ClockKind.TRANSFER)
    name = work.agencies.agency(transfer.agency).name
    named = {"fr": name.fr, "en": name.en}
    seq = work.record(
        complaint,
        EntryKind.TRANSFER_TAKEN_BACK,
        text=reason,
        to=transfer.agency,
        agency_name=named,
    )
    letters.add_message(work, complaint, TRANSFER, reason, seq)
    letters.to_citizen(work, complaint, "transfer_taken_back", to_name=named)
