"""The desk's decision between agencies becomes a rule: kept, followed by all, and revocable.

A rule is in the database and reaches every process as releases do. It holds the desk's own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.actor import Actor
from portal.domain.errors import IncompleteError, NotAllowedError
from portal.domain.permissions import Permission, may
from portal.domain.routing_rule import NewRule, RoutingRule, may_be_kept
from portal.features.transfers.routing_rule_record import RoutingRuleRecord
from portal.finder.desk_rules import ruling


def keep_rule(
    work: Work,
    complaint: ComplaintRecord,
    rule: NewRule,
    agency: str,
    category: str | None,
    reason: str,
) -> None:
    """Keep what was decided about a complaint as a rule for those to come."""
    if not may_be_kept(rule.phrases):
        raise IncompleteError("phrases")
    work.session.add(
        RoutingRuleRecord(
            phrases=list(rule.phrases),
            agency=agency,
            category=category,
            reason=reason,
            number=complaint.number,
            made_at=work.now,
            made_by=work.actor.user_id,
        )
    )


def revoke_rule(
    session: Session, actor: Actor, desk: str, rule_id: int, why: str, now: datetime
) -> bool:
    """Let a rule decide no longer; return whether it still did. What it decided stays as it is."""
    if not may(actor, Permission.ROUTE, desk):
        raise NotAllowedError(Permission.ROUTE)
    if not why.strip():
        raise IncompleteError("reason")
    kept = session.get(RoutingRuleRecord, rule_id, with_for_update=True)
    if kept is None or kept.revoked_at is not None:
        return False
    kept.revoked_at, kept.revoked_by, kept.revoked_why = now, actor.user_id, why.strip()
    return True


def rules_in_force(session: Session) -> list[RoutingRule]:
    """Return every rule that decides."""
    in_force = select(RoutingRuleRecord).where(RoutingRuleRecord.revoked_at.is_(None))
    return [
        RoutingRule(one.id, tuple(one.phrases), one.agency, one.category, one.made_at)
        for one in session.scalars(in_force.order_by(RoutingRuleRecord.id))
    ]


def every_rule(session: Session) -> Sequence[RoutingRuleRecord]:
    """Return every rule, those that decide first, each newest first."""
    newest = (RoutingRuleRecord.revoked_at.is_not(None), RoutingRuleRecord.id.desc())
    return session.scalars(select(RoutingRuleRecord).order_by(*newest)).all()


def is_ruled_here(
    agencies: Registry, agency: str, story: str, language: str, now: datetime
) -> bool:
    """Tell whether a rule decides that `agency` answers for a story, so that only the desk may
    decide otherwise.
    """
    found = ruling(agencies.in_force.rules, story, language)
    if found is None or found.rule.agency not in agencies.in_force.agencies:
        return False
    return agencies.heir_of(found.rule.agency, found.rule.category, now).agency == agency
