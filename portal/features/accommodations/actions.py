"""Asking for something to be adapted, answering it by a day, and putting it in place by another.

What nobody answers, or puts in place, by its day is told to whoever has the complaint and to the
head; then, after as long again, to the top authority. It stays owed, and late.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy import Connection

from portal.complaints.dates.running_clocks import owed_clocks, start_clock
from portal.complaints.events import HandingOn, MessageReceived, TakenOver, Withdrawn
from portal.complaints.letters import letters
from portal.complaints.letters.letters import notify_handling, record_text, tell_missed
from portal.complaints.planning import Added, Filing
from portal.complaints.queries.staff import without
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work, require, require_complainant
from portal.domain.actor import ActorKind
from portal.domain.complaint import Status
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.permissions import Permission
from portal.domain.time.promise import Promise
from portal.domain.time.promised_dates import clock_row, planned, promise_from
from portal.domain.typed import is_blank
from portal.features.accommodations import rules
from portal.features.accommodations.letters import (
    AccommodationAnswered,
    AccommodationWanted,
)
from portal.features.accommodations.queries import (
    ASKED_CLOCK,
    CLOCKS,
    IN_PLACE_CLOCK,
    records_in,
)
from portal.features.accommodations.records import AccommodationRecord
from portal.features.accommodations.rules import (
    LONGEST_WAIT,
    OPEN,
    UNANSWERED,
    Decision,
    State,
    promised_within,
)

TEXT = "accommodation"
"""The kind of the texts: what was answered to whoever asked."""

_STATE_AFTER = {
    Decision.GRANT: State.GRANTED,
    Decision.REFUSE: State.REFUSED,
    Decision.QUESTION: State.QUESTIONED,
}


class Answer(Struct, frozen=True):
    """What is answered to whoever asked: to which of it, what, in words, and within which time.

    What is granted `within` no working days is in place already.
    """

    to: Collection[int]
    decision: Decision
    body: str
    within: int = 0


# Asking.


def asked_at_filing(_connection: Connection, filing: Filing) -> Added | None:
    """Keep what is asked as a complaint is filed, with the day by which it is answered."""
    needs, plan, now = filing.content.needs, filing.plan, filing.now
    if not needs:
        return None
    promise = plan.agency.configured.promise("accommodation", plan.category.code)
    clock = planned(ASKED_CLOCK, 1, promise, now, plan.calendar)
    rows = [{"need": need, "state": State.ASKED.value, "asked_at": now} for need in needs]
    return Added(
        entries=[rules.AccommodationAsked(len(rows), clock.due.last_day)],
        rows={
            AccommodationRecord: rows,
            ClockRecord: [clock_row(clock, plan.agency.release_id)],
        },
    )


def ask(work: Work, complaint: ComplaintRecord, needs: Sequence[str]) -> None:
    """Ask for more, as whoever complains or as somebody of the staff who was told.

    What was asked and is not over is not asked twice. Raise IncompleteError where nothing is new.
    """
    is_theirs = work.actor.kind is ActorKind.COMPLAINANT
    if not is_theirs:
        require_complainant(complaint)
        require(work, complaint, Permission.CONTACT)
    if complaint.status == Status.WITHDRAWN:
        raise TransitionNotAllowedError(complaint.status, "ask_accommodation")
    known = records_in(work.session, complaint.id, (*OPEN, State.IN_PLACE))
    new = [need for need in needs if need not in {record.need for record in known}]
    if not new:
        raise IncompleteError("needs")
    asked = {"complaint_id": complaint.id, "state": State.ASKED.value, "asked_at": work.now}
    work.session.add_all(AccommodationRecord(need=need, **asked) for need in new)
    complaint.needs = list(dict.fromkeys([*complaint.needs, *new]))
    clock = _start_asked(work, complaint)
    work.record(complaint, rules.AccommodationAsked(len(new), clock.last_day))
    if is_theirs:
        notify_handling(work, complaint, AccommodationWanted(clock.last_day))


def _start_asked(work: Work, complaint: ComplaintRecord) -> ClockRecord:
    """Start the day by which what is asked now is answered; an earlier one goes on beside it."""
    agency = work.agencies.agency(complaint.agency)
    promise = agency.configured.promise("accommodation", complaint.category)
    return _start(work, complaint, promise, release_id=agency.release_id)


def _start(
    work: Work, complaint: ComplaintRecord, promise: Promise, *, release_id: int
) -> ClockRecord:
    return start_clock(work, complaint, ASKED_CLOCK, promise, level=1, release_id=release_id)


def asked_again(event: MessageReceived) -> None:
    """Let what was asked more about wait for its answer: the person wrote."""
    for record in records_in(event.work.session, event.complaint.id, (State.QUESTIONED,)):
        record.state = State.ASKED.value


# Answering.


def answer(work: Work, complaint: ComplaintRecord, answer: Answer) -> None:
    """Grant, refuse or ask more about what was asked; its person reads it and gets a letter.

    Raise IncompleteError naming what is missing.
    """
    require(work, complaint, Permission.CONTACT)
    waiting = records_in(work.session, complaint.id, UNANSWERED)
    if not waiting:
        raise TransitionNotAllowedError(complaint.status, "answer_accommodation")
    chosen = [record for record in waiting if record.id in answer.to]
    _refuse_incomplete(chosen, answer)
    is_question = answer.decision is Decision.QUESTION
    is_last = not is_question and len(chosen) == len(waiting)
    in_time = _met(work, complaint, is_last=is_last)
    day = _granted(work, complaint, chosen, answer.within) if _is_granted(answer) else None
    entry = rules.AccommodationAnswered(answer.decision.value, len(chosen), in_time, day)
    seq = record_text(work, complaint, entry, TEXT, answer.body.strip())
    for record in chosen:
        record.state = _STATE_AFTER[answer.decision].value
        record.answered_at, record.answered_by = work.now, work.actor.user_id
        record.answer_seq = seq
        if _is_granted(answer) and not answer.within:
            record.state, record.in_place_at = State.IN_PLACE.value, work.now
    recourses = tuple(recourse.code for recourse in work.advised.recourses[-1:])
    told = recourses if answer.decision is Decision.REFUSE else ()
    letters.to_citizen(work, complaint, AccommodationAnswered(answer.decision.value, day, told))


def _is_granted(answer: Answer) -> bool:
    return answer.decision is Decision.GRANT


def _refuse_incomplete(chosen: Sequence[AccommodationRecord], answer: Answer) -> None:
    wrong = {
        "needs": not chosen,
        "body": is_blank(answer.body),
        "in_place_within": _is_granted(answer) and not 0 <= answer.within <= LONGEST_WAIT,
    }
    missing = [code for code, is_wrong in wrong.items() if is_wrong]
    if missing:
        raise IncompleteError(*missing)


def _met(work: Work, complaint: ComplaintRecord, *, is_last: bool) -> bool:
    """Stop the days of answering once all is answered; return whether none of them was missed."""
    owed = owed_clocks(work.session, complaint.id, [ASKED_CLOCK])
    if is_last:
        for clock in owed:
            clock.meet(work.acted_at)
    return all(clock.missed_at is None for clock in owed)


def _granted(
    work: Work, complaint: ComplaintRecord, chosen: Sequence[AccommodationRecord], within: int
) -> date | None:
    """Start the day by which what is granted is in place; return it, None if it is already."""
    if not within:
        return None
    clock = start_clock(work, complaint, IN_PLACE_CLOCK, promised_within(within), level=1)
    work.session.flush()
    for record in chosen:
        record.clock_id = clock.id
    return clock.last_day


def put_in_place(work: Work, complaint: ComplaintRecord, ids: Collection[int]) -> None:
    """Note that what was granted is in place now."""
    require(work, complaint, Permission.CONTACT)
    granted = records_in(work.session, complaint.id, (State.GRANTED,))
    if not granted:
        raise TransitionNotAllowedError(complaint.status, "accommodation_in_place")
    chosen = [record for record in granted if record.id in ids]
    if not chosen:
        raise IncompleteError("needs")
    for record in chosen:
        record.state, record.in_place_at = State.IN_PLACE.value, work.now
    left = {record.clock_id for record in granted if record.state == State.GRANTED}
    in_time = _meet_granted(work, complaint, left)
    work.record(complaint, rules.AccommodationInPlace(len(chosen), in_time))


def _meet_granted(work: Work, complaint: ComplaintRecord, left: Collection[int | None]) -> bool:
    """Stop the days of what is in place; those of what is `left`, and of nothing else, go on."""
    owed = owed_clocks(work.session, complaint.id, [IN_PLACE_CLOCK])
    met = owed if not left else [clock for clock in owed if clock.id not in left]
    for clock in met:
        clock.meet(work.acted_at)
    return all(clock.missed_at is None for clock in met)


# What nobody did in time, and what ends it.


def tell_late(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Tell whoever is in charge and the head that a day passed; the second time, the top as well.

    Between the two lies as long again as was promised.
    """
    heads = work.staff.heads(work.session, complaint.agency)
    if clock.level > 1:
        top = work.staff.top_authority(work.session, complaint.agency)
        tell_missed(work, complaint, clock, [*heads, *without(top, heads)])
        return
    tell_missed(work, complaint, clock, heads)
    later = promise_from(clock.promise)
    kind = next(kind for kind in CLOCKS if kind == clock.kind)
    again = start_clock(
        work, complaint, kind, later, level=clock.level + 1, release_id=clock.release_id
    )
    work.session.flush()
    for record in records_in(work.session, complaint.id, (State.GRANTED,)):
        if record.clock_id == clock.id:
            record.clock_id = again.id


def end(event: Withdrawn) -> None:
    """End what is asked about a complaint that its person takes back."""
    _end_clocks(event)
    for record in records_in(event.work.session, event.complaint.id, OPEN):
        record.state = State.ENDED.value


def leave_behind(event: HandingOn) -> None:
    """Stop the days of the agency that hands a complaint on: the next one has its own."""
    _end_clocks(event)


def start_again(event: TakenOver) -> None:
    """Let the agency that gets a complaint answer what is open: nothing granted elsewhere holds."""
    work, complaint, plan = event.work, event.complaint, event.plan
    open_records = records_in(work.session, complaint.id, OPEN)
    if not open_records:
        return
    for record in open_records:
        record.state, record.clock_id = State.ASKED.value, None
    promise = plan.agency.configured.promise("accommodation", complaint.category)
    release_id, days = plan.agency.release_id, plan.calendar
    start_clock(
        work, complaint, ASKED_CLOCK, promise, level=1, release_id=release_id, calendar=days
    )


def _end_clocks(event: Withdrawn | HandingOn) -> None:
    for clock in owed_clocks(event.work.session, event.complaint.id, CLOCKS):
        clock.end(event.work.now)
