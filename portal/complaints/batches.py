"""Several complaints changed in one commit: what their changes look at is read for all at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.features import Features
from portal.complaints.people.staff import Staff
from portal.complaints.queries.held_messages import waiting_of
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ClockRecord,
    ComplaintRecord,
    PersonRecord,
)
from portal.complaints.work import Work

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tried(Generic[T]):
    """What came of one change among several: its result, or the error that undid it.

    `is_left` tells that nothing was tried: somebody else held the complaint or had just changed it.
    """

    result: T | None = None
    error: Exception | None = None
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """The complaints that nobody else holds, by number, and what belongs to them, by its key.

    `excluded` are the people of the staff whom they concern. `notices` gathers what the changes
    tell the staff, to be stored in one statement.
    """

    complaints: Mapping[str, ComplaintRecord]
    staff: Staff
    clocks: Mapping[int, ClockRecord]
    complainants: Mapping[int, PersonRecord]
    on_its_way: frozenset[int]
    excluded: Mapping[int, set[int]] = field(default_factory=dict)
    notices: list[dict[str, Any]] = field(default_factory=list)

    def shared_with(self, work: Work) -> Work:
        """Return the work on one of the complaints, looking at what was read for all."""
        return replace(
            work,
            clocks=self.clocks,
            complainants=self.complainants,
            on_its_way=self.on_its_way,
        )


def hold(session: Session, features: Features, numbers: Collection[str], now: datetime) -> Batch:
    """Hold those of the complaints that nobody else holds, and read what belongs to them."""
    statement = select(ComplaintRecord).where(ComplaintRecord.number.in_(numbers))
    free = {one.number: one for one in session.scalars(statement.with_for_update(skip_locked=True))}
    ids = [complaint.id for complaint in free.values()]
    return Batch(
        complaints=free,
        staff=Staff(now),
        clocks=_running_clocks(session, ids),
        complainants=_complainants(session, ids),
        on_its_way=frozenset({*waiting_of(session, ids), *features.answers_sent(session, ids)}),
        excluded=features.excluded(session, ids),
    )


def _running_clocks(session: Session, complaint_ids: Collection[int]) -> dict[int, ClockRecord]:
    clock = ClockRecord
    statement = select(clock).where(
        clock.complaint_id.in_(complaint_ids),
        # Not by `pending`: SQLite would read every running clock of all agencies for it.
        clock.met_at.is_(None),
        clock.missed_at.is_(None),
        clock.ended_at.is_(None),
    )
    return {one.id: one for one in session.scalars(statement.with_for_update())}


def _complainants(session: Session, complaint_ids: Collection[int]) -> dict[int, PersonRecord]:
    statement = select(PersonRecord).where(
        PersonRecord.complaint_id.in_(complaint_ids), PersonRecord.role == COMPLAINANT
    )
    # Of several rows of one complainant the first is whole.
    statement = statement.order_by(PersonRecord.id.desc())
    return {one.complaint_id: one for one in session.scalars(statement)}
