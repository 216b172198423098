"""A complaint changes hands: the next agency has it, with its number, its receipt and new dates.

What it may not read of it is kept for the agency that had it, until it is released. Rows are
marked, and sessions of the staff do not see them (`db/row_filter.py`): no page, search or letter
has to remember it. The complainant sees everything, and the portal writes to them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from portal.complaints.dates import first_promise, running_clocks
from portal.complaints.events import ContactChanged, HandedOn, HandingOn, TakenOver
from portal.complaints.features import TextUse
from portal.complaints.letters import letters
from portal.complaints.letters.holding import stop
from portal.complaints.planning import FilingPlan
from portal.complaints.queries.search import index_again
from portal.complaints.queries.staff import without
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ClockRecord,
    ComplaintRecord,
    PersonRecord,
)
from portal.complaints.records.message import AttachmentRecord, MessageRecord
from portal.complaints.work import Work
from portal.domain.complaint import Status
from portal.domain.handling.lifecycle import Action, status_after
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind, working_days_between
from portal.features.transfers import rules
from portal.features.transfers.letters import HANDED_TO_YOU, NOBODY_THERE, LedToDesk
from portal.features.transfers.queries import arrived_at, every, forget_notices, last_carried_out
from portal.features.transfers.records import HandoverRecord
from portal.features.transfers.rules import ROUTING, TransferField, goes_unanswered, needed_to_reach
from portal.words.letters.to_citizens import Routed


def carry_out(
    work: Work,
    complaint: ComplaintRecord,
    plan: FilingPlan,
    reason: str | None,
    held: Sequence[str] | None = None,
    proposed_at: datetime | None = None,
    *,
    to_desk: bool = False,
) -> None:
    """Put a complaint into the hands of another agency and tell both sides.

    `reason` is what the receiving agency reads, where it does not stand in the history already;
    its history tells what is `held` back, and how long it was where: the agency that had it answers
    for its days until it was `proposed_at`, if its complainant was asked.
    Whatever is to be held back is marked before. It goes `to_desk` where nobody else may open it.
    """
    status_after(Status(complaint.status), Action.TRANSFER)
    stop(work, complaint)
    forget_notices(work.session, complaint.id)
    work.features.happened(HandingOn(work, complaint, plan))
    running_clocks.note_intake_done(work, complaint)
    first = first_promise.keep(work, complaint)
    calendar, since = work.advised.calendar, _had_since(work, complaint)
    running_clocks.end_all(work, complaint, but={ClockKind.FIRST_PROMISE})
    routed = rules.Routed(
        before=complaint.agency,
        agency=plan.agency.code,
        agency_name=plan.agency.name,
        release=plan.agency.release_id,
        category=plan.category.code,
        theme=plan.category.theme,
        unit=plan.unit,
        due_at=plan.clock(ClockKind.ANSWER).due.due_at,
        level=1,
        held=held,
        working_days=(
            working_days_between(proposed_at, work.now, calendar) if proposed_at else None
        ),
        held_days=working_days_between(since, proposed_at or work.now, calendar),
        days_before=working_days_between(complaint.received_at, work.now, plan.calendar),
    )
    if reason:
        letters.record_text(work, complaint, routed, ROUTING, reason)
    else:
        work.record(complaint, routed)
    work.session.add(_handover(work, complaint, plan))
    receiver = plan.agency.code
    if to_desk:
        _tell_desk(work, complaint, plan, first, is_held=bool(held))
    else:
        _tell_receiver(work, complaint, plan, first)
    work.features.happened(HandedOn(work, complaint, plan))
    index_again(work.session, work.keyring, complaint, receiver)
    # From here on the agency before no longer sees the complaint: nothing is read any more.
    with work.session.no_autoflush:
        running_clocks.start_planned(work, complaint, plan)
        _move(complaint, plan)
        work.features.happened(TakenOver(work, complaint, plan))


def _had_since(work: Work, complaint: ComplaintRecord) -> datetime:
    """Return since when its agency has it: it came from another, or was received here."""
    return arrived_at(work.session, complaint.id, complaint.agency) or complaint.received_at


def _tell_receiver(
    work: Work, complaint: ComplaintRecord, plan: FilingPlan, first: ClockRecord | None
) -> None:
    last_day, receiver = plan.clock(ClockKind.ANSWER).due.last_day, plan.agency.code
    first_day = first_promise.day_beside(first, last_day)
    letter = Routed(last_day, first_day, **plan.told_of_file())
    letters.to_citizen(work, complaint, letter, receiver)
    members = work.staff.receivers(work.session, receiver, plan.path[0].to)
    letters.to_members(work, complaint, members, HANDED_TO_YOU, receiver)


def _tell_desk(
    work: Work,
    complaint: ComplaintRecord,
    plan: FilingPlan,
    first: ClockRecord | None,
    *,
    is_held: bool,
) -> None:
    """Tell the complainant, and all who work at the desk, that it decides who opens a complaint."""
    desk, first_day = plan.agency.code, first_promise.day_beside(first, None)
    letter = LedToDesk(first_day, is_held, **plan.told_of_intake())
    letters.to_citizen(work, complaint, letter, desk)
    here, everywhere = (
        work.staff.with_role(work.session, one, Role.INTAKE) for one in (desk, None)
    )
    letters.to_members(work, complaint, [*here, *without(everywhere, here)], NOBODY_THERE, desk)


def _handover(work: Work, complaint: ComplaintRecord, plan: FilingPlan) -> HandoverRecord:
    return HandoverRecord(
        complaint_id=complaint.id,
        before=complaint.agency,
        agency=plan.agency.code,
        at=work.now,
        history_seq=complaint.head_seq,
    )


def _move(complaint: ComplaintRecord, plan: FilingPlan) -> None:
    complaint.agency, complaint.release_id = plan.agency.code, plan.agency.release_id
    complaint.category, complaint.theme = plan.category.code, plan.category.theme
    complaint.unit, complaint.assignee_id = plan.unit, None
    complaint.status, complaint.taken_in_charge_at = Status.RECEIVED.value, None
    complaint.level, complaint.top_level = 1, len(plan.path)
    complaint.holder, complaint.late_since = plan.path[0].to, None
    complaint.due_at = plan.due_at


_CONTACT = ("email", "email_hash", "phone", "address")


def hold_back(
    work: Work, complaint: ComplaintRecord, agreed: Collection[str] | None, notes: Collection[int]
) -> list[str]:
    """Keep for the agency that a complaint leaves what does not go along; return what is held back.

    `agreed` is what the complainant lets go along, None where they said nothing; `notes` are the
    internal notes chosen one by one.
    """
    session, leaving = work.session, complaint.agency
    if agreed is None:
        is_hidden = complaint.name_hidden_since is not None
        unanswered = goes_unanswered(complaint.channel, complaint.reply_by)
        agreed = frozenset() if is_hidden else unanswered
    people = every(session, PersonRecord, complaint.id)
    documents = every(session, AttachmentRecord, complaint.id)
    messages = every(session, MessageRecord, complaint.id)
    is_there = {
        TransferField.NAME: any(person.name for person in people),
        TransferField.CONTACT: any(any(_contact_of(person)) for person in people),
        TransferField.DOCUMENTS: bool(documents),
        TransferField.MESSAGES: any(_is_exchanged(work, message) for message in messages),
    }
    for message in messages:
        if message.kept_for is None and not _goes_along(work, message, agreed, notes):
            message.kept_for = leaving
    if TransferField.DOCUMENTS not in agreed:
        for document in documents:
            document.kept_for = document.kept_for or leaving
    _hold_people(work, complaint, people, agreed)
    return [field.value for field in TransferField if is_there[field] and field not in agreed]


def release(work: Work, complaint: ComplaintRecord, fields: Collection[str]) -> None:
    """Let the agency that has the complaint read what the complainant had held back."""
    if TransferField.MESSAGES in fields:
        for message in every(work.session, MessageRecord, complaint.id):
            if _is_exchanged(work, message):
                message.kept_for = None
    if TransferField.DOCUMENTS in fields:
        for document in every(work.session, AttachmentRecord, complaint.id):
            document.kept_for = None
    _release_people(work, complaint, fields)


def hold_again(
    work: Work, complaint: ComplaintRecord, before: str, since: datetime, fields: Collection[str]
) -> None:
    """Keep for the agency `before` what the complainant lets the present one read no more.

    Of documents and messages that is what was there when the complaint came over, at `since`.
    """
    if TransferField.MESSAGES in fields:
        for message in every(work.session, MessageRecord, complaint.id):
            if _is_exchanged(work, message) and message.at <= since:
                message.kept_for = before
    if TransferField.DOCUMENTS in fields:
        for document in every(work.session, AttachmentRecord, complaint.id):
            if document.added_at <= since:
                document.kept_for = before
    if {TransferField.NAME, TransferField.CONTACT} & set(fields):
        _hold_people_again(work, complaint, before, fields)


def _hold_people_again(
    work: Work, complaint: ComplaintRecord, before: str, fields: Collection[str]
) -> None:
    people = every(work.session, PersonRecord, complaint.id)
    whole, *others = [person for person in people if person.role == COMPLAINANT]
    stand_in = next((person for person in others if person.kept_for is None), None)
    if stand_in is None:
        stand_in = PersonRecord(complaint_id=complaint.id, role=COMPLAINANT)
        _copy(whole, stand_in, list(TransferField))
        work.session.add(stand_in)
    whole.kept_for = whole.kept_for or before
    if TransferField.NAME in fields:
        stand_in.name = stand_in.agreement = None
        for person in people:
            person.kept_for = before if person.role != COMPLAINANT else person.kept_for
    if TransferField.CONTACT in fields:
        for name in _CONTACT:
            setattr(stand_in, name, None)


def let_be_reached(event: ContactChanged) -> None:
    """Let the agency read where to write or call, once the complainant wants it to."""
    work, complaint = event.work, event.complaint
    transfer = last_carried_out(work.session, complaint.id)
    needed = needed_to_reach(complaint.reply_by).intersection(transfer.held if transfer else ())
    if transfer is None or not needed:
        return
    transfer.held = [field for field in transfer.held if field not in needed]
    release(work, complaint, needed)
    index_again(work.session, work.keyring, complaint, complaint.agency)
    work.record(complaint, rules.TransferAgreed(fields=sorted(needed)))


def _is_exchanged(work: Work, message: MessageRecord) -> bool:
    return work.features.use_of(message.kind) is TextUse.EXCHANGED


def _goes_along(
    work: Work, message: MessageRecord, agreed: Collection[str], notes: Collection[int]
) -> bool:
    if work.features.use_of(message.kind) is TextUse.INTERNAL:
        return message.id in notes
    return not _is_exchanged(work, message) or TransferField.MESSAGES in agreed


def _contact_of(person: PersonRecord) -> list[Any]:
    return [getattr(person, name) for name in _CONTACT]


def _hold_people(
    work: Work, complaint: ComplaintRecord, people: Sequence[PersonRecord], agreed: Collection[str]
) -> None:
    """Keep whole people for the agency left, and give the next what the complainant agrees to."""
    if {TransferField.NAME, TransferField.CONTACT} <= set(agreed):
        for person in people:
            person.kept_for = None
        return
    whole = next(person for person in people if person.role == COMPLAINANT)
    for person in people:
        shared = person.role != COMPLAINANT and TransferField.NAME in agreed
        person.kept_for = None if shared else person.kept_for or complaint.agency
    stand_in = PersonRecord(complaint_id=complaint.id, role=COMPLAINANT)
    _copy(whole, stand_in, agreed)
    work.session.add(stand_in)


def _release_people(work: Work, complaint: ComplaintRecord, fields: Collection[str]) -> None:
    people = every(work.session, PersonRecord, complaint.id)
    whole, *others = [person for person in people if person.role == COMPLAINANT]
    for person in people:
        if person.role != COMPLAINANT and TransferField.NAME in fields:
            person.kept_for = None
    stand_in = next((person for person in others if person.kept_for is None), None)
    if stand_in is None:
        return
    _copy(whole, stand_in, fields)
    if stand_in.name == whole.name and _contact_of(stand_in) == _contact_of(whole):
        whole.kept_for = None
        work.session.delete(stand_in)


def _copy(whole: PersonRecord, stand_in: PersonRecord, fields: Collection[str]) -> None:
    if TransferField.NAME in fields:
        stand_in.name, stand_in.agreement = whole.name, whole.agreement
    if TransferField.CONTACT in fields:
        for name in _CONTACT:
            setattr(stand_in, name, getattr(whole, name))
