"""What somebody of the staff may not read any more is left to whoever answers for it now.

The history tells as what people were told that a date passed, or that nobody answers at a level:
where one of them may not open the complaint as the letter is put together, or leaves, others in
the same place are told instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.complaints.every_feature import Features
from portal.complaints.letters.letters import stored_facts
from portal.complaints.queries.staff import Member, Staff, without
from portal.complaints.queries.waiting_letters import complaints_told
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import NoticeRecord
from portal.words.letters.to_staff import (
    LETTER_UNREAD,
    NOBODY_IN_CHARGE,
    POST_VACANT,
    DateMissed,
)

ALARMS = frozenset({DateMissed.code, POST_VACANT.code})
"""The notices of which the history says who was told."""

Told = Mapping[str, Any]
"""What is stored of a notice or a letter about one complaint, with its `kind`."""


def leave_alarms(
    session: Session, features: Features, told: Sequence[Told], user_id: int, now: datetime
) -> None:
    """Tell others of what is an alarm among `told`, which this person may not open any more.

    Nothing is told of a complaint that another agency has: it has dates of its own there.
    """
    for complaint, facts in complaints_told(session, [one for one in told if is_alarm(one)]):
        staff = staff_of(session, features, complaint, now)
        others = alarmed_instead(session, staff, complaint, user_id)
        administrators = staff.administrators(session, complaint.agency)
        if others:
            params = {name: value for name, value in facts.items() if name != "kind"}
            _notify(session, complaint, others, facts["kind"], params, now)
        else:
            params = stored_facts(complaint, NOBODY_IN_CHARGE)
            _notify(session, complaint, administrators, NOBODY_IN_CHARGE.code, params, now)


def tell_unread(session: Session, features: Features, told: Sequence[Told], now: datetime) -> None:
    """Say that letters were for an address that no account has: to the heads of each agency.

    Without a head at work, the administrators are told, not of which complaint.
    """
    unread = [facts for facts in told if facts["kind"] != LETTER_UNREAD.code]
    for complaint, _facts in complaints_told(session, unread):
        staff, agency = staff_of(session, features, complaint, now), complaint.agency
        members = staff.heads(session, agency) or staff.administrators(session, agency)
        params = stored_facts(complaint, LETTER_UNREAD)
        _notify(session, complaint, members, LETTER_UNREAD.code, params, now)


def is_alarm(facts: Told) -> bool:
    """Tell whether the history says who was told of it."""
    return facts["kind"] in ALARMS


def staff_of(
    session: Session, features: Features, complaint: ComplaintRecord, now: datetime
) -> Staff:
    """Return the staff as they work now, but for those whom the complaint concerns."""
    excluded = features.excluded(session, [complaint.id])
    return Staff(now).excluding(excluded.get(complaint.id, ()))


def alarmed_instead(
    session: Session, staff: Staff, complaint: ComplaintRecord, user_id: int
) -> list[Member]:
    """Return who is in charge and who leads, without this person."""
    in_charge = staff.in_charge(session, complaint)
    everybody = [*in_charge, *without(staff.heads(session, complaint.agency), in_charge)]
    return [member for member in everybody if member.user_id != user_id]


def _notify(
    session: Session,
    complaint: ComplaintRecord,
    members: Sequence[Member],
    kind: str,
    params: Mapping[str, Any],
    now: datetime,
) -> None:
    session.add_all(
        NoticeRecord(
            user_id=member.user_id,
            complaint_id=complaint.id,
            clock_id=None,
            kind=kind,
            params=dict(params),
            at=now,
        )
        for member in members
    )
