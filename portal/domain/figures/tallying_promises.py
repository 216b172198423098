"""What is counted of the dates that agencies promised: kept or missed, once each."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from portal.domain.figures import measuring
from portal.domain.figures.counted import Counted, Happened, Reader, moment_of
from portal.domain.figures.measures import Measure
from portal.domain.figures.promised import INSTANT
from portal.domain.figures.tallying_contacts import miss_contact
from portal.domain.history import EntryKind
from portal.domain.time.clock import ANSWERING, ClockKind


def _extended(counted: Counted, entry: Happened) -> None:
    due_at = counted.promised.last_due
    counted.count_all(entry.at, measuring.of_extension(entry.facts, entry.at, due_at))
    day_after = date.fromisoformat(entry.facts["last_day"]) + timedelta(days=1)
    counted.promised.put_off(datetime.combine(day_after, time(), counted.here.zone))


def _dated(counted: Counted, entry: Happened) -> None:
    counted.promised.date(moment_of(entry.facts["due_at"]))


def _paused(counted: Counted, entry: Happened) -> None:
    counted.promised.stand_still()


def _date_missed(counted: Counted, entry: Happened) -> None:
    clock = entry.facts["clock"]
    if clock == ClockKind.FIRST_PROMISE:
        first_promise(counted, entry.at, Measure.FIRST_PROMISE_MISSED)
        charge_senders(counted, entry.at)
    elif clock == ClockKind.FIRST_CONTACT:
        miss_contact(counted, entry.at)
    elif counted.is_reopened:
        _second_missed(counted, clock, entry.at)
    elif clock == ClockKind.ANSWER and entry.facts["level"] == 1:
        count_promise(counted, entry.at)
        charge_senders(counted, entry.at)


def _second_missed(counted: Counted, clock: str, at: datetime) -> None:
    if counted.is_owed_again and clock in ANSWERING:
        counted.is_owed_again = False
        counted.count(at, Measure.SECOND_MISSED)


def count_promise(counted: Counted, at: datetime, answered_at: datetime | None = None) -> None:
    """Count what the agency promised as kept or missed, in the month of its last day."""
    promised = counted.promised
    promised.is_counted = True
    for measure in promised.measures(answered_at):
        counted.count(promised.last_moment(at), measure)


def first_promise(counted: Counted, at: datetime, measure: Measure) -> None:
    """Count a date promised at first with whoever promised it."""
    place = counted.senders[0].place if counted.senders else counted.here
    counted.counts[place.cell(at, measure)] += 1


def charge_senders(counted: Counted, now: datetime, answered_at: datetime | None = None) -> None:
    """Count what late senders had promised among their answers due: it passed, or was kept."""
    for sender in counted.senders:
        due = sender.promised.last_due
        if not sender.is_late or sender.promised.is_counted or due is None:
            continue
        is_kept = answered_at is not None and answered_at < due
        if is_kept or due <= now:
            sender.promised.is_counted = True
            measure = Measure.ANSWER_KEPT if is_kept else Measure.ANSWER_MISSED
            counted.counts[sender.place.cell(due - INSTANT, measure)] += 1


READERS: dict[str, Reader] = {
    EntryKind.EXTENDED: _extended,
    EntryKind.FILE_COMPLETED: _dated,
    EntryKind.RESUMED: _dated,
    EntryKind.PAUSED: _paused,
    EntryKind.DATE_MISSED: _date_missed,
}
