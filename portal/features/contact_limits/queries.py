"""Limits on contact: what holds for a complainant, an agency's register, what is due or counted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from sqlalchemy import ColumnElement, bindparam, exists, literal_column, or_, select
from sqlalchemy.orm import Session

from portal.complaints.every_feature import Features
from portal.complaints.queries.accounts import Member as Answerer
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.queries.case_file import CaseRead
from portal.complaints.queries.followed import FollowedRead
from portal.complaints.queries.of_complaint import COMPLAINT_ID, read_of
from portal.complaints.queries.staff import Member, Staff
from portal.complaints.records.complaint import COMPLAINANT, ComplaintRecord, PersonRecord
from portal.complaints.records.people import AbsenceRecord, MembershipRecord, UserRecord
from portal.complaints.work import AtLevel, reached_posts
from portal.db.reads import AnySelect, Rows
from portal.db.row_filter import FOR_DELIVERY, as_the_portal
from portal.domain.absence import Away, stand_in
from portal.domain.permissions import Permission
from portal.domain.role import Role
from portal.features.contact_limits.records import ContactLimitRecord
from portal.features.contact_limits.rules import GROUPED_FOR, LimitLife, LimitState, Means

_L, _C = ContactLimitRecord, ComplaintRecord
_SHOWN_SINCE = timedelta(days=365)
_OPEN = (LimitState.PROPOSED.value, LimitState.IN_FORCE.value)
# What never held is no limit. One that a transfer took back before it was decided is none either.
_HELD = (LimitState.IN_FORCE.value, LimitState.LIFTED.value, LimitState.OVER.value)
# In the query's own text, as in the index of the few limits it chooses.
_IN_FORCE: ColumnElement[str] = literal_column(f"'{LimitState.IN_FORCE.value}'")


class ShownLimit(Struct, frozen=True):
    """A limit with the name of the contact, and the number of the complaint that led to it."""

    contact: str | None
    complaint_id: int
    number: str
    state: str
    means: Sequence[str]
    facts: str
    last_day: date
    proposed_at: datetime
    decided_by: int | None
    review_asked_at: datetime | None
    reviewed_at: datetime | None

    @property
    def awaits_review(self) -> bool:
        """Tell whether its complainant asked for a review, and nobody said anything yet."""
        return self.review_asked_at is not None and self.reviewed_at is None


# What is shown of limits.


def _shown(rows: Rows) -> tuple[ShownLimit, ...]:
    return tuple(ShownLimit(*row) for row in rows)


_CONTACT = UserRecord.__table__.alias("contact")
_SHOWN: AnySelect = (
    select(
        *(_L.id, _CONTACT.c.name, _L.complaint_id, _C.number, _L.state, _L.means, _L.facts),
        *(_L.last_day, _L.proposed_at, _L.decided_by, _L.review_asked_at, _L.reviewed_at),
    )
    .join(_C, _C.id == _L.complaint_id)
    .outerjoin(_CONTACT, _CONTACT.c.id == _L.contact_id)
)
_SAME_ADDRESS = select(PersonRecord.email_hash).where(
    PersonRecord.complaint_id == COMPLAINT_ID, PersonRecord.email_hash.is_not(None)
)
_THEIRS = or_(_L.complaint_id == COMPLAINT_ID, _L.email_hash.in_(_SAME_ADDRESS))

LIMITS: CaseRead[tuple[ShownLimit, ...]] = CaseRead(
    (_SHOWN.where(_L.agency == bindparam("agency"), _L.state.in_(_OPEN), _THEIRS),), _shown
)
"""What is proposed or holds for a complainant in an agency.

That is what came from this complaint, or from another of the same e-mail address.
"""

OWN_LIMIT: FollowedRead[ShownLimit | None] = FollowedRead(
    (_SHOWN.where(_L.complaint_id == COMPLAINT_ID, _L.state == LimitState.IN_FORCE.value),),
    lambda rows: _shown(rows)[-1] if rows else None,
)
"""What holds, or held last, of what was decided from a complaint."""


def register(session: Session, agency: str, now: datetime) -> list[ShownLimit]:
    """Return the agency's limits, open ones and those of the last year, the newest first."""
    recent = or_(_L.state.in_(_OPEN), _L.ended_at >= now - _SHOWN_SINCE)
    shown = _SHOWN.where(_L.agency == agency, recent).order_by(_L.id.desc())
    return [ShownLimit(*row[1:]) for row in session.execute(shown)]


def own_limit(session: Session, complaint_id: int) -> ShownLimit | None:
    """Return what holds, or held last, of what was decided from a complaint."""
    return read_of(session, OWN_LIMIT, complaint_id)


# Who reviews a limit, and who may be the one person who answers.


def reviewers(session: Session, staff: Staff, agency: str, decided_by: int | None) -> list[Member]:
    """Return who reviews a limit: the top authority, away or not where nobody works in its place.

    Nobody of the `staff` who is kept out of the complaint does, nor whoever decided the limit.
    """
    at_work = staff.top_authority(session, agency)
    everybody = staff.holding(session, agency, Role.TOP_AUTHORITY)
    for members in (at_work, everybody):
        if found := [member for member in members if member.user_id != decided_by]:
            return found
    return []


