"""The exports of a person, one of them, and what the worker goes on with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.complaints.queries.staff import Member
from portal.complaints.records.people import UserRecord
from portal.features.long_exports.records import ExportJobRecord, ExportPartRecord
from portal.features.long_exports.rules import (
    LEASE,
    ON_THE_WAY,
    Kind,
    Progress,
    State,
    Why,
    is_leased,
    shown_state,
)

_J, _P = ExportJobRecord, ExportPartRecord
MOST_LISTED = 50


class Export(Struct, frozen=True):
    """An export as whoever asked for it sees it.

    `before` is how many are on the way that were asked for earlier, and `is_worked_on` whether
    anybody is at it at this moment.
    """

    id: int
    kind: Kind
    about: str
    edition: int
    state: State
    why: Why | None
    asked_at: datetime
    expires_at: datetime | None
    size: int
    progress: Progress
    is_worked_on: bool
    before: int = 0

    @property
    def is_on_the_way(self) -> bool:
        """Tell whether its file is still to come."""
        return self.state in ON_THE_WAY


def exports_of(session: Session, now: datetime) -> list[Export]:
    """Return the newest exports of whoever looks, the newest first."""
    newest = select(_J).order_by(_J.id.desc()).limit(MOST_LISTED)
    return [_export(job, now) for job in session.scalars(newest)]


def one_export(session: Session, export_id: int, now: datetime, before: int = 0) -> Export | None:
    """Return an export of whoever looks, or None."""
    job = session.scalar(select(_J).where(_J.id == export_id))
    return None if job is None else _export(job, now, before)


def how_many_before(session: Session, export_id: int) -> int:
    """Return how many exports of anybody are on the way that were asked for before this one."""
    earlier = (_J.id < export_id, _J.state.in_(ON_THE_WAY))
    return session.scalar(select(func.count()).where(*earlier)) or 0


def the_same(session: Session, kind: Kind, about: str, edition: int, now: datetime) -> int | None:
    """Return whoever looks' own export of the same that is on the way or ready, if there is one."""
    is_there = or_(
        _J.state.in_(ON_THE_WAY), and_(_J.state == State.READY.value, _J.expires_at > now)
    )
    same = (_J.kind == kind.value, _J.about == about, _J.edition == edition)
    return session.scalar(select(_J.id).where(*same, is_there).order_by(_J.id.desc()).limit(1))


def count_on_the_way(session: Session) -> int:
    """Return how many exports of whoever looks are on the way."""
    return session.scalar(select(func.count()).where(_J.state.in_(ON_THE_WAY))) or 0


def next_to_do(session: Session, now: datetime) -> ExportJobRecord | None:
    """Return the oldest export that nobody is at, of somebody of whom none other is worked on."""
    other = aliased(_J)
    at_another = exists().where(
        other.user_id == _J.user_id, other.id != _J.id, _leased(other, now), _is_due(other)
    )
    free = (_is_due(_J), ~_leased(_J, now), _J.not_before <= now, ~at_another)
    return session.scalar(select(_J).where(*free).order_by(_J.id).limit(1))


def held(session: Session, export_id: int) -> ExportJobRecord:
    """Return an export of whoever looks, held until the transaction ends."""
    return session.get_one(_J, export_id, with_for_update=True)


def asker(session: Session, user_id: int) -> Member:
    """Return where whoever asked is written to, in which language."""
    user = session.get_one(UserRecord, user_id)
    return Member(user.id, user.email, user.language, "", None)


def part_keys(session: Session, export_id: int) -> Sequence[str]:
    """Return where the parts of a file lie, in their order."""
    return list(
        session.scalars(select(_P.file_key).where(_P.job_id == export_id).order_by(_P.rank))
    )


def with_parts_to_erase(session: Session, now: datetime) -> list[int]:
    """Return the exports whose file nobody may have any more."""
    is_over = or_(
        _J.state.in_((State.FAILED, State.CANCELLED, State.EXPIRED)),
        and_(_J.state == State.READY.value, _J.expires_at <= now),
    )
    return list(session.scalars(select(_J.id).where(is_over, _J.parts > 0).order_by(_J.id)))


def _is_due(job: Any) -> ColumnElement[bool]:
    due: ColumnElement[bool] = job.state.in_(ON_THE_WAY)
    return due


def _leased(job: Any, now: datetime) -> ColumnElement[bool]:
    return and_(
        job.leased_until.is_not(None), job.leased_until > now, job.leased_until <= now + LEASE
    )


def _export(job: ExportJobRecord, now: datetime, before: int = 0) -> Export:
    return Export(
        job.id,
        Kind(job.kind),
        job.about,
        job.edition,
        shown_state(State(job.state), job.expires_at, now),
        Why(job.why) if job.why else None,
        job.asked_at,
        job.expires_at,
        job.size,
        Progress(job.done, job.total, job.spent),
        is_leased(job.leased_until, now),
        before,
    )
