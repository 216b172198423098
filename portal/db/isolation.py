"""Agencies are kept apart here, once, for every query.

A session works on behalf of an actor. Each SELECT, UPDATE or DELETE over a complaint, or over
anything that belongs to one, is narrowed to what the actor may see; without an actor it is an
error. No query has to remember it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, event, false, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from portal.db.models.base import OfComplaint
from portal.db.models.complaint import ComplaintRecord
from portal.domain.actor import Actor, ActorKind
from portal.domain.errors import ActorMissingError
from portal.domain.permissions import Permission, agencies_where


class PortalSession(Session):
    """A session that knows on whose behalf it works."""


@event.listens_for(PortalSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load or state.is_insert:
        return
    actor = state.session.info.get("actor")
    if actor is None:
        raise ActorMissingError
    if actor.kind is ActorKind.PORTAL:
        return
    state.statement = state.statement.options(*_criteria(actor))


def _criteria(actor: Actor) -> list[Any]:
    visible = _visible(actor, ComplaintRecord)
    if visible is None:
        return []
    ids = select(ComplaintRecord.id).where(visible).scalar_subquery()
    return [
        with_loader_criteria(ComplaintRecord, visible, include_aliases=True),
        with_loader_criteria(
            OfComplaint, lambda cls: cls.complaint_id.in_(ids), include_aliases=True
        ),
    ]


def _visible(actor: Actor, record: Any) -> ColumnElement[bool] | None:
    if actor.kind is ActorKind.COMPLAINANT:
        criterion: ColumnElement[bool] = record.id == actor.complaint_id
        return criterion
    agencies = agencies_where(actor, Permission.SEE_COMPLAINTS)
    if agencies is None:
        return None
    seen: ColumnElement[bool] = record.agency.in_(sorted(agencies)) if agencies else false()
    return seen
