"""Absences of the staff: recorded by themselves or by whoever leads them, and ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.records.people import AbsenceRecord
from portal.domain.absence import Absence, AbsenceProblem, AbsenceRefusedError, closes_circle
from portal.domain.actor import Actor
from portal.domain.errors import NotAllowedError
from portal.domain.permissions import Permission, may
from portal.features.absences.queries import (
    absence_ids,
    absence_not_over,
    absences_from,
    deciding_for_themselves,
    substitutes_of,
)


def absence_of_days(
    agency: Agency, user_id: int, first: date, last: date, substitute_id: int | None
) -> Absence:
    """Return the absence that lasts from a first to a last day on the agency's clocks."""
    begins, ends = agency.first_moment(first), agency.first_moment(last + timedelta(days=1))
    return Absence(agency.code, user_id, begins, ends, substitute_id)


def record_absence(
    session: Session, actor: Actor, absence: Absence, now: datetime, *, is_agreed: bool = True
) -> None:
    """Record that somebody will be away, and who works in their place.

    Raise NotAllowedError unless it is the actor's own or of somebody whom they lead, and
    AbsenceRefusedError where it cannot be. So it is, unless it `is_agreed`, where whoever replaces
    reads who complains and did not before.
    """
    _require(session, actor, absence.agency, absence.user_id)
    if problem := _problem(session, absence, now):
        raise AbsenceRefusedError(problem)
    if not is_agreed and _comes_to_read_identity(session, absence):
        raise AbsenceRefusedError(AbsenceProblem.READS_IDENTITY)
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
    record = absence_not_over(session, agency, absence_id, now)
    if record is None:
        return
    _require(session, actor, agency, record.user_id)
    if record.begins_at >= now:
        session.delete(record)
    else:
        record.ends_at = now


def end_absences(session: Session, actor: Actor, agency: str, user_id: int, now: datetime) -> int:
    """End whatever absence of somebody is not over; return how many there were."""
    ids = absence_ids(session, agency, user_id, now)
    for absence_id in ids:
        end_absence(session, actor, agency, absence_id, now)
    return len(ids)


def _require(session: Session, actor: Actor, agency: str, user_id: int) -> None:
    if actor.user_id == user_id and may(actor, Permission.OWN_ABSENCES, agency):
        return
    # Whoever named their substitute would lend out decisions and settings that are not their own.
    if not may(actor, Permission.TEAM_ABSENCES, agency) or (
        actor.user_id is not None and user_id in deciding_for_themselves(session, agency)
    ):
        raise NotAllowedError(Permission.TEAM_ABSENCES)


def _comes_to_read_identity(session: Session, absence: Absence) -> bool:
    """Tell whether the substitute reads who complains only because of this absence."""
    readers = {m.user_id for m in members_who_may(session, Permission.SEE_ALL, absence.agency)}
    is_new = absence.substitute_id is not None and absence.substitute_id not in readers
    return is_new and absence.user_id in readers


def _problem(session: Session, absence: Absence, now: datetime) -> AbsenceProblem | None:
    if absence.ends_at <= absence.begins_at:
        return AbsenceProblem.ENDS_BEFORE
    if absence.ends_at <= now:
        return AbsenceProblem.PAST
    agency, person = absence.agency, absence.user_id
    staff = members_who_may(session, Permission.OWN_ABSENCES, agency)
    if person not in {member.user_id for member in staff}:
        return AbsenceProblem.NOT_OF_AGENCY
    others = absences_from(session, agency, max(absence.begins_at, now))
    if any(other.user_id == person and other.overlaps(absence) for other in others):
        return AbsenceProblem.OVERLAPS
    offered = {member.user_id for member in substitutes_of(session, agency, person)}
    if absence.substitute_id is not None and absence.substitute_id not in offered:
        return AbsenceProblem.NOT_A_SUBSTITUTE
    return AbsenceProblem.CIRCLE if closes_circle(absence, others) else None
