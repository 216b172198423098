"""What clocks have to tell the staff: notices, written in the transaction of what they tell.

The worker gathers those that wait for a person into one letter: see `digests`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.complaints.letters.letters import stored_facts
from portal.complaints.queries.staff import Member, without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import NoticeRecord
from portal.complaints.work import Work, kept_out
from portal.words.letters.staff_parts import Notice
from portal.words.letters.to_staff import NOBODY_IN_CHARGE


def notify(
    work: Work,
    complaint: ComplaintRecord,
    members: Iterable[Member],
    notice: Notice,
    clock_id: int | None = None,
) -> bool:
    """Leave a notice for each of `members`; return whether there was anybody.

    A warning names the clock that it warns of.
    """
    row = {
        "complaint_id": complaint.id,
        "clock_id": clock_id,
        "kind": notice.code,
        "params": stored_facts(complaint, notice),
        "at": work.now,
    }
    notices = [row | {"user_id": member.user_id} for member in members]
    work.notices.extend(notices)
    return bool(notices)


def store_notices(session: Session, notices: Sequence[dict[str, Any]]) -> None:
    """Store what use cases left in their `notices`, in one statement."""
    if notices:
        session.execute(insert(NoticeRecord), notices)


def notify_in_charge(
    work: Work,
    complaint: ComplaintRecord,
    others: Sequence[Member],
    notice: Notice,
    clock_id: int | None = None,
) -> bool:
    """Leave a notice for whoever is answerable, and for `others` who have to know it too.

    Who handled the complaint before its review is not. Without anybody the administrators are
    told. Return whether anybody is.
    """
    members = work.staff.in_charge(work.session, complaint, kept_out(work, complaint))
    everybody = [*members, *without(others, members)]
    return notify(work, complaint, everybody, notice, clock_id) or notify_administrators(
        work, complaint
    )


def notify_administrators(work: Work, complaint: ComplaintRecord) -> bool:
    """Tell the administrators that nobody is answerable for a complaint, or return False."""
    members = work.staff.administrators(work.session, complaint.agency)
    return notify(work, complaint, members, NOBODY_IN_CHARGE)
