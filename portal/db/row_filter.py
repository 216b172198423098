"""Agencies are kept apart here, once, for every query; so is what is told of reprisals, and
whoever a complaint concerns from that complaint.

A session works on behalf of an actor. Each SELECT, UPDATE or DELETE over a complaint, or over
anything that belongs to one, is narrowed to what the actor may see; without an actor it is an
error. No query has to remember it.

A rule says what narrows one stored class for an actor. Only the classes that a statement mentions
are narrowed: the rules of all the others would cost it more than it takes itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, event, exists, false, or_, select, true
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from portal.complaints.records.complaint import ComplaintRecord, PersonRecord
from portal.complaints.records.held_message import HeldMessageRecord
from portal.complaints.records.message import AttachmentRecord, MessageRecord
from portal.complaints.records.outbox import OutboxRecord
from portal.complaints.records.people import AccessLogRecord
from portal.db.base import OfComplaint
from portal.db.named_records import mentioned
from portal.domain.actor import PORTAL, Actor, ActorKind
from portal.domain.confidential import TEXTS
from portal.domain.errors import ActorMissingError, PortalError
from portal.domain.permissions import Permission, agencies_where
from portal.features.alarms.records import AlarmRecord
from portal.features.conflicts_of_interest.row_rule import not_concerned
from portal.features.groups.records import GroupRecord, OfGroup
from portal.features.information_requests.asked_of import asked_of
from portal.features.information_requests.records import InformationRequestRecord
from portal.features.joint_answers.records import PartRecord
from portal.features.lessons.records import LessonRecord
from portal.features.lessons.rules import LessonState
from portal.features.recommendations.records import RecommendationRecord, RecommendationStepRecord
from portal.features.satisfaction.records import SurveyMarkRecord

# These belong to a complaint some of the time; where they do not, nobody but the portal sees them.
_SOMETIMES_OF_COMPLAINT: tuple[Any, ...] = (AttachmentRecord, OutboxRecord, AccessLogRecord)

# What a complainant holds back from other agencies than the one that had it.
_KEPT: tuple[Any, ...] = (PersonRecord, MessageRecord, AttachmentRecord)

_INTERNAL: tuple[Any, ...] = (RecommendationRecord, RecommendationStepRecord, HeldMessageRecord)

FOR_DELIVERY = "for_delivery"
"""The option of a query by which the portal reads where to write to: what no page shows."""

# Tables of their own, so that the criteria on complaints are not added to them once more.
_SEEN = ComplaintRecord.__table__.alias("seen")
_SEEN_GROUP = GroupRecord.__table__.alias("seen_group")


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
    records = mentioned(state.statement)
    state.statement = state.statement.options(
        *(option for record in records for option in _narrowing(actor, record))
    )


@lru_cache(maxsize=4096)
def _narrowing(actor: Actor, record: Any) -> tuple[Any, ...]:
    """Return what narrows one stored class for an actor: built once, longer than a query takes."""
    criteria = (rule(actor, record) for rule in _RULES)
    return tuple(
        with_loader_criteria(record, criterion, include_aliases=True)
        for criterion in criteria
        if criterion is not None
    )


def _by_complaint(actor: Actor, record: Any) -> ColumnElement[bool] | None:
    """Return what keeps complaints, and all that belongs to them, to those who may see them."""
    if _sees_all(actor):
        return None
    if record is ComplaintRecord:
        return _visible(actor, ComplaintRecord)
    if record is InformationRequestRecord:
        # With its complaint, or by whoever is asked.
        asked = and_(asked_of(actor), _unconcerned(actor, record.complaint_id))
        return or_(_belongs_to_visible(actor, record.complaint_id), asked)
    if record is PartRecord:
        # Both agencies see what they agreed on, each by its own complaint.
        return or_(
            _belongs_to_visible(actor, PartRecord.complaint_id),
            _belongs_to_visible(actor, PartRecord.part_id),
        )
    if issubclass(record, OfComplaint) or record in _SOMETIMES_OF_COMPLAINT:
        return _belongs_to_visible(actor, record.complaint_id)
    return None


def _unprotected(actor: Actor, record: Any) -> ColumnElement[bool] | None:
    """Return what keeps the texts about reprisals from the staff who do not protect from them."""
    if record is not MessageRecord or actor.kind is ActorKind.COMPLAINANT:
        return None
    agencies = agencies_where(actor, Permission.PROTECT)
    if agencies is None:
        return None
    protected = _agency_of(MessageRecord.complaint_id).in_(sorted(agencies))
    return or_(MessageRecord.kind.not_in(TEXTS), protected if agencies else false())


def _internal(actor: Actor, record: Any) -> ColumnElement[bool] | None:
    """Return what keeps from complainants what their history tells them, as far as they may know.

    That is recommendations, what is about to be sent to them, and whom of the staff their
    complaint concerns.
    """
    return false() if actor.kind is ActorKind.COMPLAINANT and record in _INTERNAL else None


def _of_agencies(actor: Actor, record: Any) -> ColumnElement[bool] | None:
    """Return what keeps lessons and alarms in their agency, and who answered a survey from staff.

    A lesson that is published is everybody's.
    """
    if record is SurveyMarkRecord:
        return false() if actor.kind is ActorKind.STAFF else None
    if record is LessonRecord:
        told = agencies_where(actor, Permission.SEE_RECOMMENDATIONS)
        is_public = LessonRecord.state == LessonState.PUBLISHED.value
        return None if told is None else or_(is_public, LessonRecord.agency.in_(sorted(told)))
    if record is AlarmRecord:
        warned = agencies_where(actor, Permission.SEE_ALARMS)
        return None if warned is None else AlarmRecord.agency.in_(sorted(warned))
    return None


def _of_groups(actor: Actor, record: Any) -> ColumnElement[bool] | None:
    """Return what keeps an agency's groups, and all that belongs to them, to its people."""
    agencies = agencies_where(actor, Permission.SEE_GROUPS)
    if agencies is None:
        return None
    codes = sorted(agencies)
    if record is GroupRecord:
        return GroupRecord.agency.in_(codes) if codes else false()
    if issubclass(record, OfGroup):
        of_seen = _SEEN_GROUP.c.agency.in_(codes) if codes else false()
        return exists().where(_SEEN_GROUP.c.id == record.group_id, of_seen)
    return None


