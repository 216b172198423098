"""How an invented complaint is lived: who acts when, by the manner of the agency that has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from portal.complaints.entries import (
    Answered,
    Closed,
    DateMissed,
    Escalated,
    Extended,
    RecourseOpened,
    Reopened,
    TakenInCharge,
)
from portal.demo.lives import Event, Life, Ways
from portal.domain.complaint import Channel, ReplyBy, Status
from portal.domain.conclusion import Finding
from portal.domain.contact import Contact
from portal.domain.remedy import CALLS_FOR
from portal.domain.time.clock import ClockKind, extend, working_days_between
from portal.domain.time.promise import Promise, Stage
from portal.domain.time.promised_dates import planned
from portal.domain.time.worked import working_hours_between

_FINDINGS = (
    [Finding.FOUNDED] * 5
    + [Finding.PARTLY_FOUNDED] * 3
    + [Finding.UNFOUNDED] * 6
    + [Finding.SETTLED] * 2
    + [Finding.INADMISSIBLE]
)
_CHANNELS = [Channel.WEB] * 14 + [Channel.PHONE] * 3 + [Channel.POST] + [Channel.COUNTER]
# One in so many founded complaints closes with something given to its person.
_GIVEN_OF = 3
# Of the complaints closed lately, this share is taken up again.
_REOPENED = 0.1
# Of the complaints answered, this share waits long to be closed.
_CLOSED_LATE = 0.04
# An answer takes this share of the time allowed, or more: one in nine comes late.
_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9, 1.3)
_IN_TIME, _LATE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9), (1.1, 1.3, 1.6)
# An answer is put off once so much of its time is over.
_PUT_OFF_AT = 0.92


@dataclass(frozen=True, slots=True)
class Manner:
    """How often, as shares, an agency is late, puts answers off, or closes what comes back.

    Where they are not told, one answer in nine is late, and few complaints are taken up again
    whose second answer is still to come.
    """

    late: float | None = None
    late_contact: float = 0.0
    extended: float = 0.0
    reopened: float | None = None

    def share(self, random: Random) -> float:
        """Return what share of the time allowed an answer takes."""
        if self.late is None:
            return random.choice(_SHARES) * random.uniform(0.8, 1.2)
        if random.random() < self.late:
            return random.choice(_LATE) * random.uniform(0.97, 1.2)
        return random.choice(_IN_TIME) * random.uniform(0.8, 1.05)


ORDINARY = Manner()


def live(
    ways: Ways,
    received_at: datetime,
    now: datetime,
    random: Random,
    manner: Manner = ORDINARY,
) -> Life:
    """Let a complaint live from its receipt to `now`."""
    life = Life(ways, received_at, random.choice(_CHANNELS))
    for stage, kind in (
        (Stage.ACKNOWLEDGE, ClockKind.ACKNOWLEDGE),
        (Stage.FIRST_CONTACT, ClockKind.FIRST_CONTACT),
        (Stage.ANSWER, ClockKind.ANSWER),
    ):
        life.clocks.append(planned(kind, 1, ways.promises[stage], received_at, ways.calendar))
    life.met[0] = received_at
    contact_at = received_at + timedelta(hours=random.uniform(0.5, 60))
    if manner.late_contact and random.random() < manner.late_contact:
        contact_at += timedelta(days=random.uniform(4, 7))
    answered_at = _answer_moment(life, contact_at, random, manner)
    put_off = _put_off(life, contact_at, now, random, manner)
    if put_off is not None:
        answered_at = _just_in_time(life, random)
        life.events.append(put_off)
    acts = [*life.events, *_acts(life, contact_at, answered_at, now, random, manner)]
    life.events.clear()
    life.events.extend(sorted(acts, key=lambda event: event.at))
    return life


def _answer_moment(life: Life, contact_at: datetime, random: Random, manner: Manner) -> datetime:
    due = life.clocks[2].due.due_at
    assert due is not None
    allowed = due - life.received_at
    share = manner.share(random)
    return max(contact_at + timedelta(hours=1), life.received_at + allowed * share)


def _put_off(
    life: Life, contact_at: datetime, now: datetime, random: Random, manner: Manner
) -> Event | None:
    """Put the answer off by all that the promise allows, if it allows it, shortly before its date.

    Its clock is counted on as the use case does it.
    """
    clock, allowed = life.clocks[2], life.clocks[2].promise.extension
    if not manner.extended or random.random() >= manner.extended or allowed is None:
        return None
    assert clock.due.due_at is not None
    at = life.received_at + (clock.due.due_at - life.received_at) * _PUT_OFF_AT
    if not contact_at < at <= now:
        return None
    due = extend(clock.due, allowed.at_most, life.ways.calendar)
    assert due.last_day is not None
    life.promised_first = clock.due.due_at
    life.clocks[2] = replace(clock, due=due)
    life.extended.add(2)
    return Event(at, Extended(last_day=due.last_day))


def _just_in_time(life: Life, random: Random) -> datetime:
    """Return a moment of the last days before an answer that was put off is due."""
    due = life.clocks[2].due.due_at
    assert due is not None
    return due - timedelta(hours=random.uniform(2, 90))


def _acts(
    life: Life,
    contact_at: datetime,
    answered_at: datetime,
    now: datetime,
    random: Random,
    manner: Manner,
) -> Iterator[Event]:
    yield from _contact(life, contact_at, now)
    yield from _escalations(life, min(answered_at, now))
    if answered_at > now:
        return
    position = max(n for n in range(len(life.clocks)) if n not in life.missed)
    if life.clocks[position].kind is ClockKind.ANSWER:
        life.met[position] = answered_at
    life.answered_at, life.status = answered_at, Status.ANSWERED
    yield Event(answered_at, _answered(life, answered_at, first=True))
    waited = timedelta(days=random.uniform(1, 12))
    if random.random() < _CLOSED_LATE:
        waited += timedelta(days=60)
    yield from _time_to_close(life, answered_at, answered_at + waited, now)
    yield from _closing(life, answered_at + waited, now, random, manner.reopened)


def _answered(life: Life, at: datetime, *, first: bool) -> Answered:
    return Answered(
        first=first,
        in_time=not first or life.late_since is None,
        level=life.level,
        working_days=_days(life, at),
        recourses=[recourse.code for recourse in life.ways.recourses],
        hints=_hints(life),
        own_words=_own_words(life),
        substance=_substance(life),
        in_language=True,
        reply_by=ReplyBy.NONE.value,
    )


def _hints(life: Life) -> int:
    """Return with how many hints on plain language the answer left; half have none.

    By the day and not by chance, so that the rest of an invented life does not change for it.
    """
    return max(0, life.received_at.day % 6 - 2)


def _own_words(life: Life) -> int:
    """Return how much of the answer stands in no model, by the hour of receipt."""
    return 40 + life.received_at.hour * 2


def _substance(life: Life) -> int:
    """Return how many of its words no model has: now and then hardly any, by the minute."""
    return 8 if life.received_at.minute == 0 else 30 + life.received_at.minute


def _contact(life: Life, contact_at: datetime, now: datetime) -> Iterator[Event]:
    due = life.clocks[1].due.due_at
    assert due is not None
    if due <= min(contact_at, now):
        yield Event(due, DateMissed(ClockKind.FIRST_CONTACT, level=1))
        life.missed.add(1)
    if contact_at > now:
        return
    if 1 not in life.missed:
        life.met[1] = contact_at
    life.taken_in_charge_at, life.status = contact_at, Status.TAKEN_IN_CHARGE
    taken = TakenInCharge(
        in_time=1 not in life.missed,
        working_days=_days(life, contact_at),
        working_hours=working_hours_between(life.received_at, contact_at, life.ways.calendar),
        contact=(Contact.PHONE if contact_at.minute % 3 else Contact.EMAIL).value,
        contacted_at=contact_at,
    )
    yield Event(contact_at, taken)


def _escalations(life: Life, until: datetime) -> Iterator[Event]:
    """Escalate by one step each time an answer's date passes before `until`."""
    position = 2
    while (due := life.clocks[position].due.due_at) is not None and due <= until:
        life.missed.add(position)
        yield Event(due, DateMissed(ClockKind.ANSWER, life.level))
        if life.level == len(life.ways.path):
            recourse = life.ways.recourses[-1].code if life.ways.recourses else ""
            yield Event(due, RecourseOpened(recourse))
            return
        life.escalations.append((position, life.level, due))
        life.level += 1
        step = life.ways.path[life.level - 1]
        promise = life.ways.promises[Stage.ANSWER]
        promise = Promise(step.within or promise.allowance, promise.basis, promise.confidence)
        clock = planned(ClockKind.ANSWER, life.level, promise, due, life.ways.calendar)
        life.clocks.append(clock)
        position = len(life.clocks) - 1
        yield Event(due, Escalated(life.level, step.to, clock.due.last_day))


