"""The last withdrawal that was asked for: for who follows the complaint, and for the staff."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseRead
from portal.complaints.queries.followed import FollowedRead
from portal.complaints.queries.of_complaint import COMPLAINT_ID, belonging, read_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.db.reads import Rows
from portal.domain.complaint import Status
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.history import EntryKind
from portal.features.withdrawals.rules import Withdrawal, withdrawal_in

_E = HistoryEntryRecord
_KINDS = (
    *(EntryKind.WITHDRAWAL_ASKED, EntryKind.WITHDRAWAL_SUGGESTED),
    *(EntryKind.WITHDRAWAL_FALLEN, EntryKind.WITHDRAWN),
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


def last_withdrawal(session: Session, complaint_id: int) -> Withdrawal | None:
    """Return the last withdrawal that was asked for of a complaint."""
    return read_of(session, FOLLOWED, complaint_id)
