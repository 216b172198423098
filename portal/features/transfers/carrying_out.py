"""A complaint changes hands: the next agency has it, with its number, its receipt and new dates."""

from __future__ import annotations

from collections.abc import Sequence

from portal.complaints.dates import first_promise, running_clocks
from portal.complaints.events import HandedOn, HandingOn, TakenOver
from portal.complaints.held_messages.holding import stop
from portal.complaints.letters import letters
from portal.complaints.planning.filing_plan import FilingPlan
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.search import index_again
from portal.complaints.work import Work
from portal.domain.complaint import Status
from portal.domain.handling.lifecycle import Action, status_after
from portal.domain.time.clock import ClockKind
from portal.features.transfers import records
from portal.features.transfers.letters import HANDED_TO_YOU
from portal.words.letters.to_citizens import Routed


def carry_out(
    work: Work,
    complaint: ComplaintRecord,
    plan: FilingPlan,
    reason: str | None,
    held: Sequence[str] | None = None,
    working_days: int | None = None,
) -> None:
    """Put a complaint into the hands of another agency and tell both sides.

    `reason` is what the receiving agency reads, where it does not stand in the history already;
    its history tells what is `held` back, and after how many `working_days` it was handed on.
    Whatever is to be held back is marked before.
    """
    status_after(Status(complaint.status), Action.TRANSFER)
    stop(work, complaint)
    work.features.happened(HandingOn(work, complaint, plan))
    running_clocks.note_intake_done(work, complaint)
    first = first_promise.keep(work, complaint)
    running_clocks.end_all(work, complaint, but={ClockKind.FIRST_PROMISE})
    seq = _record(work, complaint, plan, reason, held, working_days)
    if reason:
        letters.add_message(work, complaint, "routing", reason, seq)
    last_day, receiver = plan.clock(ClockKind.ANSWER).due.last_day, plan.agency.code
    first_day = first_promise.day_beside(first, last_day)
    letter = Routed(last_day, first_day, **plan.told_of_file())
    letters.to_citizen(work, complaint, letter, receiver)
    members = work.staff.receivers(work.session, receiver, plan.path[0].to)
    letters.to_members(work, complaint, members, HANDED_TO_YOU, receiver)
    work.features.happened(HandedOn(work, complaint, plan))
    index_again(work, complaint, receiver)
    # From here on the agency before no longer sees the complaint: nothing is read any more.
    with work.session.no_autoflush:
        running_clocks.start_planned(work, complaint, plan)
        _move(complaint, plan)
        work.features.happened(TakenOver(work, complaint, plan))


def _record(
    work: Work,
    complaint: ComplaintRecord,
    plan: FilingPlan,
    reason: str | None,
    held: Sequence[str] | None,
    working_days: int | None,
) -> int:
    due_at = plan.clock(ClockKind.ANSWER).due.due_at
    return work.record(
        complaint,
        records.Routed(
            before=complaint.agency,
            agency=plan.agency.code,
            agency_name=plan.agency.name,
            release=plan.agency.release_id,
            category=plan.category.code,
            theme=plan.category.theme,
            unit=plan.unit,
            due_at=due_at,
            level=1,
            held=held,
            working_days=working_days,
        ),
        text=reason,
    )


def _move(complaint: ComplaintRecord, plan: FilingPlan) -> None:
    complaint.agency, complaint.release_id = plan.agency.code, plan.agency.release_id
    complaint.category, complaint.theme = plan.category.code, plan.category.theme
    complaint.unit, complaint.assignee_id = plan.unit, None
    complaint.status, complaint.taken_in_charge_at = Status.RECEIVED.value, None
    complaint.level, complaint.top_level = 1, len(plan.path)
    complaint.holder, complaint.late_since = plan.path[0].to, None
    complaint.due_at = plan.due_at
