"""What is asked about complaints: as whoever is asked finds it, and as the complaint shows it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import names_of
from portal.complaints.queries.case_file import CaseRead, Masking, Person, masked_texts
from portal.complaints.queries.case_reads import PEOPLE
from portal.complaints.queries.of_complaint import belonging, read_of
from portal.complaints.queries.work_list_rows import IDS, RowRead
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.records.people import UserRecord
from portal.db.reads import Rows
from portal.db.row_filter import find
from portal.db.viewer import Viewer
from portal.domain.actor import Actor, is_or_replaces
from portal.domain.time.clock import is_overdue
from portal.features.information_requests.records import (
    OF,
    InformationRequestRecord,
    RequestStepRecord,
    asked_of,
    has_now,
)

_R = InformationRequestRecord
_IS_OPEN = (_R.answered_at.is_(None), _R.ended_at.is_(None))


class Step(Struct, frozen=True):
    """To whom a request was put, since when: a person, or whoever works at a post."""

    at: datetime
    post: str | None
    user_id: int | None
    person: str | None


class AskedRequest(Struct, frozen=True):
    """A request, as whoever is asked and whoever asked may read it.

    It `is_passed_on` for whoever was asked and silent, and has it no more.
    """

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
    is_passed_on: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether an answer is still awaited."""
        return self.answered_at is None and self.ended_at is None

    def is_asked_of(self, actor: Actor, agency: str) -> bool:
        """Tell whether it is, or was, put to the actor in the agency, or to whom they replace."""
        if agency not in actor.agencies:
            return False
        posts = {member.post for member in actor.memberships if member.agency == agency}
        return any(
            step.post in posts if step.post else is_or_replaces(actor, agency, step.user_id or 0)
            for step in self.steps
        )

    def is_late(self, now: datetime) -> bool:
        """Tell whether the day passed, whoever has it since."""
        return self.late_since is not None or is_overdue(self.due_at, now)


_NAMED = ("asked_by", "answered_by")
_COPIED = frozenset(AskedRequest.__match_args__) - {*_NAMED, "steps", "is_passed_on"}


class AwaitedInformation(Struct, frozen=True):
    """The soonest information that a complaint waits for."""

    due_at: datetime
    last_day: date
    late_since: datetime | None

    @property
    def since(self) -> datetime:
        """The first date of it that passed, or else the one that it has."""
        return self.late_since or self.due_at

    def is_late(self, now: datetime) -> bool:
        """Tell whether the day passed, whoever has it since."""
        return is_overdue(self.since, now)


def _asked_in(actor: Actor, agency: str) -> ColumnElement[bool]:
    return asked_of(Viewer(actor), OF.c.agency == agency)


def requests_asked_of(session: Session, actor: Actor, agency: str) -> list[AskedRequest]:
    """Return what is asked of the actor in an agency and still awaited, the soonest first."""
    mine = _asked(actor, agency).where(*_IS_OPEN).order_by(_R.due_at, _R.id)
    return _read(session, mine)


def count_asked_of_me(session: Session, agency: str) -> int:
    """Return how many requests of an agency wait for an answer of the session's actor."""
    [(count,)] = find(session, _count_asked_of, agency=agency)
    return count


def _count_asked_of(viewer: Viewer) -> Select[int]:
    mine = asked_of(viewer, OF.c.agency == bindparam("agency"))
    return select(func.count(_R.id)).where(mine, *_IS_OPEN)


def request_asked_of(
    session: Session, actor: Actor, agency: str, request_id: int
) -> AskedRequest | None:
    """Return one request of an agency, open or over, if it is or was asked of the actor."""
    return next(iter(_read(session, _asked(actor, agency).where(_R.id == request_id))), None)


def _asked(actor: Actor, agency: str) -> Select[InformationRequestRecord, bool]:
    return select(_R, has_now(Viewer(actor))).where(_asked_in(actor, agency))


def _asked_and_put(requests: Rows, steps: Rows) -> tuple[AskedRequest, ...]:
    put_to: dict[int, tuple[Step, ...]] = {}
    for request_id, *step in steps:
        put_to[request_id] = (*put_to.get(request_id, ()), Step(*step))
    return tuple(
        AskedRequest(
            **dict(zip(_FIELDS, fields, strict=True)),
            asked_by=asked_by or "",
            answered_by=answered_by or "",
            steps=put_to.get(fields[0], ()),
        )
        for asked_by, answered_by, *fields in requests
    )


