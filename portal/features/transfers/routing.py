"""The intake desk hands complaints to agencies, and makes rules of what it decides between them.

A rule is in the database and reaches every process as releases do: all follow it until it is
revoked. It holds the desk's own words.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.complaints.planning.filing_plan import FilingPlan
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.actor import Actor
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.permissions import Permission, may
from portal.domain.routing_rule import NewRule, may_be_kept
from portal.features.transfers.carrying_out import carry_out
from portal.features.transfers.queries import transfers_of
from portal.features.transfers.records import RoutingRuleRecord, TransferRecord
from portal.features.transfers.rules import is_for_arbitration
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
        _keep_rule(work, complaint, rule, plan, reason)
    if decides:
        work.session.add(_decision(work, complaint, plan, held))
    carry_out(work, complaint, plan, reason, held=held or None)


def revoke_rule(
    session: Session, actor: Actor, desk: str, rule_id: int, why: str, now: datetime
) -> bool:
    """Let a rule decide no longer; return whether it still did. What it decided stays as it is."""
    if not may(actor, Permission.ROUTE, desk):
        raise NotAllowedError(Permission.ROUTE)
    if not why.strip():
        raise IncompleteError("reason")
    rule = session.get(RoutingRuleRecord, rule_id, with_for_update=True)
    if rule is None or rule.revoked_at is not None:
        return False
    rule.revoked_at, rule.revoked_by, rule.revoked_why = now, actor.user_id, why.strip()
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
