"""Transfers: a complaint changes agency, with what its complainant lets travel."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.complaints.events import ContactChanged
from portal.complaints.features import Feature, InForce, Obligation, Reaction
from portal.complaints.planning.filing_plan import FilingPlan
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.db.row_filter import seen_by_all
from portal.domain.time.clock import ClockKind
from portal.features.transfers import (
    case_part,
    citizen,
    office,
    routing_page,
    routing_rules,
    taking_back_page,
)
from portal.features.transfers.figures import handed_on
from portal.features.transfers.follow_part import FOLLOW_PART
from portal.features.transfers.holding_back import let_be_reached
from portal.features.transfers.proposing import carry_out_by_itself, plan_for
from portal.features.transfers.queries import TRANSFERS
from portal.features.transfers.routing import rules_in_force
from portal.features.transfers.routing_rule_record import RoutingRuleRecord
from portal.pages.features import FeaturePages
from portal.reporting.shown import Figure


def _plan(
    session: Session,
    agencies: Registry,
    complaint: ComplaintRecord,
    _clock_id: int,
    now: datetime,
) -> FilingPlan | None:
    return plan_for(session, agencies, complaint, now)


def _carry_out(
    work: Work, complaint: ComplaintRecord, _clock: ClockRecord, plan: FilingPlan
) -> bool:
    return carry_out_by_itself(work, complaint, plan)


_RULES = tuple(
    select(func.count(column)).scalar_subquery()
    for column in (RoutingRuleRecord.id, RoutingRuleRecord.revoked_at)
)
"""What moves when a rule of the desk is made or revoked."""

FEATURE = Feature(
    name="transfers",
    in_force=InForce(marks=_RULES, rules=rules_in_force),
    row_rules=(seen_by_all(RoutingRuleRecord),),
    obligations=(Obligation(ClockKind.TRANSFER, plan=_plan, carry_out=_carry_out),),
    reactions=(
        Reaction(ContactChanged, lambda event: let_be_reached(event.work, event.complaint)),
    ),
    case_reads=(TRANSFERS,),
)

PAGES = FeaturePages(
    pages=(
        citizen.pages,
        office.pages,
        routing_page.pages,
        routing_rules.pages,
        taking_back_page.pages,
    ),
    adds=(
        *case_part.OFFERS,
        *case_part.PARTS,
        *case_part.HISTORY,
        *case_part.HISTORY_TEXTS,
        *FOLLOW_PART,
    ),
)

FIGURES: tuple[Figure, ...] = (Figure("transfers", handed_on),)
