"""What is asked about complaints: as whoever is asked finds it, and as the complaint shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import names_of
from portal.complaints.queries.case_file import CaseRead
from portal.complaints.queries.work_list_rows import RowRead
from portal.domain.actor import Actor
from portal.domain.time.clock import is_overdue
from portal.features.information_requests.asked_of import asked_of
from portal.features.information_requests.records import InformationRequestRecord, RequestStepRecord

_R = InformationRequestRecord
_IS_OPEN = (_R.answered_at.is_(None), _R.ended_at.is_(None))


@dataclass(frozen=True, slots=True)
class Step:
    """To whom a request was put, since when: a person, or whoever works at a post."""

    at: datetime
    post: str | None
    person: str | None


@dataclass(frozen=True, slots=True)
class AskedRequest:
    """A request, as whoever is asked and whoever asked may read it."""

    id: int
    complaint_id: int
    number: str
    asked_by: str
    asked_at: datetime
    asked_seq: int
    language: str
    question: str
    shown: Mapping[str, str]
    due_at: datetime
    last_day: date
    late_since: datetime | None
    answered_at: datetime | None
    answered_by: str
    answer: str | None
    ended_at: datetime | None
    ending: str | None
    reason: str | None
    closed_seq: int | None
    steps: tuple[Step, ...] = ()
    is_mine: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether an answer is still awaited."""
        return self.answered_at is None and self.ended_at is None

    def is_late(self, now: datetime) -> bool:
        """Tell whether the day passed, whoever has it since."""
        return self.late_since is not None or is_overdue(self.due_at, now)


_NAMED = ("asked_by", "answered_by")
_COPIED = AskedRequest.__dataclass_fields__.keys() - {*_NAMED, "steps", "is_mine"}


@dataclass(frozen=True, slots=True)
class AwaitedInformation:
    """The soonest information that a complaint waits for."""

    due_at: datetime
    last_day: date
    is_late: bool


def requests_asked_of(session: Session, actor: Actor, agency: str) -> list[AskedRequest]:
    """Return what is asked of the actor in an agency and still awaited, the soonest first."""
    mine = select(_R).where(asked_of(actor, agency), *_IS_OPEN).order_by(_R.due_at, _R.id)
    return _read(session, session.scalars(mine).all())


def count_asked_of(session: Session, actor: Actor, agency: str) -> int:
    """Return how many requests of an agency wait for an answer of the actor."""
    mine = select(func.count(_R.id)).where(asked_of(actor, agency), *_IS_OPEN)
    return session.scalar(mine) or 0


def request_asked_of(
    session: Session, actor: Actor, agency: str, request_id: int
) -> AskedRequest | None:
    """Return one request of an agency, open or over, if it is or was asked of the actor."""
    mine = select(_R).where(_R.id == request_id, asked_of(actor, agency))
    return next(iter(_read(session, session.scalars(mine).all())), None)


def requests_about(session: Session, complaint_id: int) -> tuple[AskedRequest, ...]:
    """Return everything that was asked about a complaint, with to whom it was put, in order.

    Those that are, or were, asked of the session's actor are marked as theirs.
    """
    about = _R.complaint_id == complaint_id
    found = _read(session, session.scalars(select(_R).where(about).order_by(_R.id)).all())
    if not found:
        return ()
    steps = _steps(session, [one.id for one in found])
    mine = set(session.scalars(select(_R.id).where(about, asked_of(session.info["actor"]))))
    return tuple(replace(one, steps=steps.get(one.id, ()), is_mine=one.id in mine) for one in found)


REQUESTS: CaseRead[tuple[AskedRequest, ...]] = CaseRead(
    "requests", lambda session, complaint: requests_about(session, complaint.id)
)


def awaited_for(
    session: Session, complaint_ids: Sequence[int], now: datetime
) -> dict[int, AwaitedInformation]:
    """Return the soonest information that each of these complaints waits for (one query)."""
    columns = (_R.complaint_id, _R.due_at, _R.last_day, _R.late_since)
    waiting = select(*columns).where(_R.complaint_id.in_(complaint_ids), *_IS_OPEN)
    soonest: dict[int, AwaitedInformation] = {}
    for row in session.execute(waiting.order_by(_R.due_at, _R.id)):
        is_late = row.late_since is not None or is_overdue(row.due_at, now)
        awaited = AwaitedInformation(row.due_at, row.last_day, is_late)
        soonest.setdefault(row.complaint_id, awaited)
    return soonest


AWAITED: RowRead[AwaitedInformation] = RowRead("information", awaited_for)


def _read(session: Session, records: Sequence[InformationRequestRecord]) -> list[AskedRequest]:
    people = [person for one in records for person in (one.asked_by, one.answered_by)]
    names = names_of(session, people)
    return [_asked(one, names) for one in records]


def _asked(record: InformationRequestRecord, names: Mapping[int, str]) -> AskedRequest:
    told: dict[str, Any] = {name: getattr(record, name) for name in _COPIED}
    told |= {name: names.get(getattr(record, name) or 0, "") for name in _NAMED}
    return AskedRequest(**told)


def _steps(session: Session, request_ids: Sequence[int]) -> dict[int, tuple[Step, ...]]:
    """Return to whom each of these requests was put, in turn."""
    step = RequestStepRecord
    statement = select(step).where(step.request_id.in_(request_ids)).order_by(step.id)
    found = session.scalars(statement).all()
    names = names_of(session, [one.user_id for one in found])
    steps: dict[int, tuple[Step, ...]] = {}
    for one in found:
        put_to = Step(one.at, one.post, names.get(one.user_id or 0))
        steps[one.request_id] = (*steps.get(one.request_id, ()), put_to)
    return steps
