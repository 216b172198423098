"""Agencies are kept apart here, once, for every query; so is what is told of reprisals, and
whoever a complaint concerns from that complaint.

A session works on behalf of an actor. Each SELECT, UPDATE or DELETE over a complaint, or over
anything that belongs to one, is narrowed to what the actor may see; without an actor it is an
error. No query has to remember it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, event, exists, false, or_, true
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from portal.db.asked import asked_of
from portal.db.conflicts import not_concerned
from portal.db.models.account import AccessLogRecord
from portal.db.models.alarm import AlarmRecord
from portal.db.models.base import OfComplaint
from portal.db.models.complaint import ComplaintRecord, PersonRecord
from portal.db.models.group import GroupRecord, OfGroup
from portal.db.models.held import HeldMessageRecord
from portal.db.models.information_request import InformationRequestRecord
from portal.db.models.lesson import LessonRecord
from portal.db.models.message import AttachmentRecord, MessageRecord
from portal.db.models.outbox import OutboxRecord
from portal.db.models.part import PartRecord
from portal.db.models.recommendation import RecommendationRecord, RecommendationStepRecord
from portal.db.models.survey import SurveyMarkRecord
from portal.domain.actor import PORTAL, Actor, ActorKind
from portal.domain.errors import ActorMissingError, PortalError
from portal.domain.lesson import LessonState
from portal.domain.permissions import Permission, agencies_where
from portal.domain.reprisal import TEXTS

# These belong to a complaint some of the time; where they do not, nobody but the portal sees them.
_SOMETIMES_OF_COMPLAINT: tuple[Any, ...] = (AttachmentRecord, OutboxRecord, AccessLogRecord)

# What a complainant holds back from other agencies than the one that had it.
_KEPT: tuple[Any, ...] = (PersonRecord, MessageRecord, AttachmentRecord)

FOR_DELIVERY = "for_delivery"
"""The option of a query by which the portal reads where to write to: what no page shows."""

# A table of its own, so that the criterion on complaints is not added to it once more. It is
# asked row by row: a list of every visible complaint would be read anew by each query.
_SEEN = ComplaintRecord.__table__.alias("seen")


class UnnarrowedUpdateError(PortalError):
    """Rows were to be changed by their keys alone, past what keeps agencies apart."""


class PortalSession(Session):
    """A session that knows on whose behalf it works."""


@contextmanager
def as_the_portal(session: Session) -> Iterator[None]:
    """Let the portal do what follows from an act in rows that whoever acts may not see.

    They are shown nothing of it: what they ask for afterwards is narrowed as before.
    """
    actor = session.info["actor"]
    session.info["actor"] = PORTAL
    try:
        yield
    finally:
        session.info["actor"] = actor


@event.listens_for(PortalSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load or state.is_insert:
        return
    actor = state.session.info.get("actor")
    if actor is None:
        raise ActorMissingError
    if actor.kind is ActorKind.PORTAL or state.execution_options.get(FOR_DELIVERY):
        return
    if state.is_update and isinstance(state.parameters, list):
        raise UnnarrowedUpdateError
    state.statement = state.statement.options(*_criteria(actor))


@lru_cache(maxsize=512)
def _criteria(actor: Actor) -> list[Any]:
    """Return what narrows every query of an actor: built once, it takes longer than the queries."""
    visible = _visible(actor, ComplaintRecord)
    seen, seen_visible = _SEEN, _visible(actor, _SEEN.c)
    if visible is None or seen_visible is None:
        return [*_unprotected(actor), *_held_back(actor), *_of_agencies(actor), *_groups(actor)]
    return [
        *_unprotected(actor),
        *_internal(actor),
        *_held_back(actor),
        *_of_agencies(actor),
        *_groups(actor),
        with_loader_criteria(ComplaintRecord, visible, include_aliases=True),
        with_loader_criteria(
            OfComplaint,
            lambda cls: exists().where(seen.c.id == cls.complaint_id, seen_visible),
            include_aliases=True,
        ),
        *(
            with_loader_criteria(
                record,
                exists().where(seen.c.id == record.complaint_id, seen_visible),
                include_aliases=True,
            )
            for record in _SOMETIMES_OF_COMPLAINT
        ),
        _requests(actor, seen_visible),
        _parts(seen_visible),
    ]


def _requests(actor: Actor, seen_visible: ColumnElement[bool]) -> Any:
    """Return what lets a request be seen with its complaint, or by whoever is asked."""
    request = InformationRequestRecord
    with_complaint = exists().where(_SEEN.c.id == request.complaint_id, seen_visible)
    asked = and_(asked_of(actor), _unconcerned(actor, request.complaint_id))
    seen = or_(with_complaint, asked)
    return with_loader_criteria(request, seen, include_aliases=True)


def _parts(seen_visible: ColumnElement[bool]) -> Any:
    """Return what lets both agencies see what they agreed on, each by its own complaint."""
    either = or_(_SEEN.c.id == PartRecord.complaint_id, _SEEN.c.id == PartRecord.part_id)
    return with_loader_criteria(
        PartRecord, exists().where(either, seen_visible), include_aliases=True
    )


def _unprotected(actor: Actor) -> list[Any]:
    """Return what keeps the texts about reprisals from the staff who do not protect from them."""
    agencies = agencies_where(actor, Permission.PROTECT)
    if actor.kind is ActorKind.COMPLAINANT or agencies is None:
        return []
    protected = exists().where(
        _SEEN.c.id == MessageRecord.complaint_id, _SEEN.c.agency.in_(sorted(agencies))
    )
    read = or_(MessageRecord.kind.not_in(TEXTS), protected if agencies else false())
    return [with_loader_criteria(MessageRecord, read, include_aliases=True)]


def _internal(actor: Actor) -> list[Any]:
    """Return what keeps from complainants what their history tells them, as far as they may know.

    That is recommendations, what is about to be sent to them, and whom of the staff their
    complaint concerns.
    """
    if actor.kind is not ActorKind.COMPLAINANT:
        return []
    internal = (RecommendationRecord, RecommendationStepRecord, HeldMessageRecord)
    return [with_loader_criteria(record, false(), include_aliases=True) for record in internal]


def _of_agencies(actor: Actor) -> list[Any]:
    """Return what keeps lessons and alarms in their agency, and who answered a survey from staff.

    A lesson that is published is everybody's.
    """
    criteria: list[tuple[Any, ColumnElement[bool]]] = []
    told = agencies_where(actor, Permission.SEE_RECOMMENDATIONS)
    if told is not None:
        is_public = LessonRecord.state == LessonState.PUBLISHED.value
        criteria.append((LessonRecord, or_(is_public, LessonRecord.agency.in_(sorted(told)))))
    warned = agencies_where(actor, Permission.SEE_ALARMS)
    if warned is not None:
        criteria.append((AlarmRecord, AlarmRecord.agency.in_(sorted(warned))))
    if actor.kind is ActorKind.STAFF:
        criteria.append((SurveyMarkRecord, false()))
    return [
        with_loader_criteria(record, criterion, include_aliases=True)
        for record, criterion in criteria
    ]


def _groups(actor: Actor) -> list[Any]:
    """Return what keeps an agency's groups, and all that belongs to them, to its people."""
    agencies = agencies_where(actor, Permission.SEE_GROUPS)
    if agencies is None:
        return []
    group = GroupRecord.__table__.alias("seen_group")
    codes = sorted(agencies)
    seen = GroupRecord.agency.in_(codes) if codes else false()
    of_seen = group.c.agency.in_(codes) if codes else false()
    return [
        with_loader_criteria(GroupRecord, seen, include_aliases=True),
        with_loader_criteria(
            OfGroup,
            lambda cls: exists().where(group.c.id == cls.group_id, of_seen),
            include_aliases=True,
        ),
    ]


