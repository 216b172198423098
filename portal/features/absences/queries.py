"""Absences: those that are not over, whose may be recorded, and who could work in their place."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import Member, members_who_may, names_of
from portal.complaints.records.people import AbsenceRecord
from portal.domain.absence import Absence
from portal.domain.actor import Actor
from portal.domain.permissions import Permission, may

_A = AbsenceRecord


class ListedAbsence(Struct, frozen=True):
    """An absence that is not over, with the names of those concerned."""

    id: int
    user_id: int
    name: str
    begins_at: datetime
    ends_at: datetime
    substitute: str | None
    recorded_by: str | None


def absences_not_over(session: Session, agency: str, now: datetime) -> list[ListedAbsence]:
    """Return who is away from `agency` or will be, the soonest first."""
    records = list(session.scalars(_not_over(agency, now).order_by(_A.begins_at, _A.id)))
    concerned = [
        user_id
        for record in records
        for user_id in (record.user_id, record.substitute_id, record.recorded_by)
    ]
    names = names_of(session, concerned)
    return [
        ListedAbsence(
            id=record.id,
            user_id=record.user_id,
            name=names[record.user_id],
            begins_at=record.begins_at,
            ends_at=record.ends_at,
            substitute=names.get(record.substitute_id or 0),
            recorded_by=names.get(record.recorded_by or 0),
        )
        for record in records
    ]


def absences_from(session: Session, agency: str, moment: datetime) -> list[Absence]:
    """Return every absence from `agency` that is not over at a moment."""
    return [
        Absence(
            record.agency, record.user_id, record.begins_at, record.ends_at, record.substitute_id
        )
        for record in session.scalars(_not_over(agency, moment))
    ]


def absence_ids(session: Session, agency: str, user_id: int, now: datetime) -> list[int]:
    """Return the absences of one person from `agency` that are not over."""
    theirs = _not_over(agency, now).where(_A.user_id == user_id)
    return list(session.scalars(theirs.with_only_columns(_A.id)))


def absence_not_over(
    session: Session, agency: str, absence_id: int, now: datetime
) -> AbsenceRecord | None:
    """Return an absence from `agency` that is not over."""
    return session.scalar(_not_over(agency, now).where(_A.id == absence_id))


def people_of(session: Session, actor: Actor, agency: str) -> list[Member]:
    """Return whose absence the actor may record in `agency`, by name."""
    members = members_who_may(session, Permission.OWN_ABSENCES, agency)
    if not may(actor, Permission.TEAM_ABSENCES, agency):
        return [member for member in members if member.user_id == actor.user_id]
    others = deciding_for_themselves(session, agency).difference([actor.user_id])
    return [member for member in members if member.user_id not in others]


def substitutes_of(session: Session, agency: str, user_id: int) -> list[Member]:
    """Return who could work in somebody's place: whoever answers complaints, as they do.

    An administrator is replaced by another one.
    """
    members = members_who_may(session, Permission.ANSWER, agency)
    if user_id not in {member.user_id for member in members}:
        members = members_who_may(session, Permission.CONFIGURE, agency)
    return [member for member in members if member.user_id != user_id]


def deciding_for_themselves(session: Session, agency: str) -> frozenset[int]:
    """Return who alone says who works in their place: top authorities and administrators."""
    return frozenset(
        member.user_id
        for permission in (Permission.DECIDE, Permission.CONFIGURE)
        for member in members_who_may(session, permission, agency)
    )


def _not_over(agency: str, moment: datetime) -> Select[AbsenceRecord]:
    return select(_A).where(_A.agency == agency, _A.ends_at > moment)
