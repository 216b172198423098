"""What an administrator has to put right: a plugin that fails, complaints of nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, ScalarSelect, Select, func, literal_column, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.complaints.entries import PluginFailed
from portal.complaints.queries.staff import away_at
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.complaints.records.people import MembershipRecord, UserRecord
from portal.domain.absence import stand_in
from portal.domain.history import EntryKind
from portal.domain.role import Role

COUNTED_AT_MOST = 1000
"""A plugin that fails at every complaint need not be counted to the end."""

_C, _H = ComplaintRecord, HistoryEntryRecord
# In the query's own text, as in the index of these entries.
_FAILED: ColumnElement[str] = literal_column(f"'{EntryKind.PLUGIN_FAILED.value}'")


class HookFailures(Struct, frozen=True):
    """How often one hook failed, and its newest failure: when, why, on which complaint."""

    hook: str
    count: int
    at: datetime
    reason: str
    number: str


def plugin_failures(session: Session, agency: str, since: datetime) -> list[HookFailures]:
    """Return the failures of an agency's plugin since a moment, hook by hook, the newest first.

    Of more than COUNTED_AT_MOST the newest are counted.
    """
    by_hook: dict[str, list[tuple[datetime, str, str]]] = {}
    for at, facts, number in session.execute(_entries(agency, since)):
        failed = PluginFailed.read(facts)
        by_hook.setdefault(failed.hook, []).append((at, failed.reason, number))
    return [HookFailures(hook, len(newest), *newest[0]) for hook, newest in by_hook.items()]


def _entries(agency: str, since: datetime) -> Select[Any]:
    # Failures lead to their complaints, never the other way: a join could begin with every
    # complaint of the agency.
    return (
        select(_H.at, _H.facts, _of_complaint(_C.number).label("number"))
        .where(_H.kind == _FAILED, _H.at >= since, _of_complaint(_C.agency) == agency)
        .order_by(_H.at.desc(), _H.id.desc())
        .limit(COUNTED_AT_MOST)
    )


def _of_complaint(column: InstrumentedAttribute[str]) -> ScalarSelect[str]:
    return select(column).where(_C.id == _H.complaint_id).scalar_subquery()


def complaints_of_nobody(session: Session, agency: str, now: datetime) -> int:
    """Return how many open complaints of an agency nobody is answerable for, up to a thousand.

    Nobody works as their assignee, at their post or as head of the complaints service: whoever is
    away counts only if somebody works in their place.
    """
    complaint, working = ComplaintRecord, _worked_as(session, agency, now)
    if any(member.role == Role.HEAD.value for member in working):
        return 0
    posts, people = {member.post for member in working}, {member.user_id for member in working}
    some = (
        select(complaint.id)
        .where(
            complaint.agency == agency,
            complaint.is_open,
            complaint.due_at.is_not(None),
            complaint.holder.not_in(posts - {None}),
            or_(complaint.assignee_id.is_(None), complaint.assignee_id.not_in(people)),
        )
        .limit(COUNTED_AT_MOST)
    )
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _worked_as(session: Session, agency: str, now: datetime) -> Sequence[Any]:
    """Return the memberships of an agency as which somebody works, themself or a substitute."""
    member = MembershipRecord
    statement = (
        select(member.user_id, member.role, member.post)
        .join(UserRecord, UserRecord.id == member.user_id)
        .where(member.agency == agency, UserRecord.is_active)
    )
    rows, away = session.execute(statement).all(), away_at(session, agency, now)
    active = {row.user_id for row in rows}
    return [row for row in rows if stand_in(row.user_id, away) in active]
