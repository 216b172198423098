"""What is counted when a complaint goes elsewhere: to another agency, subject or nature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from portal.domain.figures.buckets import IN_PARTS, LATE, PROMPT, SENT, SENT_WITHIN, UNTOLD
from portal.domain.figures.contact_counts import ContactCounts
from portal.domain.figures.counted import Counted, Happened, Reader, Sender, moment_of
from portal.domain.figures.measures import Measure
from portal.domain.figures.promised import Promised
from portal.domain.history import EntryKind


def _routed(counted: Counted, entry: Happened) -> None:
    facts = entry.facts
    soon = _soon(facts.get("held_days"))
    counted.count(entry.at, Measure.ROUTED)
    counted.count(entry.at, SENT + facts["agency"], soon)
    counted.senders.append(Sender(counted.here, counted.promised, soon == LATE))
    _move_to_agency(counted, facts)
    counted.hands.left()
    # What the new agency promises is owed afresh; what the first one missed stays missed.
    counted.promised = Promised.by(moment_of(facts.get("due_at")))
    counted.days_before = facts.get("days_before") or 0
    counted.contact_missed = False
    counted.contact = ContactCounts()
    counted.level = 1


def _succeeded(counted: Counted, entry: Happened) -> None:
    """Count what happens from here on at the successor; what was counted stays where it was."""
    counted.received_here = False
    _move_to_agency(counted, entry.facts)


def _move_to_agency(counted: Counted, facts: Mapping[str, Any]) -> None:
    counted.move(
        agency=facts["agency"],
        theme=facts["theme"],
        category=facts["category"],
        zone=counted.zones(facts["release"]),
    )


def _reclassified(counted: Counted, entry: Happened) -> None:
    counted.move(category=entry.facts["category"], theme=entry.facts["theme"])
    counted.trace_change()


def _nature_set(counted: Counted, entry: Happened) -> None:
    """Move all that was ever counted of it: it is no complaint any more, or is one again.

    That it was said to be something else stays counted where complaints are.
    """
    nature = entry.facts["nature"]
    ever = Counter(counted.counted_before)
    ever.update(counted.counts)
    moved = {c: n for c, n in ever.items() if c.measure != Measure.RECLASSIFIED}
    counted.counts.subtract(moved)
    counted.counts.update({cell._replace(nature=nature): n for cell, n in moved.items()})
    counted.result = [cell._replace(nature=nature) for cell in counted.result]
    counted.first_answer, counted.last_answer, counted.overturned = (
        cell and cell._replace(nature=nature)
        for cell in (counted.first_answer, counted.last_answer, counted.overturned)
    )
    counted.senders = [
        replace(sender, place=replace(sender.place, nature=nature)) for sender in counted.senders
    ]
    counted.to_post = [cell._replace(nature=nature) for cell in counted.to_post]
    counted.contact.renamed(lambda cell: cell._replace(nature=nature))
    counted.place = replace(counted.here, nature=nature)
    counted.trace_change()


def _nature_contested(counted: Counted, entry: Happened) -> None:
    """Count it as a complaint again, with what it owed and kept: its person says that it is one."""
    _nature_set(counted, entry)
    counted.trace(Measure.CONTESTED)


def _passed_on(counted: Counted, _entry: Happened) -> None:
    counted.trace(Measure.PASSED_ON)


def _part_asked(counted: Counted, entry: Happened) -> None:
    # Whoever complains may name other agencies while filing: nobody split it then.
    if entry.at != counted.filed_at:
        counted.trace(Measure.SPLIT, IN_PARTS)


def _urgency_declined(counted: Counted, _entry: Happened) -> None:
    counted.trace_change()


def _soon(held_days: int | None) -> int:
    if held_days is None:
        return UNTOLD
    return PROMPT if held_days <= SENT_WITHIN else LATE


READERS: dict[str, Reader] = {
    EntryKind.SUCCEEDED: _succeeded,
    EntryKind.RECLASSIFIED: _reclassified,
    EntryKind.ROUTED: _routed,
    EntryKind.NATURE_SET: _nature_set,
    EntryKind.NATURE_CONTESTED: _nature_contested,
    EntryKind.PASSED_ON: _passed_on,
    EntryKind.URGENCY_DECLINED: _urgency_declined,
    EntryKind.PART_ASKED: _part_asked,
}
