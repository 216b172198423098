"""What is counted of first contacts, and of who is responsible."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from portal.domain.figures import measuring
from portal.domain.figures.contact_counts import ContactCounts
from portal.domain.figures.counted import Counted, Happened, Reader
from portal.domain.figures.measures import Measure
from portal.domain.history import EntryKind
from portal.domain.nature import OWN_MOTION


def _contacted(counted: Counted, entry: Happened) -> None:
    """Count a contact; one that somebody says was made, its complainant may deny."""
    if counted.hands.person is None:
        counted.hands.taken_by(entry.who)
    if counted.here.nature == OWN_MOTION:
        return
    is_claimed = entry.facts.get("contact") is not None
    if is_claimed:
        counted.contact = ContactCounts(partial(counted.here.cell, entry.at))
        counted.count(entry.at, Measure.CONTACT_NOTED)
    measured = (
        *measuring.of_first_act(entry.facts),
        (Measure.CONTACTED, counted.own_days(entry)),
    )
    cells = [counted.here.cell(entry.at, *one) for one in measured]
    if entry.facts["in_time"] and not counted.contact_missed:
        cells.append(counted.here.cell(entry.at, Measure.CONTACT_KEPT))
    elif not counted.contact_missed:
        miss_contact(counted, entry.at)
    counted.counts.update(cells)
    counted.contact.counted(cells)
    if is_claimed:
        counted.missed_when_claimed = counted.contact_missed


def miss_contact(counted: Counted, at: datetime) -> None:
    """Count the date of the first contact as missed: once, until it is owed afresh."""
    counted.contact_missed = True
    counted.count(at, Measure.CONTACT_MISSED)
    if counted.contact.is_denied:
        counted.contact.counted([counted.here.cell(at, Measure.CONTACT_MISSED)])


def _contact_judged(counted: Counted, entry: Happened) -> None:
    reached, was_denied = entry.facts["reached"], counted.contact.is_denied
    counted.counts.update(counted.contact.judge(reached=reached))
    if was_denied and reached:
        counted.contact_missed = counted.missed_when_claimed


def _assigned(counted: Counted, entry: Happened) -> None:
    counted.hands.taken_by(entry.facts["to"])


def _climbed(counted: Counted, entry: Happened) -> None:
    counted.hands.passed_on()
    counted.reached(entry.facts["level"])


READERS: dict[str, Reader] = {
    EntryKind.TAKEN_IN_CHARGE: _contacted,
    EntryKind.CONTACT_MADE: _contacted,
    EntryKind.CONTACT_JUDGED: _contact_judged,
    EntryKind.ASSIGNED: _assigned,
    EntryKind.ESCALATED: _climbed,
    EntryKind.PASSED_TO_TOP: _climbed,
}
