"""The staff of an organisation that others take over: who follows whom, and as what."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.agencies.registry import Registry
from portal.complaints.records.people import AbsenceRecord, MembershipRecord
from portal.domain.actor import Role
from portal.domain.succession import Destination, Succession

# The successor has its own: who leads or administers it is for people to say.
STAY_BEHIND = frozenset({Role.TOP_AUTHORITY, Role.ADMINISTRATOR})


def members_of(session: Session, agency: str) -> list[MembershipRecord]:
    """Return what people are to an agency."""
    found = select(MembershipRecord).where(MembershipRecord.agency == agency)
    return list(session.scalars(found.order_by(MembershipRecord.id)))


def follows(member: MembershipRecord) -> bool:
    """Tell whether this role goes along to whoever takes over."""
    return Role(member.role) not in STAY_BEHIND


def let_staff_follow(session: Session, agencies: Registry, succession: Succession) -> None:
    """Make the staff the same to the successors of their work; no one twice."""
    old = agencies.agency(succession.agency)
    for member in members_of(session, succession.agency):
        if follows(member):
            for place in _destinations(old, succession, member.unit):
                _add_once(session, old, agencies.agency(place.agency), member, place.category)
    for absence in _absences_after(session, succession):
        for agency in succession.successors:
            _let_absence_follow(session, absence, agency)


def end_memberships(session: Session, agency: str) -> None:
    """Let nobody be anything to the old agency any more."""
    for member in members_of(session, agency):
        session.delete(member)


def _absences_after(session: Session, succession: Succession) -> list[AbsenceRecord]:
    statement = select(AbsenceRecord).where(
        AbsenceRecord.agency == succession.agency, AbsenceRecord.ends_at > succession.effective_at
    )
    return list(session.scalars(statement))


def _let_absence_follow(session: Session, absence: AbsenceRecord, agency: str) -> None:
    """Keep somebody away at a successor too, unless it knows of an absence of theirs then."""
    known = select(AbsenceRecord.id).where(
        AbsenceRecord.agency == agency,
        AbsenceRecord.user_id == absence.user_id,
        AbsenceRecord.begins_at < absence.ends_at,
        AbsenceRecord.ends_at > absence.begins_at,
    )
    if session.scalar(known.limit(1)) is None:
        session.add(
            AbsenceRecord(
                agency=agency,
                user_id=absence.user_id,
                begins_at=absence.begins_at,
                ends_at=absence.ends_at,
                substitute_id=absence.substitute_id,
                recorded_by=absence.recorded_by,
                recorded_at=absence.recorded_at,
            )
        )


def _destinations(old: Agency, succession: Succession, unit: str | None) -> Iterator[Destination]:
    """Yield where the work of a unit goes, once for each successor."""
    of_unit = [one.code for one in old.settings.categories if unit and one.unit == unit]
    places = [succession.destination(code) for code in of_unit] or [succession.rest]
    yield from {place.agency: place for place in reversed(places)}.values()


def _add_once(
    session: Session, old: Agency, new: Agency, member: MembershipRecord, category: str
) -> None:
    same = (
        MembershipRecord.user_id == member.user_id,
        MembershipRecord.agency == new.code,
        MembershipRecord.role == member.role,
    )
    if session.scalar(select(MembershipRecord.id).where(*same).limit(1)) is None:
        session.add(
            MembershipRecord(
                user_id=member.user_id,
                role=member.role,
                agency=new.code,
                post=_post(old, new, member.post),
                unit=_unit(new, category) if member.unit else None,
            )
        )
        session.flush()


def _post(old: Agency, new: Agency, post: str | None) -> str | None:
    """Return the post held at the successor: the first level's, or the same below the top."""
    below_top = [step.to for step in new.settings.escalation[:-1]]
    if post == old.settings.escalation[0].to:
        return new.settings.escalation[0].to
    return post if post in below_top else None


def _unit(new: Agency, category: str) -> str | None:
    return next((one.unit for one in new.settings.categories if one.code == category), None)
