"""The groups of an agency: in a list, one by itself, and that of a complaint."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import names_of
from portal.complaints.queries.case_file import CaseRead, masked_texts
from portal.complaints.queries.identity import knows_without_loans, masking_of, subjects_kept
from portal.complaints.queries.of_complaint import belonging
from portal.complaints.queries.work_list_rows import (
    IDS,
    NOTHING_PROMISED,
    RowRead,
    promises_of,
)
from portal.complaints.queries.work_list_views import Chooser
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.records.steps import steps_of
from portal.db.reads import Read, Rows, read_all
from portal.db.row_filter import as_the_portal, find
from portal.domain.complaint import Status
from portal.domain.errors import UnknownGroupError
from portal.domain.handling.lifecycle import TakenStep
from portal.domain.time.clock import ANSWERING
from portal.features.groups.records import (
    GroupComplaintRecord,
    GroupRecord,
    GroupStepRecord,
    hidden_of_group,
)
from portal.features.groups.rules import TOLD_OF_ALL, State, Step

ROWS_A_PAGE = 50


_G, _C, _L = GroupRecord, ComplaintRecord, GroupComplaintRecord
_COLUMNS = (_G.id, _G.state, _G.name, _G.category, _G.owner_id, _G.published_at)
LISTED = (
    *(_C.id, _C.number, _C.subject, _C.language, _C.category, _C.status, _C.last_event),
    _C.received_at,
)
"""What is read of a complaint that is listed."""


_IS_OWED = and_(_C.is_open, _C.status != Status.ANSWERED.value)


def in_group_now(group_id: Any) -> ColumnElement[bool]:
    """Return what chooses the rows of the complaints that are in a group, not proposed for it."""
    return and_(*_current(group_id), ~_L.is_proposed)


def _current(group_id: Any) -> tuple[ColumnElement[bool], ...]:
    return (_L.group_id == group_id, _L.left_at.is_(None))


def _listed(group_id: Any, state: State) -> tuple[ColumnElement[bool], ...]:
    """Return what chooses the complaints of a group, or those that a proposal names."""
    return (*_current(group_id), _L.is_proposed.is_(not state.gathers))


@dataclass(frozen=True, slots=True)
class _Group:
    """What is read of any group."""

    id: int
    state: State
    name: str
    category: str
    owner_id: int | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class GroupRow(_Group):
    """A group in the list: how many complaints, since when, and the next date that is owed.

    That date rests on the time `within` which it was promised.

    What is not seen `is_whole` has neither name nor date, and its figures are of all; where those
    would tell of one complaint, it `is_told` by its number alone.
    """

    complaints: int
    oldest_at: datetime | None
    due_at: datetime | None
    is_whole: bool = True
    is_told: bool = True
    within: str | None = None


@dataclass(frozen=True, slots=True)
class FoundGroup(_Group):
    """A group as it stands, with its steps in order, as far as whoever looks may read them.

    Whoever sees but some of what it gathers, does not read what is said of all of it:
    `is_seen_whole` tells.
    """

    description: str
    made_at: datetime
    title_fr: str | None
    title_en: str | None
    steps: tuple[TakenStep[Step], ...]
    names: Mapping[int, str]
    is_seen_whole: bool


@dataclass(frozen=True, slots=True)
class ListedComplaint:
    """A complaint as pages of groups list it."""

    id: int
    number: str
    subject: str
    language: str
    category: str
    status: str
    last_event: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class GroupedComplaint(ListedComplaint):
    """A complaint of a group, or one that is proposed for it; its date rests on `within`."""

    due_at: datetime | None
    late_since: datetime | None
    level: int
    within: str | None = None

    @property
    def missed_at(self) -> datetime | None:
        """The first promised date of the answer that passed, while the answer is owed."""
        return self.late_since if self.status != Status.ANSWERED else None


class MentionedGroup(Struct, frozen=True):
    """A group as the page of a complaint, or a row of the work list, mentions it.

    Whoever does not see the whole group reads its number alone.
    """

    id: int
    name: str | None
    state: State | None
    is_proposed: bool


def group_sizes(session: Session, agency: str) -> dict[State, int]:
    """Return how many groups of an agency are in each state."""
    statement = select(_G.state, func.count()).where(_G.agency == agency).group_by(_G.state)
    sizes: dict[str, int] = {row[0]: row[1] for row in session.execute(statement)}
    return {state: sizes.get(state.value, 0) for state in State}


def group_page(session: Session, agency: str, state: State, page: int) -> list[GroupRow]:
    """Return a page of the groups in a state: the soonest date that is owed first."""
    due = func.min(case((_IS_OWED, _C.due_at)))
    statement = (
        select(*_COLUMNS, func.count(_C.id), func.min(_C.received_at), due)
        .outerjoin(_L, and_(*_listed(_G.id, state)))
        .outerjoin(_C, _C.id == _L.complaint_id)
        .where(_G.agency == agency, _G.state == state.value)
        .group_by(_G.id)
        .order_by(due.is_(None), due, _G.id.desc())
        .limit(ROWS_A_PAGE)
        .offset((page - 1) * ROWS_A_PAGE)
    )
    rows = [GroupRow(row[0], State(row[1]), *row[2:]) for row in session.execute(statement)]
    masked = masking_of_groups(session, agency, [row.id for row in rows])
    within = _within(session, rows)
    return [
        replace(row, name=masked(row.name), within=within.get((row.id, row.due_at))) for row in rows
    ]


def _within(session: Session, groups: Sequence[GroupRow]) -> dict[tuple[int, datetime | None], str]:
    """Return within what time the next date of each group was promised, by the group and it."""
    dated = {group.id: group.due_at for group in groups if group.due_at is not None}
    if not dated:
        return {}
    clock = ClockRecord
    statement = (
        select(_L.group_id, clock.due_at, clock.allowance)
        .join(clock, clock.complaint_id == _L.complaint_id)
        .where(_L.group_id.in_(dated), clock.due_at.in_(dated.values()), clock.pending)
        .where(clock.kind.in_(ANSWERING))
    )
    return {(group, due_at): allowance for group, due_at, allowance in session.execute(statement)}


def group_by_id(session: Session, agency: str, group_id: int) -> FoundGroup:
    """Return a group of an agency, or raise UnknownGroupError."""
    statement = select(*_COLUMNS, _G.description, _G.made_at, _G.title_fr, _G.title_en)
    row = session.execute(statement.where(_G.id == group_id, _G.agency == agency)).one_or_none()
    if row is None:
        raise UnknownGroupError(group_id)
    is_seen_whole = not find(session, hidden_of_group, group=group_id)
    masked = masking_of_groups(session, agency, [group_id])
    steps = [
        replace(step, body=step.body and masked(step.body))
        for step in _steps(session, group_id, is_seen_whole=is_seen_whole)
    ]
    told = {"name": masked(row.name), "description": masked(row.description)}
    return FoundGroup(
        **{**row._mapping, **told, "state": State(row.state)},
        steps=tuple(steps),
        names=names_of(session, [row.owner_id, *(step.user_id for step in steps)]),
        is_seen_whole=is_seen_whole,
    )


def masking_of_groups(
    session: Session, agency: str, group_ids: Sequence[int]
) -> Callable[[str], str]:
    """Return what masks who complains, in what is said of groups."""
    if knows_without_loans(session.info["actor"], agency):
        return str
    with as_the_portal(session):
        every = session.scalars(select(_L.complaint_id).where(_L.group_id.in_(group_ids))).all()
    return masking_of(session, agency, every)


def complaints_of_group(
    session: Session, agency: str, group_id: int, state: State
) -> list[GroupedComplaint]:
    """Return the first complaints of a group, or those a proposal names, by their coming."""
    statement = (
        select(*LISTED, _C.due_at, _C.late_since, _C.level)
        .join(_L, _L.complaint_id == _C.id)
        .where(*_listed(group_id, state))
        .order_by(_C.id)
        .limit(ROWS_A_PAGE)
    )
    complaints = [GroupedComplaint(**row._mapping) for row in session.execute(statement)]
    subjects = {complaint.id: complaint.subject for complaint in complaints}
    kept, promised = subjects_kept(session, agency, subjects), promises_of(session, subjects)
    return [
        replace(
            complaint,
            subject=kept[complaint.id],
            within=promised.get(complaint.id, NOTHING_PROMISED).within(complaint.missed_at),
        )
        for complaint in complaints
    ]


def proposed_left(session: Session, group_id: int) -> list[str]:
    """Return the numbers of complaints that are proposed for a group and not in it yet."""
    statement = (
        select(_C.number)
        .join(_L, _L.complaint_id == _C.id)
        .where(*_current(group_id), _L.is_proposed)
        .order_by(_C.id)
    )
    return list(session.scalars(statement))


def group_figures(
    session: Session, group_id: int, state: State
) -> tuple[int, int, datetime | None, int, datetime | None]:
    """Return how many complaints a group has, how many still wait for their answer, since when
    the oldest waits, how many are answered and not closed, and the next date that is owed.
    """
    owed = func.coalesce(func.sum(case((_IS_OWED, 1), else_=0)), 0)
    due = func.min(case((_IS_OWED, _C.due_at)))
    answered = func.coalesce(func.sum(case((_C.status == Status.ANSWERED.value, 1), else_=0)), 0)
    statement = (
        select(func.count(_C.id), owed, func.min(_C.received_at), answered, due)
        .join(_L, _L.complaint_id == _C.id)
        .where(*_listed(group_id, state))
    )
    row = session.execute(statement).one()
    return row[0], int(row[1]), row[2], int(row[3]), row[4]


def _mentioned(rows: Rows) -> dict[int, MentionedGroup]:
    return {
        complaint_id: _mention(group_id, name, state, is_proposed)
        for complaint_id, group_id, name, state, is_proposed in rows
    }


_MENTIONED = (_L.group_id, _G.name, _G.state, _L.is_proposed)


def _mention(
    group_id: int, name: str | None, state: str | None, is_proposed: bool
) -> MentionedGroup:
    return MentionedGroup(group_id, name, State(state) if state else None, is_proposed)


def _group(rows: Rows) -> MentionedGroup | None:
    return next((_mention(*row) for row in rows), None)


OF_COMPLAINT: CaseRead[MentionedGroup | None] = CaseRead(
    (belonging(_L, _MENTIONED).outerjoin(_G, _G.id == _L.group_id).where(_L.left_at.is_(None)),),
    _group,
    masked=lambda group, masking: group and masked_texts([group], masking, "name")[0],
)
"""The group of a complaint, if it has one."""

GROUPS: RowRead[MentionedGroup] = RowRead(
    (
        select(
            *(_L.complaint_id.label("by"), _L.complaint_id, _L.group_id),
            *(_G.name, _G.state, _L.is_proposed),
        )
        .outerjoin(_G, _G.id == _L.group_id)
        .where(_L.complaint_id.in_(IDS), _L.left_at.is_(None)),
    ),
    _mentioned,
)


_OF_GROUP = in_group_now(bindparam("group"))
IN_GROUP = Chooser("group", _C.id.in_(select(_L.complaint_id).where(_OF_GROUP)))
"""What narrows a list of complaints to those of a group."""


_NEWEST = (
    select(_G.id)
    .where(_G.agency == bindparam("agency"), _G.state == State.OPEN.value)
    .order_by(_G.id.desc())
    .limit(ROWS_A_PAGE)
)
OPEN_GROUPS: Read[Sequence[tuple[int, str]]] = Read(
    (select(-_G.id, _G.id, _G.name).where(_G.id.in_(_NEWEST)),), list
)
"""The newest open groups of an agency, to choose one."""


def choices_of_groups(session: Session, agency: str) -> Sequence[tuple[int, str]]:
    """Return the newest open groups of an agency, to choose one."""
    groups: Sequence[tuple[int, str]] = read_all(session, (OPEN_GROUPS,), agency=agency)[
        OPEN_GROUPS
    ]
    return groups


def _steps(session: Session, group_id: int, *, is_seen_whole: bool) -> tuple[TakenStep[Step], ...]:
    """Return what happened to a group, but for what tells of complaints the actor may not see.

    What they did themself they know.
    """
    steps = steps_of(session, GroupStepRecord, Step, GroupStepRecord.group_id == group_id)
    user_id = session.info["actor"].user_id
    named = {step.facts["number"] for step in steps if "number" in step.facts}
    seen = set(session.scalars(select(_C.number).where(_C.number.in_(named)))) if named else set()

    def is_readable(step: TakenStep[Step]) -> bool:
        if step.kind in TOLD_OF_ALL:
            return is_seen_whole or (user_id is not None and step.user_id == user_id)
        number = step.facts.get("number")
        return number is None or number in seen

    return tuple(step for step in steps if is_readable(step))