class TopAuthority(Struct, frozen=True):
    """Whose own role in the agency this is, and who is away from it, each with their substitute."""

    people: frozenset[int]
    away: Away

    def reviews(self, excluded: Collection[int], decided_by: int | None) -> bool:
        """Tell whether one of them reviews a limit, as `reviewers` finds them."""
        own = self.people.difference(excluded)
        able = own | {stand_in(person, self.away) for person in own}
        return bool(able.difference(excluded, (None, decided_by)))


_M, _A = MembershipRecord, AbsenceRecord
_AWAITS_REVIEW = exists().where(
    _L.complaint_id == COMPLAINT_ID, _L.review_asked_at.is_not(None), _L.reviewed_at.is_(None)
)
TOP_AUTHORITY: CaseRead[TopAuthority] = CaseRead(
    (
        select(_M.id.label("by"), _M.user_id)
        .join(UserRecord, UserRecord.id == _M.user_id)
        .where(_M.agency == bindparam("agency"), _M.role == Role.TOP_AUTHORITY.value)
        .where(UserRecord.is_active, _AWAITS_REVIEW),
        select(_A.id.label("by"), _A.user_id, _A.substitute_id)
        .where(_A.agency == bindparam("agency"), _AWAITS_REVIEW)
        .where(_A.begins_at <= bindparam("now"), _A.ends_at > bindparam("now")),
    ),
    lambda people, away: TopAuthority(frozenset(person for (person,) in people), dict(away)),
)
"""Who may review what is asked to be reviewed, at whatever post: read where anything is."""


def is_reviewed_inside(
    session: Session,
    features: Features,
    complaint_id: int,
    agency: str,
    decided_by: int | None,
    now: datetime,
) -> bool:
    """Tell whether anybody of the agency reviews a limit; otherwise it is for an outside body."""
    staff = Staff(now).excluding(features.excluded(session, [complaint_id]).get(complaint_id, ()))
    with as_the_portal(session):
        return bool(reviewers(session, staff, agency, decided_by))


def who_may_answer(
    session: Session, complaint: AtLevel, excluded: Collection[int]
) -> list[Answerer]:
    """Return who may open a complaint at its level and answer it, but for the `excluded`."""
    reached = reached_posts(session, complaint)
    members = members_who_may(session, Permission.ANSWER, complaint.agency, reached)
    return [member for member in members if member.user_id not in excluded]


# What is acted on.


def limits_from(
    session: Session, complaint_id: int, *states: LimitState
) -> list[ContactLimitRecord]:
    """Return the limits that were decided from a complaint, in these states, to act on them."""
    limits = select(_L).where(_L.complaint_id == complaint_id, _L.state.in_(states))
    # Whoever acts, be it the complainant: what is only proposed they are shown nowhere.
    return list(session.scalars(limits.order_by(_L.id).execution_options(**{FOR_DELIVERY: True})))


def weekly_limit(session: Session, complaint_id: int) -> ContactLimitRecord | None:
    """Return the limit by which the complainant may write once a week, if there is one."""
    limits = session.scalars(
        select(_L).where(_L.complaint_id == complaint_id, _L.state == _IN_FORCE)
    )
    return next((limit for limit in limits if Means.WEEKLY in limit.means), None)


def complainant_email_hash(session: Session, complaint_id: int) -> str | None:
    """Return by what other complaints of the same e-mail address are known."""
    # The first row is whole, whatever of it the agency may read.
    statement = (
        select(PersonRecord.email_hash)
        .where(PersonRecord.complaint_id == complaint_id, PersonRecord.role == COMPLAINANT)
        .order_by(PersonRecord.id)
        .limit(1)
        .execution_options(**{FOR_DELIVERY: True})
    )
    return session.scalar(statement)


def limits_over(session: Session, now: datetime) -> list[str]:
    """Return the numbers of the complaints whose limit has come to its day."""
    return _numbers(session, _L.ends_at <= now)


def messages_waiting(session: Session, now: datetime) -> list[str]:
    """Return the numbers of the complaints whose grouped messages are to be told now."""
    return _numbers(session, _L.waiting > 0, _L.told_at <= now - GROUPED_FOR)


def _numbers(session: Session, *chosen: ColumnElement[bool]) -> list[str]:
    statement = select(_C.number).join(_L, _L.complaint_id == _C.id)
    return list(session.scalars(statement.where(_L.state == _IN_FORCE, *chosen)))


# What is counted.


def limits_that_held(
    session: Session, agencies: Collection[str], since: datetime, until: datetime
) -> list[tuple[str, str, LimitLife]]:
    """Return the limits in force, and those that anything happened to in this time.

    Each with its agency and the subject of the complaint that led to it. They are few: they are
    read as they are, without why and whom they are about.
    """
    moments = (_L.decided_at, _L.ended_at, _L.review_asked_at, _L.reviewed_at)
    moved = ((at >= since) & (at < until) for at in moments)
    statement = (
        select(_L.agency, _C.category, _L.state, *moments)
        .join(_C, _C.id == _L.complaint_id)
        .where(_L.agency.in_(sorted(agencies)), _L.state.in_(_HELD))
        .where(or_(_L.state == LimitState.IN_FORCE.value, *moved))
        .order_by(_L.id)
    )
    return [
        (agency, category, LimitLife(LimitState(state), *at))
        for agency, category, state, *at in session.execute(statement)
    ]
