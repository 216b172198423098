"""Complaints that one agency proposes to another, or that the desk hands on."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from sqlalchemy import select

from portal.complaints.planning import FilingPlan, plan_filing
from portal.complaints.work import complaint_by_number
from portal.domain.actor import PORTAL, Actor, complainant
from portal.domain.complaint import draft_of
from portal.domain.role import Role
from portal.features.transfers import actions as proposals
from portal.features.transfers.actions_desk import route_complaint
from portal.features.transfers.queries import transfers_of
from portal.features.transfers.records import TransferRecord
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.support import officer

DESK = officer("desk", role=Role.INTAKE)
WHY = "La piste longe la conduite d’eau : c’est le Service des eaux."
ALL = ("name", "contact", "documents", "messages")


def propose(
    runtime: Runtime,
    number: str,
    to: str = "water",
    reason: str = WHY,
    notes: Collection[int] = (),
    actor: Actor | None = None,
) -> None:
    """Let an officer of the complaint's agency propose it to another one."""
    agency = runtime.agencies.agency(to)
    told = {"to": agency, "category": None, "reason": reason, "notes": notes}
    actor = actor or officer(complaint(runtime, number).agency)
    runtime.change(actor, number, partial(proposals.propose, **told))


def agree(runtime: Runtime, number: str, *fields: str) -> None:
    """Let the complainant say what travels, so that the transfer is carried out."""
    plan, owner = plan_of(runtime, number), complainant(complaint(runtime, number).id)
    runtime.change(owner, number, partial(proposals.agree, fields=fields, plan=plan))


def transferred(runtime: Runtime, number: str, to: str = "water", *fields: str) -> None:
    """Propose a complaint to another agency, and let the complainant say what travels."""
    propose(runtime, number, to)
    agree(runtime, number, *fields)


def plan_of(runtime: Runtime, number: str) -> FilingPlan:
    """Return what the agency promises that a complaint is proposed to."""
    with runtime.reading(PORTAL) as session:
        found = complaint_by_number(session, number)
        plan = proposals.plan_for(session, runtime.agencies, found, runtime.now())
    assert plan is not None
    return plan


def transfers(runtime: Runtime, number: str) -> list[TransferRecord]:
    """Return the transfers of a complaint in order."""
    with runtime.reading(PORTAL) as session:
        return list(transfers_of(session, complaint(runtime, number).id))


def route(
    runtime: Runtime, number: str, to: str = "parks", actor: Actor = DESK, reason: str = "Parcs."
) -> None:
    """Let the desk hand a complaint on to an agency."""
    with runtime.reading(PORTAL) as session:
        known = complaint_by_number(session, number)
        draft = draft_of(known, "trail" if to == "parks" else None)
    plan = plan_filing(runtime.agencies.agency(to), draft, runtime.now())
    runtime.change(actor, number, partial(route_complaint, plan=plan, reason=reason))


def rows(runtime: Runtime, record: Any, number: str) -> list[Any]:
    """Return the rows of one kind that a complaint has."""
    with runtime.reading(PORTAL) as session:
        owner = complaint(runtime, number).id
        return list(session.scalars(select(record).where(record.complaint_id == owner)))
