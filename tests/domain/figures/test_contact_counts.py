"""Whatever is said of a contact, and however often: only what is said last counts."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.figures.cells import Cell
from portal.domain.figures.counted import Happened
from portal.domain.figures.tallying import Tally

FILED_AT = datetime(2026, 3, 10, 15, tzinfo=UTC)
FILED = Happened(
    "filed",
    FILED_AT,
    {"agency": "parks", "release": 1, "theme": "delay", "category": "trail", "channel": "web"},
)

CONTACT = ("contacted", "contact_due_kept", "contact_due_missed")
SAID = ("contact_noted", "contact_confirmed", "contact_denied")


def missed(days: int = 3) -> Happened:
    facts = {"clock": "first_contact", "level": 1}
    return Happened("date_missed", FILED_AT + timedelta(days=days), facts)


def counted(*entries: Happened) -> Counter[Cell]:
    tally = Tally(lambda _release: ZoneInfo("America/Toronto"))
    for entry in (FILED, *entries):
        tally.add(entry)
    return Counter({cell: n for cell, n in tally.taken().items() if n})


def noted(days: int = 1, *, in_time: bool = True, kind: str = "taken_in_charge") -> Happened:
    facts = {"in_time": in_time, "working_days": days, "contact": "phone"}
    return Happened(kind, FILED_AT + timedelta(days=days), facts)


def said(reached: bool, days: int = 2) -> Happened:
    return Happened("contact_judged", FILED_AT + timedelta(days=days), {"reached": reached})


def measured(*entries: Happened) -> Counter[str]:
    counts: Counter[str] = Counter()
    for cell, n in counted(*entries).items():
        counts[cell.measure] += n
    return Counter({measure: counts[measure] for measure in (*CONTACT, *SAID) if counts[measure]})


def test_a_denied_contact_is_none_in_time():
    assert measured(noted(), said(False)) == {"contact_noted": 1, "contact_denied": 1}


def test_its_date_is_missed_once_it_passes():
    late = missed()
    counts = measured(noted(), said(False), late)
    assert (counts["contact_due_missed"], counts["contact_due_kept"]) == (1, 0)


def test_a_real_contact_after_it_counts_in_its_place():
    again = noted(2, kind="contact_made")
    counts = measured(noted(), said(False), again)
    assert (counts["contact_due_kept"], counts["contacted"]) == (1, 1)
    assert (counts["contact_noted"], counts["contact_denied"]) == (2, 1)


def test_a_late_contact_that_is_denied_stays_late():
    counts = measured(noted(5, in_time=False), said(False, 6))
    assert (counts["contact_due_missed"], counts["contacted"]) == (1, 0)


WHATEVER = st.lists(
    st.one_of(
        st.booleans().map(said),
        st.just(missed()),
        st.builds(lambda kept: noted(4, in_time=kept, kind="contact_made"), st.booleans()),
    ),
    max_size=8,
)


@given(WHATEVER, st.booleans())
def test_no_history_counts_a_contact_below_nothing_or_twice_for_one_claim(
    entries: list[Happened], in_time: bool
):
    counts = counted(noted(in_time=in_time), *entries)
    assert all(n > 0 for n in counts.values())
    by_measure = measured(noted(in_time=in_time), *entries)
    claims = by_measure["contact_noted"]
    assert by_measure["contact_confirmed"] + by_measure["contact_denied"] <= claims
    assert by_measure["contacted"] <= claims


@given(st.lists(st.booleans(), max_size=6), st.booleans())
def test_only_what_is_said_last_counts(before: list[bool], last: bool):
    entries = [said(reached) for reached in (*before, last)]
    assert measured(noted(), *entries) == measured(noted(), said(last))


@given(st.lists(st.booleans(), max_size=6))
def test_nobody_is_better_off_by_a_contact_that_was_none(before: list[bool]):
    """The trick: a contact is noted that never was. Without it the date would be missed."""
    late = missed()
    entries = [said(reached) for reached in before]
    honest, tricked = measured(late), measured(noted(), *entries, said(False), late)
    assert tricked["contact_due_kept"] <= honest["contact_due_kept"]
    assert tricked["contact_due_missed"] >= honest["contact_due_missed"]