_FIELDS = [name for name in AskedRequest.__match_args__ if name in _COPIED]
_ASKING, _ANSWERING = (UserRecord.__table__.alias(name) for name in ("asking", "answering"))
_S = RequestStepRecord
_PUT = (_S.request_id, _S.at, _S.post, _S.user_id, UserRecord.name)


def _masked(requests: tuple[AskedRequest, ...], masking: Masking) -> tuple[AskedRequest, ...]:
    """Mask also what was released to whoever was asked: it was for them alone."""
    return tuple(
        replace(asked, shown={name: masking(text) for name, text in asked.shown.items()})
        for asked in masked_texts(requests, masking, "question", "answer", "reason")
    )


REQUESTS: CaseRead[tuple[AskedRequest, ...]] = CaseRead(
    (
        belonging(_R, [_ASKING.c.name, _ANSWERING.c.name, *(getattr(_R, name) for name in _FIELDS)])
        .outerjoin(_ASKING, _ASKING.c.id == _R.asked_by)
        .outerjoin(_ANSWERING, _ANSWERING.c.id == _R.answered_by),
        belonging(_S, _PUT).outerjoin(UserRecord, UserRecord.id == _S.user_id),
    ),
    _asked_and_put,
    masked=_masked,
)
"""Everything that was asked about a complaint, with to whom it was put, in order."""


def _soonest(rows: Rows) -> dict[int, AwaitedInformation]:
    soonest: dict[int, AwaitedInformation] = {}
    every = [(row[1], AwaitedInformation(*row[2:])) for row in sorted(rows, key=itemgetter(0))]
    for complaint_id, awaited in sorted(every, key=lambda pair: pair[1].since):
        soonest.setdefault(complaint_id, awaited)
    return soonest


AWAITED: RowRead[AwaitedInformation] = RowRead(
    (
        select(
            *(_R.id, _R.id.label("asked"), _R.complaint_id, _R.due_at, _R.last_day, _R.late_since)
        ).where(_R.complaint_id.in_(IDS), *_IS_OPEN),
    ),
    _soonest,
)
"""The soonest information that complaints wait for."""


def asked_record(
    session: Session, complaint_id: int, request_id: int, by: Actor, agency: str
) -> InformationRequestRecord | None:
    """Return a request about a complaint, if it is or was asked of somebody of the agency."""
    mine = (
        _R.id == request_id,
        _R.complaint_id == complaint_id,
        _asked_in(by, agency),
    )
    return session.scalar(select(_R).where(*mine))


def request_clock(session: Session, request: InformationRequestRecord) -> ClockRecord:
    """Return the clock of whoever has a request now, or had it last."""
    return session.get_one(ClockRecord, request.clock_id)


IS_ASKED = exists().where(_R.complaint_id == ComplaintRecord.id, *_IS_OPEN)
"""Whether anything asked about a complaint is still awaited."""


def open_records(
    session: Session, complaint_id: int, request_id: int | None = None
) -> list[InformationRequestRecord]:
    """Return what is asked about a complaint and still awaited: all of it, or this one request."""
    chosen = () if request_id is None else (_R.id == request_id,)
    awaited = select(_R).where(_R.complaint_id == complaint_id, *_IS_OPEN, *chosen)
    return list(session.scalars(awaited.order_by(_R.id)))


def record_of_clock(session: Session, clock_id: int) -> InformationRequestRecord | None:
    """Return the request whose date a clock is."""
    return session.scalar(select(_R).where(_R.clock_id == clock_id))


def steps_of(session: Session, request_ids: Collection[int]) -> Sequence[RequestStepRecord]:
    """Return to whom requests were put, each in turn."""
    step = RequestStepRecord
    put = select(step).where(step.request_id.in_(request_ids)).order_by(step.id)
    return session.scalars(put).all()


def people_of(session: Session, complaint_id: int) -> tuple[Person, ...]:
    """Return the people of a complaint, whose names and addresses texts may tell."""
    return read_of(session, PEOPLE, complaint_id)


# How rows are read.


def _read(session: Session, asked: Select[InformationRequestRecord, bool]) -> list[AskedRequest]:
    rows = session.execute(asked).all()
    people = [person for record, _ in rows for person in (record.asked_by, record.answered_by)]
    names = names_of(session, people)
    return [_request(record, names, is_passed_on=not is_theirs) for record, is_theirs in rows]


def _request(
    record: InformationRequestRecord, names: Mapping[int, str], *, is_passed_on: bool
) -> AskedRequest:
    values: dict[str, Any] = {name: getattr(record, name) for name in _COPIED}
    values |= {name: names.get(getattr(record, name) or 0, "") for name in _NAMED}
    return AskedRequest(**values, is_passed_on=is_passed_on)