def _held_back(actor: Actor) -> list[Any]:
    """Return what keeps from the staff of an agency what was held back for another one."""
    if actor.kind is ActorKind.COMPLAINANT:
        return []
    return [
        with_loader_criteria(record, _travelled(record), include_aliases=True) for record in _KEPT
    ]


def _travelled(record: Any) -> ColumnElement[bool]:
    in_its_hands = exists().where(
        _SEEN.c.id == record.complaint_id, _SEEN.c.agency == record.kept_for
    )
    return or_(record.kept_for.is_(None), in_its_hands)


def _visible(actor: Actor, record: Any) -> ColumnElement[bool] | None:
    if actor.kind is ActorKind.COMPLAINANT:
        # The parts that other agencies answer are of the same complaint.
        return or_(record.id == actor.complaint_id, record.parent_id == actor.complaint_id)
    agencies = agencies_where(actor, Permission.SEE_COMPLAINTS)
    if agencies is None:
        return None if actor.user_id is None else _unconcerned(actor, record.id)
    if not agencies:
        return false()
    return and_(record.agency.in_(sorted(agencies)), _unconcerned(actor, record.id))


def _unconcerned(actor: Actor, complaint_id: Any) -> ColumnElement[bool]:
    """Return what keeps the staff from the complaints that concern themselves."""
    return true() if actor.user_id is None else not_concerned(actor.user_id, complaint_id)