def _time_to_close(
    life: Life, answered_at: datetime, closed_at: datetime, now: datetime
) -> Iterator[Event]:
    """Leave the time to close, which the closing keeps or misses."""
    promise = life.ways.agency.configured.promise("closing", life.ways.category.code)
    position, calendar = len(life.clocks), life.ways.calendar
    clock = planned(ClockKind.CLOSING, life.level, promise, answered_at, calendar)
    life.clocks.append(clock)
    if closed_at <= now:
        life.met[position] = closed_at
    if clock.due.due_at is not None and clock.due.due_at <= min(closed_at, now):
        life.missed.add(position)
        yield Event(clock.due.due_at, DateMissed(ClockKind.CLOSING, life.level))


def _closing(
    life: Life, closed_at: datetime, now: datetime, random: Random, reopened: float | None
) -> Iterator[Event]:
    if closed_at > now:
        return
    life.finding = random.choice(_FINDINGS)
    life.has_measure = life.finding is Finding.FOUNDED and random.random() < 0.6
    life.closed_at, life.status = closed_at, Status.CLOSED
    # By the minute of its closing: other lives stay as they are, whatever is invented with one.
    life.is_given = closed_at.minute % _GIVEN_OF == 0 if life.finding in CALLS_FOR else None
    closed = Closed(
        finding=life.finding,
        findings=[life.finding],
        criteria=[],
        measures=int(life.has_measure),
        level=life.level,
        working_days=_days(life, closed_at),
        remedied=life.is_given,
    )
    yield Event(closed_at, closed)
    yield from _reopening(life, closed_at, now, random, reopened)


