"""Staff who are away, and who stands in for them."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from portal.complaints.queries.accounts import user_by_email
from portal.complaints.queries.staff import known_user
from portal.complaints.records.people import AbsenceRecord
from portal.domain.absence import Absence
from portal.domain.actor import PORTAL, Actor
from portal.features.absences.actions import absence_of_days, record_absence
from portal.runtime import Runtime

TODAY = date(2026, 11, 24)


def user_id(runtime: Runtime, email: str) -> int:
    """Return the id of whoever signs in with this address."""
    with runtime.reading(PORTAL) as session:
        user = user_by_email(session, runtime.keyring, email)
    assert user is not None
    return user.id


def away(
    runtime: Runtime,
    email: str,
    substitute: str | None = None,
    days: tuple[int, int] = (0, 400),
    actor: Actor = PORTAL,
) -> None:
    """Record that somebody of the parks is away from a first to a last day from today."""
    first, until = (TODAY + timedelta(days=one) for one in days)
    replaces = user_id(runtime, substitute) if substitute else None
    agency = runtime.agencies.agency("parks")
    absence = absence_of_days(agency, user_id(runtime, email), first, until, replaces)
    with runtime.transaction() as session:
        record_absence(session, actor, absence, runtime.now())


def absences(runtime: Runtime) -> list[AbsenceRecord]:
    """Return what is recorded, the oldest first."""
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(AbsenceRecord).order_by(AbsenceRecord.id)))


def standing_in(runtime: Runtime, absent: Actor, substitute: Actor) -> Actor:
    """Return the substitute as the actor that they are while somebody is away."""
    begins, ends = runtime.now() - timedelta(days=1), runtime.now() + timedelta(days=9)
    with runtime.transaction() as session:
        assert absent.user_id is not None
        away = Absence("parks", absent.user_id, begins, ends, substitute.user_id)
        record_absence(session, absent, away, runtime.now())
    with runtime.reading(substitute) as session:
        assert substitute.user_id is not None
        known = known_user(session, substitute.user_id, runtime.now())
    assert known is not None
    return known.actor
