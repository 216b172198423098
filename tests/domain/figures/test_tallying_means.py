"""What is counted of extensions, pauses, transfers, second answers and what else can flatter."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.figures.cells import Cell
from portal.domain.figures.counted import Happened
from portal.domain.figures.indicators import Figures
from tests.domain.figures.entries import (
    FILED_AT,
    answered,
    closed,
    counted,
    filed,
    missed,
    of,
    routed,
)

DUE = datetime(2026, 4, 8, 4, tzinfo=UTC)
EXTENDED = Happened("extended", FILED_AT + timedelta(days=9), {"last_day": "2026-05-01"})
PAUSED = Happened("paused", FILED_AT + timedelta(days=9), {})
RESUMED = Happened(
    "resumed", FILED_AT + timedelta(days=29), {"due_at": "2026-05-02T04:00:00+00:00"}
)


def sent(at: datetime, held: int | None = None, before: int | None = None) -> Happened:
    entry = routed(at)
    told = {"held_days": held, "days_before": before}
    return entry._replace(facts={**entry.facts, **{k: v for k, v in told.items() if v is not None}})


def figures(counts: Counter[Cell], agency: str = "parks") -> Figures:
    of_complaints = (c for c in counts if c.agency == agency and c.nature == "complaint")
    return Figures((cell.measure, cell.bucket, counts[cell]) for cell in of_complaints)


@pytest.mark.parametrize(
    ("moved", "measure"),
    [((EXTENDED,), "due_put_off"), ((PAUSED, RESUMED), "due_stood_still")],
)
def test_what_moved_the_day_of_an_answer_is_counted_with_the_answer_that_was_due(
    moved: tuple[Happened, ...], measure: str
):
    early = counted(filed(), *moved, answered(DUE - timedelta(hours=1)))
    late = counted(filed(), *moved, answered(DUE + timedelta(days=9)))
    for counts in (early, late):
        assert of(counts, measure) == of(counts, "answer_due_kept") == [("parks", "2026-05", 0)]
    assert figures(early).kept_at_first.percent == 100
    assert figures(late).kept_at_first.percent == 0


def test_a_missed_date_that_was_put_off_is_counted_as_put_off_too():
    counts = counted(filed(), EXTENDED, missed(datetime(2026, 5, 2, 4, tzinfo=UTC)))
    assert of(counts, "due_put_off") == of(counts, "answer_due_missed") == [("parks", "2026-05", 0)]


def test_an_answer_confirmed_in_time_kept_the_first_day_though_it_left_later():
    entry = answered(DUE + timedelta(hours=1))
    confirmed = {"confirmed_at": (DUE - timedelta(minutes=5)).isoformat()}
    counts = counted(filed(), EXTENDED, entry._replace(facts={**entry.facts, **confirmed}))
    assert figures(counts).kept_at_first.percent == 100


@pytest.mark.parametrize(("held", "soon"), [(2, 0), (3, 1), (None, 2)])
def test_a_transfer_is_counted_by_whether_it_left_within_two_working_days(
    held: int | None, soon: int
):
    counts = counted(filed(), sent(FILED_AT + timedelta(days=4), held))
    assert of(counts, "sent_to_water") == [("parks", "2026-03", soon)]


def test_the_days_of_the_sender_are_not_those_of_whoever_answers():
    counts = counted(
        filed(), sent(FILED_AT + timedelta(days=14), 10, 10), answered(DUE, working_days=17)
    )
    water = figures(counts, "water")
    assert (water.days.median, water.days_waited.median) == (7, 17)


@pytest.mark.parametrize(("day", "kept"), [(-1, 1), (1, 0)])
def test_what_a_late_sender_promised_stays_among_its_answers_due(day: int, kept: int):
    late = counted(
        filed(), sent(FILED_AT + timedelta(days=14), 10, 10), answered(DUE + timedelta(days=day))
    )
    assert (figures(late).kept.part, figures(late).kept.n) == (kept, 1)
    soon = counted(filed(), sent(FILED_AT, 2, 2), answered(DUE + timedelta(days=day)))
    assert figures(soon).kept.n == 0
    assert figures(late, "water").kept == figures(soon, "water").kept


def test_a_late_sender_misses_its_date_while_nobody_has_answered_yet():
    first = missed(DUE, clock="first_promise")
    counts = counted(filed(), sent(FILED_AT, 3, 3), first, answered(DUE + timedelta(days=3)))
    assert of(counts, "answer_due_missed") == [("parks", "2026-04", 0)]
    assert of(counts, "first_promise_missed") == [("parks", "2026-04", 0)]


def test_what_was_missed_before_it_was_sent_is_missed_once():
    counts = counted(
        filed(), missed(DUE), sent(DUE + timedelta(days=1), 20, 20), answered(DUE + timedelta(9))
    )
    assert [n for cell, n in counts.items() if cell.measure == "answer_due_missed"] == [1]


def test_the_answer_promised_anew_is_kept_or_missed_apart():
    again = Happened("reopened", DUE, {"level": 1, "last_day": "2026-06-01"})
    first = (filed(), answered(FILED_AT), closed(FILED_AT, "unfounded"), again)
    kept = counted(*first, answered(DUE + timedelta(days=9), first=False))
    late = counted(*first, answered(DUE + timedelta(days=9), first=False, in_time=False))
    assert (figures(kept).second_kept.percent, figures(late).second_kept.percent) == (100, 0)
    assert figures(kept).kept == figures(late).kept


def test_a_review_is_an_answer_owed_anew():
    asked = Happened("review_asked", DUE, {"level": 2})
    after = missed(DUE + timedelta(days=30), clock="review", level=2)
    answer = answered(DUE + timedelta(days=40), first=False, in_time=False)
    counts = counted(filed(), answered(FILED_AT), asked, after, answer)
    assert [n for cell, n in counts.items() if cell.measure == "second_due_missed"] == [1]


@pytest.mark.parametrize(("own", "bucket"), [(0, 0), (11, 0), (12, 1), (200, 1)])
def test_an_answer_is_hollow_with_fewer_than_twelve_words_of_its_own(own: int, bucket: int):
    counts = counted(filed(), answered(FILED_AT, substance=own))
    assert of(counts, "substance") == [("parks", "2026-03", bucket)]


def test_a_closing_without_an_answer_missed_what_was_promised():
    counts = counted(filed(), closed(FILED_AT, "unfounded"))
    assert of(counts, "closed_unanswered") == [("parks", "2026-03", 0)]
    assert of(counts, "answer_due_missed") == [("parks", "2026-04", 0)]
    assert (
        of(counted(filed(), answered(FILED_AT), closed(FILED_AT, "founded")), "closed_unanswered")
        == []
    )


def test_what_others_answer_counts_as_split_unless_the_person_named_them_while_filing():
    later = Happened("part_asked", FILED_AT + timedelta(days=1), {})
    assert of(counted(filed(), later, later), "split") == [("parks", "2026-03", 0)]
    assert of(counted(filed(), later._replace(at=FILED_AT)), "split") == []


def test_what_one_agency_did_to_it_is_not_told_of_the_next():
    changed = Happened("reclassified", FILED_AT, {"category": "a", "theme": "b"})
    assert of(counted(filed(), changed, routed(FILED_AT)), "reclassified") == []


@pytest.mark.parametrize(("days", "n"), [(1, 0), (2, 1)])
def test_what_is_written_down_more_than_a_day_later_is_counted_so(days: int, n: int):
    entry = filed()
    came = (FILED_AT - timedelta(days=days)).isoformat()
    counts = counted(entry._replace(facts={**entry.facts, "received_at": came}))
    assert len(of(counts, "written_late")) == n
