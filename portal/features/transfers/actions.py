"""Transfers: one agency proposes a complaint to another; the desk decides in `actions_desk`.

The complainant is told at once to whom and why, and says what goes along. What they do not agree to
is held back, and the transfer is carried out by itself when its time is over: nobody has to answer
for the complaint to go on. An agency that they refused before gets it by a yes alone. How to reach
somebody goes unanswered only where no page is known to be theirs. Until then it may be taken back.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.agencies.registry import Registry
from portal.complaints.dates.running_clocks import end, pending_clock, start_clock
from portal.complaints.events import AgencyAsked, AnswerBegun
from portal.complaints.handling.identity_told import note_told_to_agency
from portal.complaints.letters import letters
from portal.complaints.planning import Added, Filing, FilingPlan, plan_filing
from portal.complaints.queries.search import index_again
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.complaint import Status, draft_of
from portal.domain.errors import (
    AlreadyAskedError,
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
    required,
)
from portal.domain.handling.lifecycle import Action, status_after
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind
from portal.features.transfers import rules
from portal.features.transfers.actions_carrying_out import (
    carry_out,
    hold_again,
    hold_back,
    release,
)
from portal.features.transfers.actions_desk import is_ruled_here
from portal.features.transfers.actions_refusing import leave_unanswered, leave_with_its_part
from portal.features.transfers.letters import RELEASED, TransferProposed, TransferTakenBack
from portal.features.transfers.queries import (
    is_by_yes_alone,
    last_carried_out,
    pending_transfer,
    refused_agencies,
    transfers_of,
)
from portal.features.transfers.records import TransferRecord
from portal.features.transfers.rules import (
    TRANSFER,
    TransferField,
    is_bound,
    is_for_arbitration,
    may_take_back,
)


def kept_at_filing(_connection: Connection, filing: Filing) -> Added | None:
    """Keep that a new complaint may be handed on without asking, if its complainant says so."""
    agreed = filing.content.part(rules.AgreedBefore).may_transfer
    return Added(columns={"may_transfer": True}) if agreed else None


def propose(
    work: Work,
    complaint: ComplaintRecord,
    to: Agency,
    category: str | None,
    reason: str,
    notes: Collection[int] = (),
    *,
    is_naming_meant: bool = False,
) -> None:
    """Propose to hand a complaint to another agency; `notes` are the internal ones that go along.

    Raise TransitionNotAllowedError where it may not be, because the desk decided for instance.
    """
    require(work, complaint, Permission.TRANSFER)
    _refuse_impossible(work, complaint)
    why = required(reason, "reason")
    desk = work.agencies.portal.portal.intake_desk
    if to.code == complaint.agency or (to.code != desk and _only_the_desk(work, complaint)):
        raise IncompleteError("receiving")
    work.features.happened(AgencyAsked(work, complaint, to.code))
    promise = work.agencies.handing_on.transfer
    last_day = start_clock(work, complaint, ClockKind.TRANSFER, promise).last_day
    assert last_day is not None, "its time does not wait for a file"
    proposed = rules.TransferProposed(complaint.agency, to.code, to.name, last_day)
    seq = letters.record_text(work, complaint, proposed, TRANSFER, why)
    work.session.add(
        TransferRecord(
            complaint_id=complaint.id,
            before=complaint.agency,
            agency=to.code,
            category=category,
            proposed_at=work.now,
            proposed_by=work.actor.user_id,
            history_seq=seq,
            notes=sorted(notes),
        )
    )
    note_told_to_agency(work, complaint, why, to.code, is_meant=is_naming_meant)
    contact_goes = bool(rules.goes_unanswered(complaint.channel, complaint.reply_by))
    by_yes = to.code in refused_agencies(work.session, complaint.id)
    told = TransferProposed(to.name, last_day, contact_goes, is_by_yes_alone=by_yes)
    letters.to_citizen(work, complaint, told)


def agree(
    work: Work, complaint: ComplaintRecord, fields: Collection[str], plan: FilingPlan
) -> None:
    """Carry a transfer out at once with what the complainant lets travel, be it nothing.

    Raise TransitionNotAllowedError if none waits any more, or another one than `plan` is for.
    """
    transfer = _waiting(work, complaint, plan)
    if transfer is None:
        raise TransitionNotAllowedError(complaint.status, TRANSFER)
    transfer.agreed = sorted(set(fields) & set(TransferField))
    work.record(complaint, rules.TransferAgreed(fields=transfer.agreed))
    _carry_out_proposed(work, complaint, transfer, plan)


def carry_out_by_itself(
    work: Work, complaint: ComplaintRecord, _clock: ClockRecord, plan: FilingPlan
) -> bool:
    """Carry a transfer out because its time is over; what nobody agreed to is held back.

    To an agency that its complainant refused before, silence hands nothing over; nor does it to one
    that has a part by now, as when it took the place of another.
    """
    transfer = _waiting(work, complaint, plan)
    if transfer is None:
        return False
    if is_by_yes_alone(work.session, transfer):
        leave_unanswered(work, complaint, transfer)
        return True
    try:
        _carry_out_proposed(work, complaint, transfer, plan)
    except AlreadyAskedError:
        leave_with_its_part(work, complaint, transfer)
    return True


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
    why, name = required(reason, "reason"), work.agencies.agency(transfer.agency).name
    end(work, complaint, ClockKind.TRANSFER)
    taken_back = rules.TransferTakenBack(transfer.agency, name)
    letters.record_text(work, complaint, taken_back, TRANSFER, why)
    letters.to_citizen(work, complaint, TransferTakenBack(name))


def call_off_proposed(event: AnswerBegun) -> None:
    """Let what is answered be transferred no more: nothing waits for the complainant."""
    end(event.work, event.complaint, ClockKind.TRANSFER)


def refuse_part_of_proposed(event: AgencyAsked) -> None:
    """Let no agency be asked for a part of what it may be handed as a whole."""
    if not event.is_for_part:
        return
    complaint = event.complaint
    transfer = pending_transfer(event.work.session, complaint.id)
    if transfer is not None and transfer.agency == event.agency:
        raise AlreadyAskedError(complaint.status, TRANSFER, complaint.number)


def release_later(work: Work, complaint: ComplaintRecord, fields: Collection[str]) -> None:
    """Let the agency that has the complaint read what the complainant held back until now."""
    transfer = last_carried_out(work.session, complaint.id)
    released = sorted(set(fields) & set(transfer.held)) if transfer else []
    if transfer is None or not released:
        raise TransitionNotAllowedError(complaint.status, "release")
    transfer.held = [field for field in transfer.held if field not in released]
    transfer.agreed = sorted({*(transfer.agreed or ()), *released})
    release(work, complaint, released)
    index_again(work.session, work.keyring, complaint, complaint.agency)
    work.record(complaint, rules.TransferAgreed(fields=released))
    letters.to_assignee(work, complaint, RELEASED)


def no_transfer_before(_work: Work, complaint: ComplaintRecord) -> None:
    """Let a complaint be handed on no more without asking whoever complains."""
    complaint.may_transfer = False


def hold_field_again(work: Work, complaint: ComplaintRecord, field: str) -> None:
    """Let the agency that has the complaint read no more of what the complainant agreed to."""
    transfer = last_carried_out(work.session, complaint.id)
    if transfer is None or field not in still_agreed(transfer, complaint.agency):
        raise TransitionNotAllowedError(complaint.status, "hold_again")
    since = transfer.carried_out_at or work.now
    transfer.agreed = [agreed for agreed in transfer.agreed or () if agreed != field]
    transfer.held = sorted({*transfer.held, field})
    hold_again(work, complaint, transfer.before, since, [field])
    work.session.flush()
    index_again(work.session, work.keyring, complaint, complaint.agency)


def still_agreed(transfer: TransferRecord, agency: str) -> tuple[str, ...]:
    """Return what the agency that has a complaint reads of it by the complainant's own yes."""
    return tuple(transfer.agreed or ()) if transfer.agency == agency else ()


