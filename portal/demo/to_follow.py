"""Invented complaints that anybody may follow: stopped, in review, taken up again, closed.

Those between agencies too: to be transferred, or answered by several.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from portal.complaints.accounts import actor_of
from portal.complaints.handling.casework import ask_complainant
from portal.complaints.handling.filing import Receipt
from portal.complaints.queries.access_codes import CODE_PURPOSE
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.records.people import UserRecord
from portal.demo import stories
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import Status
from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind
from portal.domain.time.promised_dates import promise_from
from portal.features.reviews.actions import ask_for_review
from portal.features.satisfaction.records import SurveyMarkRecord
from portal.runtime import Runtime

CODE = "DEMA2345"
"""The access code of all of them: the others have codes that nobody knows."""

_STATES = {
    ClockKind.PAUSE: "its time stands still",
    ClockKind.REVIEW: "under review",
    ClockKind.FIRST_PROMISE: "handed on by another agency",
    ClockKind.TRANSFER: "to go to another agency, if its complainant agrees",
    ClockKind.PART: "answered by several agencies",
    ClockKind.REOPENING: "closed, may be rated",
    ClockKind.CLOSING: "answered, to be closed",
    ClockKind.ANSWER: "waits for its answer",
}
"""What is to be seen while a clock runs; of several, the first here."""

_TAKEN_UP_AGAIN = "taken up again"
_WORKED_ON = (Status.TAKEN_IN_CHARGE.value, Status.UNDER_REVIEW.value)
_C = ComplaintRecord


@dataclass(frozen=True, slots=True)
class ToFollow:
    """A complaint whose page opens with CODE, and what is to be seen there."""

    number: str
    agency: str
    state: str


def leave_to_follow(runtime: Runtime) -> None:
    """Stop the time of one, have another reviewed; find one taken up again, and one closed."""
    with runtime.reading(PORTAL) as session:
        stopped, code = _to_stop(session)
        reviewed = session.scalars(_newest(_C.status == Status.ANSWERED, _C.top_level > 1)).first()
        closed = session.scalars(_to_rate()).first()
        reopened = session.scalars(_newest(_C.last_event == EntryKind.REOPENED.value)).first()
    if stopped is not None:
        _ask(runtime, stopped, code)
    if reviewed is not None:
        act = partial(ask_for_review, reason=stories.WHY_AGAIN.in_(reviewed.language))
        runtime.change(complainant(reviewed.id), reviewed.number, act)
    chosen = [
        complaint.id for complaint in (stopped, reviewed, reopened, closed) if complaint is not None
    ]
    _open_with_code(runtime, _C.id.in_(chosen))


def leave_filed_to_follow(runtime: Runtime, receipts: Iterable[Receipt]) -> None:
    """Let CODE open complaints that were just filed, instead of their own codes."""
    _open_with_code(runtime, _C.number.in_([receipt.number for receipt in receipts]))


def to_follow(runtime: Runtime) -> list[ToFollow]:
    """Return the complaints that CODE opens, as they stand."""
    opens = _C.access_code_hash == runtime.keyring.hashed(CODE, CODE_PURPOSE)
    statement = (
        select(_C.number, _C.agency, _C.last_event, ClockRecord.kind)
        .join(ClockRecord, ClockRecord.complaint_id == _C.id)
        .where(opens, ClockRecord.pending, ClockRecord.kind.in_(list(_STATES)))
    )
    with runtime.reading(PORTAL) as session:
        rows = session.execute(statement).all()
    states: dict[tuple[str, str, str], set[ClockKind]] = {}
    for number, agency, last_event, kind in rows:
        states.setdefault((number, agency, last_event), set()).add(ClockKind(kind))
    return [
        ToFollow(number, agency, _state(last_event, running))
        for (number, agency, last_event), running in sorted(states.items())
    ]


def _state(last_event: str, running: set[ClockKind]) -> str:
    if last_event == EntryKind.REOPENED.value:
        return _TAKEN_UP_AGAIN
    return next(state for kind, state in _STATES.items() if kind in running)


def _open_with_code(runtime: Runtime, chosen: ColumnElement[bool]) -> None:
    hashed = runtime.keyring.hashed(CODE, CODE_PURPOSE)
    with runtime.transaction() as session:
        for complaint in session.scalars(select(ComplaintRecord).where(chosen)):
            complaint.access_code_hash = hashed


def _to_stop(session: Session) -> tuple[ComplaintRecord | None, str]:
    """Return a complaint that somebody works on, and what its time may stop for."""
    statement = (
        _newest(_C.status.in_(_WORKED_ON))
        .add_columns(ClockRecord.promise)
        .join(ClockRecord, ClockRecord.complaint_id == _C.id)
        .where(ClockRecord.kind == ClockKind.ANSWER.value, ClockRecord.pending)
    )
    for complaint, promise in session.execute(statement):
        for reason in promise_from(promise).pauses:
            return complaint, reason.code
    return None, ""


def _to_rate() -> Select[ComplaintRecord]:
    """Return the closed complaints whose complainants may still ask again, and did not rate."""
    rated = select(SurveyMarkRecord.complaint_id)
    may_ask = (ClockRecord.kind == ClockKind.REOPENING.value, ClockRecord.pending)
    return (
        select(_C)
        .join(ClockRecord, ClockRecord.complaint_id == _C.id)
        .where(_C.status == Status.CLOSED.value, *may_ask, _C.id.not_in(rated))
        .order_by(_C.id.desc())
    )


def _ask(runtime: Runtime, complaint: ComplaintRecord, pause: str) -> None:
    with runtime.reading(PORTAL) as session:
        user = session.get_one(UserRecord, complaint.assignee_id)
        officer = actor_of(session, user, runtime.now())
    body = stories.QUESTION.in_(complaint.language)
    runtime.change(officer, complaint.number, partial(ask_complainant, body=body, pause=pause))


def _newest(*chosen: ColumnElement[bool]) -> Select[ComplaintRecord]:
    """Return the open complaints of these that somebody at the first level has, newest first."""
    of_somebody = _C.is_open, _C.level == 1, _C.assignee_id.is_not(None)
    return select(_C).where(*chosen, *of_somebody).order_by(_C.id.desc())