def _reopening(
    life: Life, closed_at: datetime, now: datetime, random: Random, reopened: float | None
) -> Iterator[Event]:
    """Leave the time to reopen; some complaints are taken up again and answered once more.

    Where no share is told, only some whose second answer is still to come.
    """
    promise, calendar = life.ways.agency.configured.reopening, life.ways.calendar
    if promise is None:
        return
    window, asked_at = len(life.clocks), closed_at + timedelta(days=random.uniform(2, 20))
    life.clocks.append(planned(ClockKind.REOPENING, life.level, promise, closed_at, calendar))
    answer = planned(ClockKind.ANSWER, 1, life.ways.promises[Stage.ANSWER], asked_at, calendar)
    ends_at, due_at = life.clocks[window].due.due_at, answer.due.due_at
    assert ends_at is not None
    assert due_at is not None
    is_asked = asked_at <= now and (now < due_at or reopened is not None) and asked_at < ends_at
    share = _REOPENED if reopened is None else reopened
    if is_asked and random.random() < share:
        life.met[window], life.first_answer = asked_at, len(life.clocks)
        life.clocks.append(answer)
        life.status, life.level, life.closed_at = Status.UNDER_REVIEW, 1, None
        life.finding, life.has_measure, life.is_given = None, False, None
        yield Event(asked_at, Reopened(level=1, last_day=answer.due.last_day))
        yield from _once_more(life, asked_at, due_at, now, random)
    elif ends_at <= now:
        life.ended.add(window)


def _once_more(
    life: Life, asked_at: datetime, due_at: datetime, now: datetime, random: Random
) -> Iterator[Event]:
    """Answer what was taken up again, in time, and close it for good."""
    position = len(life.clocks) - 1
    answered_at = asked_at + (due_at - asked_at) * random.uniform(0.3, 0.9)
    if answered_at > now:
        return
    life.met[position] = answered_at
    life.answered_at, life.status = answered_at, Status.ANSWERED
    yield Event(answered_at, _answered(life, answered_at, first=False))
    closed_at = answered_at + timedelta(days=random.uniform(1, 8))
    yield from _time_to_close(life, answered_at, closed_at, now)
    yield from _closing(life, closed_at, now, random, 0.0)


def _days(life: Life, at: datetime) -> int:
    return working_days_between(life.received_at, at, life.ways.calendar)
