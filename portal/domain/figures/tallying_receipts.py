"""What is counted when a complaint is received, and of a part that another agency answers."""

from __future__ import annotations

from datetime import timedelta

from portal.domain.figures.buckets import AS_SEVERAL
from portal.domain.figures.counted import Counted, Happened, Reader, Referral, moment_of
from portal.domain.figures.measures import Measure
from portal.domain.figures.promised import Promised
from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind

_A_DAY = timedelta(days=1)


def _filed(counted: Counted, entry: Happened) -> None:
    facts = entry.facts
    counted.place = counted.place_in(facts)
    # What an employee wrote down later counts from the day when it came.
    counted.received_at = moment_of(facts.get("received_at")) or entry.at
    counted.filed_at = entry.at
    counted.promised = Promised.by(moment_of(facts.get("due_at")))
    counted.referral = Referral.of(facts)
    counted.filed_with = facts
    counted.count_receipt()
    if entry.at - counted.received_at > _A_DAY:
        counted.trace(Measure.WRITTEN_LATE)
    if facts.get("written_as_several"):
        counted.trace(Measure.SPLIT, AS_SEVERAL)


def _part_received(counted: Counted, entry: Happened) -> None:
    """Count a part where it is answered; nothing of it counts as a complaint received."""
    counted.is_part, counted.received_here = True, False
    counted.place, counted.received_at = counted.place_in(entry.facts), entry.at
    counted.promised = Promised.by(moment_of(entry.facts.get("due_at")))
    counted.count(entry.at, Measure.PARTS)


def _part_missed(counted: Counted, entry: Happened) -> None:
    if entry.facts["clock"] == ClockKind.ANSWER and entry.facts["level"] == 1:
        counted.promised.is_counted = True
        counted.count(counted.promised.last_moment(entry.at), Measure.PART_MISSED)


def _part_answered(counted: Counted, entry: Happened) -> None:
    if entry.facts["first"] and not counted.promised.is_counted:
        kept = Measure.PART_KEPT if entry.facts["in_time"] else Measure.PART_MISSED
        counted.count(counted.promised.last_moment(entry.at), kept)


READERS: dict[str, Reader] = {
    EntryKind.FILED: _filed,
    EntryKind.PART_RECEIVED: _part_received,
}
OF_PARTS: dict[str, Reader] = {
    EntryKind.DATE_MISSED: _part_missed,
    EntryKind.ANSWERED: _part_answered,
}
"""What is counted of a part instead."""
