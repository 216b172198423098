"""Changes of organisations as they are kept: until their day, once begun, when done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.db.engine import take_turns
from portal.domain.actor import Actor
from portal.domain.errors import NotAllowedError, PortalError
from portal.domain.permissions import Permission, may
from portal.domain.succession import (
    ChangeKind,
    ChangeProblem,
    ChangeRefusedError,
    Rename,
    Succession,
)
from portal.features.organisation_changes.records import AgencyChangeRecord

_C = AgencyChangeRecord


class ChangeBegunError(PortalError):
    """The change has begun or is done, or was called off: it can no longer be called off."""


def successions(session: Session) -> list[Succession]:
    """Return every succession that was not called off, to come, under way or done."""
    kept = select(_C).where(_C.kind != ChangeKind.RENAME.value, _C.called_off_at.is_(None))
    return [succession_of(record) for record in session.scalars(kept.order_by(_C.id))]


def succession_of(record: AgencyChangeRecord) -> Succession:
    """Return who takes over by a kept merge or split."""
    begun = record.begun_at is not None
    return Succession.from_facts(record.agency, record.effective_at, record.plan, begun)


def changes_of(session: Session, agency: str) -> list[AgencyChangeRecord]:
    """Return the changes of an agency, the newest first."""
    return list(session.scalars(select(_C).where(_C.agency == agency).order_by(_C.id.desc())))


def keep_succession(
    session: Session, plan: Succession, on: date, actor: Actor, at: datetime
) -> AgencyChangeRecord:
    """Keep a merge or a split until its day.

    Raise NotAllowedError unless the actor may reorganise the old agency and every successor: the
    staff of one will see the complaints of the other. Raise ChangeRefusedError if another change
    of the agency waits, or one replaced it already.
    """
    for code in (plan.agency, *plan.successors):
        _require(actor, code)
    kind, facts = plan.kind, plan.as_facts()
    return _keep(session, kind, plan.agency, on, plan.effective_at, facts, actor.user_id, at)


def keep_rename(
    session: Session, rename: Rename, effective_at: datetime, actor: Actor, at: datetime
) -> AgencyChangeRecord:
    """Keep a new name until its day; raise NotAllowedError as `keep_succession` does."""
    _require(actor, rename.agency)
    facts, kind, on = rename.as_facts(), ChangeKind.RENAME, rename.on_day
    return _keep(session, kind, rename.agency, on, effective_at, facts, actor.user_id, at)


def call_off(session: Session, change_id: int, agency: str, now: datetime) -> None:
    """Call a change of `agency` off; raise ChangeBegunError once it has begun, or its day has."""
    record = session.get(_C, change_id, with_for_update=True, populate_existing=True)
    if record is None or record.agency != agency:
        raise ChangeBegunError(agency)
    if record.called_off_at or record.begun_at or record.effective_at <= now:
        raise ChangeBegunError(agency)
    record.called_off_at = now
    record.version += 1


def due_changes(session: Session, now: datetime) -> list[tuple[int, ChangeKind]]:
    """Return the changes to carry out and their kinds, in the order of their days.

    Among them are those done before which a complaint slipped past: it was being sent while the
    day began.
    """
    left_behind = select(ComplaintRecord.id).where(ComplaintRecord.agency == _C.agency).exists()
    is_due = (_C.called_off_at.is_(None), _C.effective_at <= now)
    unfinished = _C.done_at.is_(None) | ((_C.kind != ChangeKind.RENAME.value) & left_behind)
    statement = select(_C.id, _C.kind).where(*is_due, unfinished)
    rows = session.execute(statement.order_by(_C.effective_at, _C.id))
    return [(change_id, ChangeKind(kind)) for change_id, kind in rows]


def _require(actor: Actor, agency: str) -> None:
    if not may(actor, Permission.REORGANISE, agency):
        raise NotAllowedError(Permission.REORGANISE)


def _keep(
    session: Session,
    kind: ChangeKind,
    agency: str,
    on: date,
    effective_at: datetime,
    plan: dict[str, Any],
    user_id: int | None,
    at: datetime,
) -> AgencyChangeRecord:
    take_turns(session.connection(), "agency changes")
    _refuse_a_second(session, kind, agency)
    record = AgencyChangeRecord(
        kind=kind.value,
        agency=agency,
        on_day=on,
        effective_at=effective_at,
        plan=plan,
        asked_by=user_id,
        created_at=at,
    )
    session.add(record)
    session.flush()
    return record


def _refuse_a_second(session: Session, kind: ChangeKind, agency: str) -> None:
    for other in changes_of(session, agency):
        if other.called_off_at is not None:
            continue
        if other.kind != ChangeKind.RENAME.value:
            raise ChangeRefusedError(ChangeProblem.ALREADY_REPLACED, agency)
        if other.done_at is None and kind is ChangeKind.RENAME:
            raise ChangeRefusedError(ChangeProblem.ANOTHER_PLANNED, agency)
