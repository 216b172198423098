"""Absences of the staff: recorded by themselves or by whoever leads them, and ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.queries.accounts import Member, members_who_may
from portal.complaints.records.people import AbsenceRecord
from portal.domain.absence import Absence, AbsenceProblem, AbsenceRefusedError, closes_circle
from portal.domain.actor import Actor
from portal.domain.errors import NotAllowedError
from portal.domain.permissions import Permission, may


def absence_of_days(
    agency: Agency, user_id: int, first: date, last: date, substitute_id: int | None
) -> Absence:
    """Return the absence that lasts from a first to a last day on the agency's clocks."""
    begins, ends = agency.first_moment(first), agency.first_moment(last + timedelta(days=1))
    return Absence(agency.code, user_id, begins, ends, substitute_id)


def record_absence(session: Session, actor: Actor, absence: Absence, now: datetime) -> None:
    """Record that somebody will be away, and who works in their place.

    Raise NotAllowedError unless it is the actor's own or of somebody whom they lead, and
    AbsenceRefusedError where it cannot be.
    """
    _require(session, actor, absence.agency, absence.user_id)
    if problem := _problem(session, absence, now):
        raise AbsenceRefusedError(problem)
    session.add(
        AbsenceRecord(
            agency=absence.agency,
            user_id=absence.user_id,
            begins_at=absence.begins_at,
            ends_at=absence.ends_at,
            substitute_id=absence.substitute_id,
            recorded_by=actor.user_id,
            recorded_at=now,
        )
    )


def end_absence(
    session: Session, actor: Actor, agency: str, absence_id: int, now: datetime
) -> None:
    """End an absence at once; one that has not begun, or does not exist any more, is gone."""
    record = session.get(AbsenceRecord, absence_id)
    if record is None or record.agency != agency or record.ends_at <= now:
        return
    _require(session, actor, agency, record.user_id)
    if record.begins_at >= now:
        session.delete(record)
    else:
        record.ends_at = now


def end_absences(session: Session, actor: Actor, agency: str, user_id: int, now: datetime) -> int:
    """End whatever absence of somebody is not over; return how many there were."""
    mine = AbsenceRecord.agency == agency, AbsenceRecord.user_id == user_id
    found = session.scalars(select(AbsenceRecord.id).where(*mine, AbsenceRecord.ends_at > now))
    ended = list(found)
    for absence_id in ended:
        end_absence(session, actor, agency, absence_id, now)
    return len(ended)


def people_of(session: Session, actor: Actor, agency: str) -> list[Member]:
    """Return whose absence the actor may record in `agency`, by name."""
    members = members_who_may(session, Permission.OWN_ABSENCES, agency)
    if not may(actor, Permission.TEAM_ABSENCES, agency):
        return [one for one in members if one.user_id == actor.user_id]
    for_themselves = _for_themselves(session, agency)
    return [
        one for one in members if one.user_id == actor.user_id or one.user_id not in for_themselves
    ]


def substitutes_of(session: Session, agency: str, user_id: int) -> list[Member]:
    """Return who could work in somebody's place: whoever answers complaints, as they do.

    An administrator is replaced by another one.
    """
    answering = members_who_may(session, Permission.ANSWER, agency)
    if user_id not in {one.user_id for one in answering}:
        answering = members_who_may(session, Permission.CONFIGURE, agency)
    return [one for one in answering if one.user_id != user_id]


def _require(session: Session, actor: Actor, agency: str, user_id: int) -> None:
    if actor.user_id == user_id and may(actor, Permission.OWN_ABSENCES, agency):
        return
    # Whoever named their substitute would lend out decisions and settings that are not their own.
    if not may(actor, Permission.TEAM_ABSENCES, agency) or (
        actor.user_id is not None and user_id in _for_themselves(session, agency)
    ):
        raise NotAllowedError(Permission.TEAM_ABSENCES)


def _for_themselves(session: Session, agency: str) -> frozenset[int]:
    """Return who alone says who works in their place: top authorities and administrators."""
    return frozenset(
        one.user_id
        for permission in (Permission.DECIDE, Permission.CONFIGURE)
        for one in members_who_may(session, permission, agency)
    )


def _problem(session: Session, absence: Absence, now: datetime) -> AbsenceProblem | None:
    if absence.ends_at <= absence.begins_at:
        return AbsenceProblem.ENDS_BEFORE
    if absence.ends_at <= now:
        return AbsenceProblem.PAST
    agency, person = absence.agency, absence.user_id
    staff = members_who_may(session, Permission.OWN_ABSENCES, agency)
    if person not in {one.user_id for one in staff}:
        return AbsenceProblem.NOT_OF_AGENCY
    others = _absences_from(session, agency, max(absence.begins_at, now))
    if any(one.user_id == person and one.overlaps(absence) for one in others):
        return AbsenceProblem.OVERLAPS
    offered = {one.user_id for one in substitutes_of(session, agency, person)}
    if absence.substitute_id is not None and absence.substitute_id not in offered:
        return AbsenceProblem.NOT_A_SUBSTITUTE
    return AbsenceProblem.CIRCLE if closes_circle(absence, others) else None


def _absences_from(session: Session, agency: str, moment: datetime) -> list[Absence]:
    statement = select(AbsenceRecord).where(
        AbsenceRecord.agency == agency, AbsenceRecord.ends_at > moment
    )
    return [
        Absence(one.agency, one.user_id, one.begins_at, one.ends_at, one.substitute_id)
        for one in session.scalars(statement)
    ]
