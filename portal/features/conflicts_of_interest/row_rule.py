"""Who is kept out of a complaint because it concerns them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.features.conflicts_of_interest.records import ConflictRecord

# A table of its own, so that the criteria on what belongs to complaints are not added to it.
_CONFLICT = ConflictRecord.__table__.alias("keeping_out")
_IN_FORCE = _CONFLICT.c.lifted_at.is_(None)


def not_concerned(user_id: int, complaint_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Return what tells that a complaint does not concern somebody.

    One person's conflicts are few: their list is made once a statement, and no plan changes.
    """
    theirs = select(_CONFLICT.c.complaint_id).where(_CONFLICT.c.user_id == user_id, _IN_FORCE)
    return complaint_id.not_in(theirs)


def concerned_by(session: Session, complaint_ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Return whom each of the complaints concerns; the others are not among the keys."""
    found: dict[int, set[int]] = defaultdict(set)
    statement = select(_CONFLICT.c.complaint_id, _CONFLICT.c.user_id).where(
        _CONFLICT.c.complaint_id.in_(complaint_ids), _IN_FORCE
    )
    for complaint_id, user_id in _rows(session, statement):
        found[complaint_id].add(user_id)
    return {key: frozenset(users) for key, users in found.items()}


def ever_concerned_by(session: Session, complaint_id: int) -> frozenset[int]:
    """Return whom a complaint concerns, and those who were let back in."""
    session.flush()
    statement = select(_CONFLICT.c.user_id).where(_CONFLICT.c.complaint_id == complaint_id)
    return frozenset(user_id for (user_id,) in _rows(session, statement))


def _rows(session: Session, statement: Any) -> Any:
    # Below what narrows an actor's queries: they choose among people, and show nobody a complaint.
    return session.connection().execute(statement)