def _held_back(actor: Actor, record: Any) -> ColumnElement[bool] | None:
    """Return what keeps from the staff of an agency what was held back for another one."""
    if actor.kind is ActorKind.COMPLAINANT or record not in _KEPT:
        return None
    return or_(record.kept_for.is_(None), _agency_of(record.complaint_id) == record.kept_for)


_RULES = (_unprotected, _internal, _held_back, _of_agencies, _of_groups, _by_complaint)


def _sees_all(actor: Actor) -> bool:
    is_staff = actor.kind is not ActorKind.COMPLAINANT
    everywhere = is_staff and agencies_where(actor, Permission.SEE_COMPLAINTS) is None
    return everywhere and actor.user_id is None


def _visible(actor: Actor, record: Any) -> ColumnElement[bool]:
    """Return what tells which complaints an actor sees, in a table of complaints."""
    if actor.kind is ActorKind.COMPLAINANT:
        # The parts that other agencies answer are of the same complaint.
        return or_(record.id == actor.complaint_id, record.parent_id == actor.complaint_id)
    return and_(_in_agencies(actor, record.agency), _unconcerned(actor, record.id))


def _belongs_to_visible(actor: Actor, complaint_id: Any) -> ColumnElement[bool]:
    """Return what tells whether something belongs to a complaint that an actor sees.

    What belongs to none is seen by nobody.
    """
    if actor.kind is ActorKind.COMPLAINANT:
        return exists().where(_SEEN.c.id == complaint_id, _visible(actor, _SEEN.c))
    in_agencies = _in_agencies(actor, _agency_of(complaint_id))
    return and_(complaint_id.is_not(None), in_agencies, _unconcerned(actor, complaint_id))


def _agency_of(complaint_id: Any) -> ScalarSelect[str]:
    """Return the agency that has a complaint, as one value.

    Of few rows it is looked up for each. As a condition that something exists, PostgreSQL would
    first make a list of all the complaints that an agency has.
    """
    return select(_SEEN.c.agency).where(_SEEN.c.id == complaint_id).scalar_subquery()


def _in_agencies(actor: Actor, agency: Any) -> ColumnElement[bool]:
    agencies = agencies_where(actor, Permission.SEE_COMPLAINTS)
    if agencies is None:
        return true()
    return agency.in_(sorted(agencies)) if agencies else false()


def _unconcerned(actor: Actor, complaint_id: Any) -> ColumnElement[bool]:
    """Return what keeps the staff from the complaints that concern themselves."""
    return true() if actor.user_id is None else not_concerned(actor.user_id, complaint_id)
