"""Who holds which post, who is away, and who works in their place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import names_of
from portal.complaints.records.people import AbsenceRecord, MembershipRecord, UserRecord
from portal.domain.absence import Away, stand_in


@dataclass(frozen=True, slots=True)
class PostHolder:
    """Who holds a post; while they are away, who works in their place, if anybody does."""

    name: str
    is_away: bool = False
    substitute: str | None = None


def away_at(session: Session, agency: str, now: datetime) -> Away:
    """Return who is away from `agency` at a moment, each with who works in their place."""
    columns = (AbsenceRecord.user_id, AbsenceRecord.substitute_id)
    statement = select(*columns).where(AbsenceRecord.agency == agency, _holds_at(now))
    return {row.user_id: row.substitute_id for row in session.execute(statement)}


def post_holders(session: Session, agency: str, now: datetime) -> dict[str, list[PostHolder]]:
    """Return who holds each post of `agency` at a moment."""
    rows = session.execute(
        select(MembershipRecord.post, MembershipRecord.user_id)
        .join(UserRecord)
        .where(
            MembershipRecord.agency == agency,
            MembershipRecord.post.is_not(None),
            UserRecord.is_active,
        )
        .order_by(MembershipRecord.user_id)
        .distinct()
    ).all()
    away = away_at(session, agency, now)
    names = names_of(
        session, [one for row in rows for one in (row.user_id, stand_in(row.user_id, away))]
    )
    holders: dict[str, list[PostHolder]] = defaultdict(list)
    for post, user_id in rows:
        substitute = names.get(stand_in(user_id, away) or 0)
        is_away = user_id in away
        one = PostHolder(names[user_id], is_away, substitute if is_away else None)
        holders[post or ""].append(one)
    return holders


def replaced_by(session: Session, user_id: int, now: datetime) -> frozenset[tuple[str, int]]:
    """Return in place of whom somebody works at a moment: the agency and the person of each.

    Whoever replaces a substitute who is away works in place of all whom that one replaces.
    """
    found: set[tuple[str, int]] = set()
    asked = _replaced_directly(session, {user_id}, now)
    while new := {(agency, one) for agency, one, _ in asked} - found:
        found |= new
        further = _replaced_directly(session, {one for _, one in new}, now)
        asked = [row for row in further if (row[0], row[2]) in new]
    return frozenset(pair for pair in found if pair[1] != user_id)


def _replaced_directly(
    session: Session, user_ids: Iterable[int], now: datetime
) -> list[tuple[str, int, int | None]]:
    columns = (AbsenceRecord.agency, AbsenceRecord.user_id, AbsenceRecord.substitute_id)
    statement = (
        select(*columns)
        .join(UserRecord, UserRecord.id == AbsenceRecord.user_id)
        .where(
            AbsenceRecord.substitute_id.in_(sorted(user_ids)), UserRecord.is_active, _holds_at(now)
        )
    )
    return [(row[0], row[1], row[2]) for row in session.execute(statement)]


def _holds_at(now: datetime) -> ColumnElement[bool]:
    return and_(AbsenceRecord.begins_at <= now, AbsenceRecord.ends_at > now)
