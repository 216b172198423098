"""The intake desk decides who has a complaint, and makes rules of what it decides between agencies.

A rule reaches every process as releases do: all follow it until it is revoked. It holds the desk's
own words.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.complaints.dates.running_clocks import end, pending_clock
from portal.complaints.events import AgencyAsked, NobodyInside
from portal.complaints.planning import FilingPlan, plan_filing
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.actor import Actor
from portal.domain.complaint import draft_of
from portal.domain.errors import (
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
    required,
)
from portal.domain.permissions import Permission, may
from portal.domain.role import Role
from portal.domain.routing import NewRule, may_be_kept
from portal.domain.time.clock import ClockKind
from portal.features.transfers.actions_carrying_out import (
    carry_out,
    hold_back,
)
from portal.features.transfers.queries import (
    locked_rule,
    transfers_of,
)
from portal.features.transfers.records import RoutingRuleRecord, TransferRecord
from portal.features.transfers.rules import (
    is_for_arbitration,
)
from portal.finder.desk_rules import ruling


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
    why = required(reason, "reason")
    if plan.agency.code == complaint.agency:
        raise IncompleteError("agency")
    if work.staff.is_closed_to_all(work.session, plan.agency.code, plan.path):
        raise IncompleteError("openers")
    work.features.happened(AgencyAsked(work, complaint, plan.agency.code))
    earlier = transfers_of(work.session, complaint.id)
    held = earlier[-1].held if earlier else []
    decides = is_for_arbitration(earlier)
    if rule is not None:
        if not decides:
            raise TransitionNotAllowedError(complaint.status, "rule")
        _keep_rule(work, complaint, rule, plan, why)
    if decides:
        work.session.add(_decision(work, complaint, plan, held))
    carry_out(work, complaint, plan, why, held=held or None)


def lead_to_desk(event: NobodyInside) -> None:
    """Hand what nobody of its agency may open to the intake desk, which decides who does.

    Nobody was asked: as with any transfer without an answer, who complains stays held back. A part
    stays where it is, and what the desk has itself.
    """
    work, complaint, desk = event.work, event.complaint, event.work.agencies.intake_desk
    is_reviewed = pending_clock(work, complaint, ClockKind.REVIEW) is not None
    if complaint.agency == desk.code or complaint.parent_id is not None or is_reviewed:
        return
    plan = plan_filing(desk, draft_of(complaint, None), work.now)
    if not _is_read_at_desk(work, plan):
        return
    end(work, complaint, ClockKind.TRANSFER)
    held = hold_back(work, complaint, None, ())
    led = _decision(work, complaint, plan, held)
    led.is_binding, led.category = False, None
    work.session.add(led)
    carry_out(work, complaint, plan, None, held=held, to_desk=True)


def _is_read_at_desk(work: Work, plan: FilingPlan) -> bool:
    """Tell whether anybody who works at the desk, also for the whole portal, may open it there."""
    at_desk = work.staff.may_open(work.session, plan.agency.code, [plan.path[0].to])
    return at_desk or bool(work.staff.with_role(work.session, None, Role.INTAKE))


def revoke_rule(
    session: Session, actor: Actor, desk: str, rule_id: int, why: str, now: datetime
) -> bool:
    """Let a rule decide no longer; return whether it still did. What it decided stays as it is."""
    if not may(actor, Permission.ROUTE, desk):
        raise NotAllowedError(Permission.ROUTE)
    reason, rule = required(why, "reason"), locked_rule(session, rule_id)
    if rule is None or rule.revoked_at is not None:
        return False
    rule.revoked_at, rule.revoked_by, rule.revoked_why = now, actor.user_id, reason
    return True


def is_ruled_here(
    agencies: Registry, agency: str, story: str, language: str, now: datetime
) -> bool:
    """Tell whether a rule decides that `agency` answers for a story: the desk alone may undo it."""
    ruled = ruling(agencies.in_force.rules, story, language)
    if ruled is None or ruled.rule.agency not in agencies.in_force.agencies:
        return False
    return agencies.heir_of(ruled.rule.agency, ruled.rule.category, now).agency == agency


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


def _keep_rule(
    work: Work, complaint: ComplaintRecord, rule: NewRule, plan: FilingPlan, reason: str
) -> None:
    """Keep what was decided about a complaint as a rule for those to come."""
    if not may_be_kept(rule.phrases):
        raise IncompleteError("phrases")
    work.session.add(
        RoutingRuleRecord(
            phrases=list(rule.phrases),
            agency=plan.agency.code,
            category=plan.category.code,
            reason=reason,
            number=complaint.number,
            made_at=work.now,
            made_by=work.actor.user_id,
        )
    )
