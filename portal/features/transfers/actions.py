"""A complaint that another agency can answer is handed to it, with its number and its receipt."""

from __future__ import annotations

from typing import Any

from portal.complaints.dates import clocks, first_promise, intake
from portal.complaints.events import HandedOn, HandingOn, TakenOver
from portal.complaints.held_messages.coming_back import stop
from portal.complaints.letters import letters
from portal.complaints.planning.filing_plan import FilingPlan
from portal.complaints.planning.promised_dates import clock_row, silence_clock
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.search import index_again
from portal.complaints.work import Work, require
from portal.domain.complaint import Status
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.lifecycle import Action, status_after
from portal.domain.permissions import Permission
from portal.domain.routing_rule import NewRule
from portal.domain.time.clock import ClockKind
from portal.features.transfers.queries import is_for_arbitration, transfers_of
from portal.features.transfers.records import TransferRecord
from portal.features.transfers.routing import keep_rule

_STARTED = (ClockKind.FIRST_CONTACT, ClockKind.ANSWER, ClockKind.COMPLETE_FILE, ClockKind.INTAKE)


def route_complaint(
    work: Work,
    complaint: ComplaintRecord,
    plan: FilingPlan,
    reason: str,
    rule: NewRule | None = None,
) -> None:
    """Hand a complaint to the agency of `plan`, which was asked before the transaction.

    Its number and day of receipt stay; first contact and answer are promised afresh, counted
    from now by the receiving agency's rules; the complainant is told where it went. Where agencies
    sent it back and forth before, it binds them, and may become a `rule` for complaints to come.
    """
    require(work, complaint, Permission.ROUTE)
    if not reason.strip():
        raise IncompleteError("reason")
    if plan.agency.code == complaint.agency:
        raise IncompleteError("agency")
    earlier = transfers_of(work.session, complaint.id)
    held = earlier[-1].held if earlier else []
    decides = is_for_arbitration(earlier)
    if rule is not None:
        if not decides:
            raise TransitionNotAllowedError(complaint.status, "rule")
        keep_rule(work, complaint, rule, plan.agency.code, plan.category.code, reason)
    if decides:
        work.session.add(_decision(work, complaint, plan, held))
    hand_to(work, complaint, plan, reason, **({"held": held} if held else {}))


def hand_to(
    work: Work, complaint: ComplaintRecord, plan: FilingPlan, reason: str | None, **facts: Any
) -> None:
    """Put a complaint into the hands of another agency and tell both sides.

    `reason` is what the receiving agency reads, where it does not stand in the history already;
    `facts` go into its history. Whatever is to be held back is marked before.
    """
    status_after(Status(complaint.status), Action.TRANSFER)
    stop(work, complaint)
    work.features.happened(HandingOn(work, complaint, plan))
    intake.note_done(work, complaint)
    first = first_promise.keep(work, complaint)
    clocks.end_all(work, complaint, but={ClockKind.FIRST_PROMISE})
    seq = _record(work, complaint, plan, reason, facts)
    if reason:
        letters.add_message(work, complaint, "routing", reason, seq)
    last_day = plan.clock(ClockKind.ANSWER).due.last_day
    told = {"answer_day": last_day and last_day.isoformat(), **plan.told_of_file()}
    beside = first_promise.told_beside(first, last_day)
    letters.to_citizen(work, complaint, "routed", agency=plan.agency.code, **told, **beside)
    receivers = work.staff.receivers(work.session, plan.agency.code, plan.path[0].to)
    letters.to_members(work, complaint, receivers, "handed_to_you", agency=plan.agency.code)
    work.features.happened(HandedOn(work, complaint, plan))
    index_again(work, complaint, plan.agency.code)
    # From here on the agency before no longer sees the complaint: nothing is read any more.
    with work.session.no_autoflush:
        _start_clocks(work, complaint, plan)
        _move(complaint, plan)
        work.features.happened(TakenOver(work, complaint, plan))


def _decision(
    work: Work, complaint: ComplaintRecord, plan: FilingPlan, held: list[str]
) -> TransferRecord:
    """Return what the desk decided between agencies: it binds them."""
    return TransferRecord(
        complaint_id=complaint.id,
        before=complaint.agency,
        agency=plan.agency.code,
        category=plan.category.code,
        proposed_at=work.now,
        proposed_by=work.actor.user_id,
        history_seq=complaint.head_seq + 1,
        notes=[],
        held=held,
        carried_out_at=work.now,
        is_binding=True,
    )


def _record(
    work: Work,
    complaint: ComplaintRecord,
    plan: FilingPlan,
    reason: str | None,
    facts: dict[str, Any],
) -> int:
    due_at = plan.clock(ClockKind.ANSWER).due.due_at
    return work.record(
        complaint,
        EntryKind.ROUTED,
        text=reason,
        before=complaint.agency,
        agency=plan.agency.code,
        agency_name={"fr": plan.agency.name.fr, "en": plan.agency.name.en},
        release=plan.agency.release_id,
        category=plan.category.code,
        theme=plan.category.theme,
        unit=plan.unit,
        due_at=due_at and due_at.isoformat(),
        level=1,
        **facts,
    )


def _start_clocks(work: Work, complaint: ComplaintRecord, plan: FilingPlan) -> None:
    release_id = plan.agency.release_id
    rows = [clock_row(one, release_id) for one in plan.clocks if one.kind in _STARTED]
    answer = plan.clock(ClockKind.ANSWER)
    silence = silence_clock(answer, plan.calendar)
    if silence is not None:
        rows.append(clock_row(answer, release_id) | silence)
    work.session.add_all(ClockRecord(complaint_id=complaint.id, **row) for row in rows)


def _move(complaint: ComplaintRecord, plan: FilingPlan) -> None:
    complaint.agency, complaint.release_id = plan.agency.code, plan.agency.release_id
    complaint.category, complaint.theme = plan.category.code, plan.category.theme
    complaint.unit, complaint.assignee_id = plan.unit, None
    complaint.status, complaint.taken_in_charge_at = Status.RECEIVED.value, None
    complaint.level, complaint.top_level = 1, len(plan.path)
    complaint.holder, complaint.late_since = plan.path[0].to, None
    complaint.due_at = plan.due_at
