"""The last withdrawal that was asked for: for who follows the complaint, and for the staff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.entries import Assigned
from portal.complaints.queries.case_file import CaseRead, Entry
from portal.complaints.queries.followed import FollowedRead
from portal.complaints.queries.of_complaint import COMPLAINT_ID, belonging, read_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.db.reads import Rows
from portal.domain.actor import ActorKind
from portal.domain.complaint import Status
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.history import EntryKind
from portal.features.withdrawals.rules import Withdrawal, withdrawal_in

_E = HistoryEntryRecord
_KINDS = (
    *(EntryKind.WITHDRAWAL_ASKED, EntryKind.WITHDRAWAL_SUGGESTED),
    *(EntryKind.WITHDRAWAL_FALLEN, EntryKind.WITHDRAWN),
)
_HANDLING = tuple(
    one.value for one in (EntryKind.TAKEN_IN_CHARGE, EntryKind.ASSIGNED, EntryKind.ANSWERED)
)
_TOLD = belonging(_E, (_E.kind, _E.facts), "seq").where(_E.kind.in_([one.value for one in _KINDS]))

FOLLOWED: FollowedRead[Withdrawal | None] = FollowedRead((_TOLD,), withdrawal_in)
"""For whoever follows the complaint."""

ON_CASE: CaseRead[Withdrawal | None] = CaseRead((_TOLD,), withdrawal_in)
"""For the staff: who suggested it, the page shows to few."""

_THEIRS = ComplaintRecord.__table__.alias("theirs")


def _ending(rows: Rows) -> tuple[str, ...]:
    return tuple(agency for agency, status in rows if is_possible(Status(status), Action.WITHDRAW))


OTHERS: FollowedRead[tuple[str, ...]] = FollowedRead(
    (
        select(_THEIRS.c.id, _THEIRS.c.agency, _THEIRS.c.status).where(
            _THEIRS.c.parent_id == COMPLAINT_ID
        ),
    ),
    _ending,
)
"""The codes of the other agencies whose part of the complaint ends when it is withdrawn."""


def handlers_in(entries: Iterable[Entry | HistoryEntryRecord]) -> frozenset[int]:
    """Return who handled a complaint at any time, by its history."""
    handled = (
        Assigned.read(entry.facts).to if entry.kind == Assigned.kind else entry.user_id
        for entry in entries
        if entry.kind in _HANDLING
    )
    return frozenset(user_id for user_id in handled if user_id is not None)


def handlers_of(session: Session, complaint_id: int) -> frozenset[int]:
    """Return who handled a complaint at any time."""
    of_it = select(_E).where(_E.complaint_id == complaint_id, _E.kind.in_(_HANDLING))
    return handlers_in(session.scalars(of_it))


def last_withdrawal(session: Session, complaint_id: int) -> Withdrawal | None:
    """Return the last withdrawal that was asked for of a complaint."""
    return read_of(session, FOLLOWED, complaint_id)


def asked_since(session: Session, complaint_id: int, moment: datetime) -> int:
    """Return how often its complainant asked for a withdrawal of a complaint since a moment."""
    by_complainant = _E.actor == ActorKind.COMPLAINANT.value
    asked = (_E.kind == EntryKind.WITHDRAWAL_ASKED.value, by_complainant, _E.at > moment)
    count = select(func.count()).select_from(_E).where(_E.complaint_id == complaint_id, *asked)
    return session.scalar(count) or 0
