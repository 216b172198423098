"""Transfers: what the kernel and the pages know of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.complaints.events import ContactChanged
from portal.complaints.features import Feature, Obligation, Reaction
from portal.complaints.filing.planning import FilingPlan
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.time.clock import ClockKind
from portal.features.transfers import citizen, office, routing_page, routing_rules, taking_back_page
from portal.features.transfers.follow_part import FOLLOW_PART
from portal.features.transfers.holding_back import let_be_reached
from portal.features.transfers.proposing import carry_out_by_itself, plan_for
from portal.pages.features import FeaturePages


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


FEATURE = Feature(
    name="transfers",
    obligations=(Obligation(ClockKind.TRANSFER, plan=_plan, carry_out=_carry_out),),
    reactions=(
        Reaction(ContactChanged, lambda event: let_be_reached(event.work, event.complaint)),
    ),
)

PAGES = FeaturePages(
    pages=(
        citizen.pages,
        office.pages,
        routing_page.pages,
        routing_rules.pages,
        taking_back_page.pages,
    ),
    adds=FOLLOW_PART,
)
