"""Changes of organisations: those that are kept, and what a merge or a split would move today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.people import AbsenceRecord, MembershipRecord
from portal.domain.succession import ChangeKind, Destination, Succession
from portal.domain.text import Text
from portal.features.organisation_changes.records import AgencyChangeRecord
from portal.features.organisation_changes.rules import follows

_A, _C, _M = AgencyChangeRecord, ComplaintRecord, MembershipRecord

MARKS = (
    select(func.count(_A.id)).scalar_subquery(),
    select(func.coalesce(func.sum(_A.version), 0)).scalar_subquery(),
)
"""What moves when a change is kept, called off, begun or done."""


# Changes as they are kept.


class ChangeState(StrEnum):
    """Where a change is: it waits for its day unless it was called off, and takes its time."""

    WAITS = "waits"
    BEGUN = "begun"
    DONE = "done"
    CALLED_OFF = "called_off"


class KeptChange(Struct, frozen=True):
    """A change of an organisation as it is kept; `complaints` counts those that moved."""

    id: int
    agency: str
    kind: str
    on_day: date
    effective_at: datetime
    plan: Mapping[str, Any]
    called_off_at: datetime | None
    begun_at: datetime | None
    done_at: datetime | None
    complaints: int

    def state(self, now: datetime) -> ChangeState:
        """Return where it is; what is due has begun, even if no worker did so yet."""
        if self.called_off_at:
            return ChangeState.CALLED_OFF
        if self.done_at:
            return ChangeState.DONE
        is_due = self.begun_at or self.effective_at <= now
        return ChangeState.BEGUN if is_due else ChangeState.WAITS


def successions(session: Session) -> list[Succession]:
    """Return every succession that was not called off, to come, under way or done."""
    kept = select(_A).where(_A.kind != ChangeKind.RENAME.value, _A.called_off_at.is_(None))
    return [succession_of(change) for change in session.scalars(kept.order_by(_A.id))]


def succession_of(change: AgencyChangeRecord | KeptChange) -> Succession:
    """Return who takes over by a kept merge or split."""
    begun = change.begun_at is not None
    return Succession.from_facts(change.agency, change.effective_at, change.plan, begun)


def changes_of(session: Session, agency: str) -> list[KeptChange]:
    """Return the changes of an agency, the newest first."""
    columns = [getattr(_A, name) for name in KeptChange.__match_args__]
    rows = session.execute(select(*columns).where(_A.agency == agency).order_by(_A.id.desc()))
    return [KeptChange(*row) for row in rows]


def due_changes(session: Session, now: datetime) -> list[tuple[int, ChangeKind]]:
    """Return the changes to carry out and their kinds, in the order of their days.

    Among them are those done before which a complaint slipped past: it was being sent while the
    day began.
    """
    left_behind = select(_C.id).where(_C.agency == _A.agency).exists()
    is_due = (_A.called_off_at.is_(None), _A.effective_at <= now)
    unfinished = _A.done_at.is_(None) | ((_A.kind != ChangeKind.RENAME.value) & left_behind)
    statement = select(_A.id, _A.kind).where(*is_due, unfinished)
    rows = session.execute(statement.order_by(_A.effective_at, _A.id))
    return [(change_id, ChangeKind(kind)) for change_id, kind in rows]


def succession_by_id(session: Session, change_id: int) -> Succession:
    """Return who takes over by a merge or a split; nothing is locked."""
    return succession_of(session.get_one(_A, change_id))


def locked_change(session: Session, change_id: int) -> AgencyChangeRecord:
    """Return a change, held: another worker waits, and then finds less left to do."""
    return session.get_one(_A, change_id, with_for_update=True, populate_existing=True)


def locked_change_of(session: Session, agency: str, change_id: int) -> AgencyChangeRecord | None:
    """Return a change, held, if it is one of this agency."""
    of_it = select(_A).where(_A.id == change_id, _A.agency == agency).with_for_update()
    return session.scalar(of_it.execution_options(populate_existing=True))


# What a merge or a split moves.


def complaints_after(
    session: Session, agency: str, after: int, at_most: int
) -> list[ComplaintRecord]:
    """Return the next complaints of an agency beyond the id `after`."""
    waiting = select(_C).where(_C.agency == agency, _C.id > after)
    return list(session.scalars(waiting.order_by(_C.id).limit(at_most)))


def locked_unmoved(
    session: Session, agency: str, complaint_id: int, version: int
) -> ComplaintRecord | None:
    """Return a complaint, held, if the agency still has it as it was at this version."""
    unmoved = select(_C).where(_C.id == complaint_id, _C.agency == agency, _C.version == version)
    return session.scalar(unmoved.with_for_update())


def has_complaints(session: Session, agency: str) -> bool:
    """Tell whether an agency has any complaint, open or ended."""
    return session.scalar(select(_C.id).where(_C.agency == agency).limit(1)) is not None


def members_of(session: Session, agency: str) -> list[MembershipRecord]:
    """Return what people are to an agency."""
    return list(session.scalars(select(_M).where(_M.agency == agency).order_by(_M.id)))


def is_member(session: Session, user_id: int, agency: str, role: str | None = None) -> bool:
    """Tell whether somebody is anything to an agency, or has this role there."""
    of_theirs = select(_M.id).where(_M.user_id == user_id, _M.agency == agency)
    chosen = of_theirs if role is None else of_theirs.where(_M.role == role)
    return session.scalar(chosen.limit(1)) is not None


def absences_after(session: Session, agency: str, moment: datetime) -> list[AbsenceRecord]:
    """Return the absences from an agency that are not over at a moment."""
    absence = AbsenceRecord
    lasting = select(absence).where(absence.agency == agency, absence.ends_at > moment)
    return list(session.scalars(lasting))


def is_known_away(session: Session, agency: str, away: AbsenceRecord) -> bool:
    """Tell whether an agency knows of an absence of the same person in the same time."""
    absence = AbsenceRecord
    known = select(absence.id).where(
        absence.agency == agency,
        absence.user_id == away.user_id,
        absence.begins_at < away.ends_at,
        absence.ends_at > away.begins_at,
    )
    return session.scalar(known.limit(1)) is not None


# What it would do, counted before anybody confirms it.


class CategoryEffect(Struct, frozen=True):
    """Where one category goes, with the complaints in it today.

    One that the agency no longer has, and some complaints still do, goes where all the rest does:
    it `is_known` no more.
    """

    code: str
    name: Text
    to: Destination
    open_complaints: int
    ended_complaints: int
    is_known: bool


class SuccessionEffect(Struct, frozen=True):
    """What a merge or a split would do today."""

    categories: tuple[CategoryEffect, ...]
    staff_following: int
    staff_staying: int

    @property
    def open_complaints(self) -> int:
        """How many open complaints go along."""
        return sum(category.open_complaints for category in self.categories)

    @property
    def ended_complaints(self) -> int:
        """How many complaints that ended go along, to be read."""
        return sum(category.ended_complaints for category in self.categories)


def effect_of(session: Session, agencies: Registry, plan: Succession) -> SuccessionEffect:
    """Count what the plan would move today, category by category."""
    columns = (_C.category, _C.is_open)
    of_agency = select(*columns, func.count()).where(_C.agency == plan.agency)
    rows = session.execute(of_agency.group_by(*columns))
    counts: dict[tuple[str, bool], int] = {(row[0], row[1]): row[2] for row in rows}
    categories = agencies.agency(plan.agency).every_category()
    members = members_of(session, plan.agency)
    following = {member.user_id for member in members if follows(member.role)}
    return SuccessionEffect(
        categories=tuple(
            CategoryEffect(
                code=code,
                name=categories[code].name if code in categories else Text(code),
                to=plan.destination(code),
                open_complaints=counts.get((code, True), 0),
                ended_complaints=counts.get((code, False), 0),
                is_known=code in categories,
            )
            for code in dict.fromkeys([*categories, *(category for category, _ in counts)])
        ),
        staff_following=len(following),
        staff_staying=len({member.user_id for member in members} - following),
    )