def plan_for(
    session: Session, agencies: Registry, complaint: ComplaintRecord, now: datetime
) -> FilingPlan | None:
    """Ask the agency that a complaint is proposed to what it promises; None without a proposal.

    Whoever took the place of that agency meanwhile is asked. Nothing is locked.
    """
    transfer = pending_transfer(session, complaint.id)
    if transfer is None:
        return None
    heir = agencies.heir_of(transfer.agency, transfer.category, now)
    receiver = agencies.agency(heir.agency)
    if receiver.intake is not None and is_for_arbitration(transfers_of(session, complaint.id)):
        # The desk that is to decide has another time for it.
        receiver = replace(receiver, intake=agencies.handing_on.arbitration)
    category = heir.category if transfer.category or heir.agency != transfer.agency else None
    return plan_filing(receiver, draft_of(complaint, category), now)


def _waiting(work: Work, complaint: ComplaintRecord, plan: FilingPlan) -> TransferRecord | None:
    """Return the transfer that waits for its complainant, if it is what `plan` is for."""
    transfer = pending_transfer(work.session, complaint.id)
    if transfer is None:
        return None
    heir = work.agencies.heir_of(transfer.agency, transfer.category, work.now)
    return transfer if plan.agency.code == heir.agency else None


def _only_the_desk(work: Work, complaint: ComplaintRecord) -> bool:
    """Tell whether only the desk may get it: after two transfers, or against a rule of its."""
    if is_for_arbitration(transfers_of(work.session, complaint.id)):
        return True
    agency, story = complaint.agency, complaint.story
    return is_ruled_here(work.agencies, agency, story, complaint.language, work.now)


def _refuse_impossible(work: Work, complaint: ComplaintRecord) -> None:
    status_after(Status(complaint.status), Action.TRANSFER)
    # A part stays with the agency that was asked for it: the rest of the complaint is elsewhere.
    if (
        complaint.parent_id is not None
        or pending_clock(work, complaint, ClockKind.REVIEW) is not None
        or pending_transfer(work.session, complaint.id) is not None
        or is_bound(transfers_of(work.session, complaint.id))
    ):
        raise TransitionNotAllowedError(complaint.status, TRANSFER)


def _carry_out_proposed(
    work: Work, complaint: ComplaintRecord, transfer: TransferRecord, plan: FilingPlan
) -> None:
    work.features.happened(AgencyAsked(work, complaint, plan.agency.code))
    calendar, clock = work.advised.calendar, pending_clock(work, complaint, ClockKind.TRANSFER)
    assert clock is not None, "a transfer waits by its clock"
    assert clock.due_at is not None, "its time never stands still"
    # In time by the night of its last day.
    clock.meet(work.now, is_late=calendar.day_of(work.now) > calendar.day_of(clock.due_at))
    transfer.held = hold_back(work, complaint, transfer.agreed, transfer.notes)
    transfer.agency, transfer.carried_out_at = plan.agency.code, work.now
    carry_out(work, complaint, plan, None, transfer.held, transfer.proposed_at)
