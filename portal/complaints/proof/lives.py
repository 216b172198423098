"""Whether a complaint stands as its history tells: status, level, dates, texts and documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain
from typing import Any

from portal.complaints.queries.kept_lives import KeptLife
from portal.domain.complaint import Status
from portal.domain.handling.confidential import ENTRIES
from portal.domain.handling.replayed_life import Life
from portal.domain.history import Break, EntryKind, text_digest
from portal.domain.time.clock import ANSWERING, ClockKind
from portal.domain.time.due_date import DueDate
from portal.domain.time.replay import replay

_ANSWERING = frozenset(kind.value for kind in ANSWERING)
_BEFORE_THE_ANSWER = frozenset({ClockKind.INTAKE.value, ClockKind.COMPLETE_FILE.value})
_KEPT_BY_THEIR_FEATURE = frozenset(
    {
        EntryKind.RECOMMENDED.value,
        EntryKind.RECOMMENDATION_MOVED.value,
        EntryKind.INFORMATION_REQUESTED.value,
        EntryKind.INFORMATION_GIVEN.value,
        EntryKind.INFORMATION_ENDED.value,
        *(kind.value for kind in ENTRIES),
    }
)
"""What is told with these stands beside the complaint, with the feature whose it is."""


def life_break(kept: KeptLife) -> Break | None:
    """Return the first thing of a complaint that is not as its history tells, if any is."""
    number, seq = kept.complaint.number, len(kept.entries)
    told = next(chain(_texts_elsewhere(kept), _documents_elsewhere(kept)), None)
    if told is not None:
        return Break(number, *told)
    reason = next(_stands_otherwise(kept), None)
    return None if reason is None else Break(number, seq, reason)


def _stands_otherwise(kept: KeptLife) -> Iterator[str]:
    life, row = Life(), kept.complaint
    for entry in kept.entries:
        life.add(entry.kind, entry.at, entry.facts)
    for column, told in life.columns.items():
        if getattr(row, column) != told:
            yield f"{column} is not what the history adds up to"
    if life.is_late and row.late_since is None:
        yield "late_since is empty, and the history tells of a missed date"
    yield from _other_dates(kept, life)


def _other_dates(kept: KeptLife, life: Life) -> Iterator[str]:
    answers = [clock for clock in kept.clocks if clock.kind in _ANSWERING]
    if not answers:
        yield "the clock of the answer is missing"
        return
    answer, status = answers[-1], Status(kept.complaint.status)
    if life.told and not life.told.fits(answer.due_at, answer.last_day):
        yield "the date of the answer is not the one that the history tells"
    if status.is_unanswered and (answer.met_at or answer.ended_at):
        yield "the clock of the answer stopped before any answer"
    if kept.complaint.due_at not in _listed_by(kept, answer, status):
        yield "due_at is the date of no clock that runs"
    for clock in kept.clocks:
        if _counted_again(clock) != (clock.due_at, clock.last_day):
            yield f"the date of clock {clock.kind} is not the one that its explanation leads to"


def _listed_by(kept: KeptLife, answer: Any, status: Status) -> set[datetime | None]:
    """Return the dates by which a complaint in this status may be sorted."""
    if not status.is_open:
        return {None}
    if status is Status.ANSWERED:
        return {clock.due_at for clock in kept.clocks if clock.kind == ClockKind.CLOSING}
    first = {clock.due_at for clock in kept.clocks if clock.kind in _BEFORE_THE_ANSWER}
    return {answer.due_at, *first}


def _counted_again(clock: Any) -> tuple[datetime | None, date | None]:
    """Return when a clock runs out by its explanation, counted by nothing that made it."""
    due = DueDate.from_facts(clock.explanation)
    if due.is_waiting:
        return None, None
    if not due.counted_in:
        # It started before calendars were kept with the date.
        return due.due_at, due.last_day
    lengths, is_silence = (due.allowance, *due.extensions), clock.kind == ClockKind.SILENCE
    calendars, pauses = due.counted_in, due.pauses
    last = replay(due.started_at, lengths, calendars, pauses, lands=not is_silence)[-1]
    # What opens by itself is in time on no day.
    return last.due_at, None if is_silence else last.last_day


def _texts_elsewhere(kept: KeptLife) -> Iterator[tuple[int, str]]:
    """Yield each text that is not the one its entry tells of, by the place of the entry."""
    if kept.texts is None:
        yield 1, "a text does not open: it was changed, or it is another complaint's"
        return
    entries = {0: kept.story_told, **{entry.seq: entry for entry in kept.entries}}
    for seq, text in kept.texts:
        entry = entries.get(seq)
        # An agency that may not read the story has none with its part of the complaint.
        if (seq or text) and (entry is None or not _tells_of(entry, text)):
            yield seq or 1, "the text is not the one that the history tells of"
    kept_with = {seq or 1 for seq, _ in kept.texts}
    for entry in kept.entries:
        is_elsewhere = entry.seq in kept_with or entry.kind in _KEPT_BY_THEIR_FEATURE
        if "text" in entry.facts and not is_elsewhere and not _tells_of(entry, ""):
            yield entry.seq, "the text that the history tells of is missing"


def _documents_elsewhere(kept: KeptLife) -> Iterator[tuple[int, str]]:
    """Yield each document that the history tells of and that is another one now, or gone."""
    for entry in kept.entries:
        if entry.kind == EntryKind.DOCUMENT_ADDED and entry.facts["sha256"] not in kept.documents:
            yield entry.seq, "the document that the history tells of is another one, or gone"


def _tells_of(entry: Any, text: str) -> bool:
    told = entry.facts.get("text")
    return told is not None and told == text_digest(text, bytes(entry.salt))
