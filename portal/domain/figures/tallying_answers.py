"""What is counted of answers: how long they took, how they left, what they said."""

from __future__ import annotations

from portal.domain.complaint import ReplyBy
from portal.domain.figures import measuring
from portal.domain.figures.buckets import FEWEST_WORDS, HOLLOW, WORDED
from portal.domain.figures.counted import Counted, Happened, Reader, moment_of
from portal.domain.figures.measures import NO, YES, Measure
from portal.domain.figures.tallying_promises import charge_senders, count_promise, first_promise
from portal.domain.history import EntryKind

MOST_HINTS = 20
"""Answers with more hints on plain language are counted with those that have so many."""

ANSWER_LETTER = "answered"
"""The letter that an answer leaves with, by its code."""


def _answered(counted: Counted, entry: Happened) -> None:
    counted.is_answered = True
    counted.count_all(entry.at, measuring.of_answer(entry.facts))
    _count_way(counted, entry)
    if not entry.facts["first"]:
        _answered_again(counted, entry)
        return
    acted_at = moment_of(entry.facts.get("confirmed_at")) or entry.at
    counted.reached(entry.facts["level"])
    if "first_promise_kept" in entry.facts:
        first_kept = entry.facts["first_promise_kept"]
        measure = Measure.FIRST_PROMISE_KEPT if first_kept else Measure.FIRST_PROMISE_MISSED
        first_promise(counted, entry.at, measure)
    charge_senders(counted, entry.at, acted_at)
    _count_days(counted, entry)
    counted.count(entry.at, Measure.LEVEL, counted.level)
    if "hints" in entry.facts:
        # Answers from before texts were looked at say nothing of it.
        counted.count(entry.at, Measure.HINTS, min(entry.facts["hints"], MOST_HINTS))
    if "substance" in entry.facts:
        is_hollow = entry.facts["substance"] < FEWEST_WORDS
        counted.count(entry.at, Measure.SUBSTANCE, HOLLOW if is_hollow else WORDED)
    if not counted.promised.is_counted:
        count_promise(counted, entry.at, acted_at if entry.facts["in_time"] else None)


def _count_days(counted: Counted, entry: Happened) -> None:
    own, whole = counted.own_days(entry), entry.facts["working_days"]
    counted.first_answer = counted.here.cell(entry.at, Measure.ANSWERED, own)
    counted.counts[counted.first_answer] += 1
    if own != whole:
        counted.count(entry.at, Measure.HELD, own)
        counted.count(entry.at, Measure.WAITED, whole)


def _answered_again(counted: Counted, entry: Happened) -> None:
    """Count the last answer beside the first, in its month; a later one takes its place."""
    if counted.is_owed_again:
        counted.is_owed_again = False
        kept = Measure.SECOND_KEPT if entry.facts["in_time"] else Measure.SECOND_MISSED
        counted.count(entry.at, kept)
    first, days = counted.first_answer, counted.own_days(entry)
    if first is None:
        return
    if counted.last_answer is None:
        counted.counts[first._replace(measure=Measure.ANSWERED_ONCE)] += 1
    else:
        counted.counts[counted.last_answer] -= 1
    counted.last_answer = first._replace(measure=Measure.ANSWERED_LAST, bucket=days)
    counted.counts[counted.last_answer] += 1


def _count_way(counted: Counted, entry: Happened) -> None:
    """Count whether an answer left as was asked for; on paper, not before it is posted."""
    as_asked = measuring.is_as_asked(entry.facts)
    if as_asked is None:
        return
    counted.count(entry.at, Measure.AS_ASKED, YES if as_asked else NO)
    is_on_paper = entry.facts["reply_by"] == ReplyBy.POST
    counted.to_post = [counted.here.cell(entry.at, Measure.AS_ASKED)] if is_on_paper else []


def _posted(counted: Counted, entry: Happened) -> None:
    if entry.facts["letter"] != ANSWER_LETTER:
        return
    for cell in counted.to_post:
        counted.counts[cell] -= 1
        counted.counts[cell._replace(bucket=YES)] += 1
    counted.to_post = []


def _adapted(counted: Counted, entry: Happened) -> None:
    counted.count_all(entry.at, measuring.of_adaptation(entry.facts))


READERS: dict[str, Reader] = {
    EntryKind.LETTER_POSTED: _posted,
    EntryKind.ACCOMMODATION_ANSWERED: _adapted,
    EntryKind.ANSWERED: _answered,
}
