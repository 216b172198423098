"""People of the parks who answer, and what of a complaint has not left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.complaints.letters.holding import confirm
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HeldMessageRecord
from portal.domain.actor import PORTAL, Actor, ActorKind, Membership
from portal.domain.handling.held_messages import Outgoing
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.support import add_user

MINUTE = timedelta(seconds=60)


def somebody(
    runtime: Runtime, name: str, role: Role = Role.OFFICER, agency: str = "parks"
) -> Actor:
    """Add a member of staff called `name` and return them as an actor."""
    user_id = add_user(runtime, f"{name}@{agency}.example", role, agency)
    return Actor(ActorKind.STAFF, name.title(), user_id, (Membership(role, agency, "office"),))


def confirmed(
    runtime: Runtime,
    number: str,
    actor: Actor,
    body: str = "Le sentier est rouvert.",
    kind: Outgoing = Outgoing.ANSWER,
    hold: timedelta = MINUTE,
    **more: Any,
) -> Any:
    """Let somebody confirm a text; return where it waits."""
    stored = {"body": body, "tells": False, "pause": None} | more
    content = runtime.features.content_of(kind, stored)
    return act(runtime, number, confirm, actor, content=content, hold=hold)


def held(runtime: Runtime, number: str) -> list[HeldMessageRecord]:
    """Return what of a complaint has not left, the oldest first."""
    with runtime.reading(PORTAL) as session:
        statement = (
            select(HeldMessageRecord)
            .join(ComplaintRecord, ComplaintRecord.id == HeldMessageRecord.complaint_id)
            .where(ComplaintRecord.number == number)
        )
        return list(session.scalars(statement.order_by(HeldMessageRecord.id)))
