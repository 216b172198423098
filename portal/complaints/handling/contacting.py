"""The first contact with whoever complains: made, implied by what is written, made after all.

It counts from when it is noted, never from when it is said to have been made: nobody gets in time
by a moment that they write down.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from portal.complaints import entries
from portal.complaints.dates import running_clocks
from portal.complaints.events import Acted
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.complaint import Status
from portal.domain.contact import SaidContact
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.handling.lifecycle import Action, status_after
from portal.domain.permissions import Permission, may
from portal.domain.time.clock import ClockKind, working_days_between
from portal.domain.time.worked import working_hours_between


def is_contact_owed(complaint: ComplaintRecord) -> bool:
    """Tell whether nobody was in touch yet, or the complainant says that nobody was."""
    return Status(complaint.status).is_open and complaint.taken_in_charge_at is None


def make_contact(work: Work, complaint: ComplaintRecord, said: SaidContact | None) -> None:
    """Take the complaint in charge; or note the contact that is owed still, where it was."""
    if said is not None:
        said.check(complaint.received_at, work.now)
    if complaint.status == Status.RECEIVED or not is_contact_owed(complaint):
        take_in_charge(work, complaint, said)
    else:
        contact_after_all(work, complaint, said)


def take_in_charge(work: Work, complaint: ComplaintRecord, said: SaidContact | None = None) -> None:
    """Note that somebody was in touch, as is `said`: it is in charge of whoever was."""
    complaint.status = status_after(Status(complaint.status), Action.CONTACT).value
    in_time = running_clocks.meet(work, complaint, ClockKind.FIRST_CONTACT)
    if complaint.assignee_id is None and may(work.actor, Permission.CONTACT, complaint.agency):
        complaint.assignee_id = work.actor.user_id
    complaint.taken_in_charge_at = work.now
    work.features.happened(Acted(work, complaint))
    facts = _facts(work, complaint, work.acted_at, said, in_time=in_time)
    work.record(complaint, entries.TakenInCharge(*facts))


def contact_after_all(
    work: Work, complaint: ComplaintRecord, said: SaidContact | None = None
) -> None:
    """Note the contact that was owed still: as is `said`, or by what is written now."""
    if complaint.taken_in_charge_at is not None:
        raise TransitionNotAllowedError(complaint.status, Action.CONTACT)
    in_time = running_clocks.meet(work, complaint, ClockKind.FIRST_CONTACT)
    complaint.taken_in_charge_at = work.now
    facts = _facts(work, complaint, work.acted_at, said, in_time=in_time)
    work.record(complaint, entries.ContactMade(*facts))


def imply_contact(work: Work, complaint: ComplaintRecord) -> None:
    """Count a question or an answer as the first contact, when there was none before.

    Whoever may answer may do so first: a complaint that climbed untouched is answered up there.
    """
    if complaint.status == Status.RECEIVED:
        take_in_charge(work, complaint)
    elif is_contact_owed(complaint):
        contact_after_all(work, complaint)


class _Facts(NamedTuple):
    """What an entry tells of a contact, in the order of its fields."""

    in_time: bool
    working_days: int
    confirmed_at: datetime | None
    working_hours: int
    contact: str | None
    contacted_at: datetime | None


def _facts(
    work: Work, complaint: ComplaintRecord, at: datetime, said: SaidContact | None, *, in_time: bool
) -> _Facts:
    since, calendar = complaint.received_at, work.advised.calendar
    return _Facts(
        in_time,
        working_days_between(since, at, calendar),
        work.confirmed.at if work.confirmed else None,
        working_hours_between(since, at, calendar),
        said.way.value if said is not None else None,
        said.at if said is not None else None,
    )
