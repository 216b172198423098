"""Complaints that one agency proposes to another, for tests of what becomes of them."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from portal.complaints.filing.planning import FilingPlan
from portal.complaints.work import complaint_by_number
from portal.domain.actor import PORTAL, Actor, complainant
from portal.features.transfers import proposing as proposals
from portal.features.transfers.queries import transfers_of
from portal.features.transfers.records import TransferRecord
from portal.runtime import Runtime
from tests.services.cases import complaint
from tests.support import officer

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
