from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.figures.cells import Cell, with_wholes
from portal.domain.figures.counted import Happened
from portal.domain.figures.tallying import Tally
from portal.domain.figures.tallying_answers import MOST_HINTS
from tests.domain.figures.entries import (
    FILED_AT,
    ZONES,
    answered,
    closed,
    counted,
    filed,
    missed,
    of,
    routed,
    succeeded,
)


def test_a_filed_complaint_is_received_in_its_month_and_subject():
    assert counted(filed()) == {Cell("parks", "2026-03", "delay", "trail", "web", "received"): 1}


def test_the_month_is_that_of_the_agencys_own_clocks():
    after_midnight_in_utc = datetime(2026, 4, 1, 3, tzinfo=UTC)
    assert of(counted(filed(after_midnight_in_utc)), "received") == [("parks", "2026-03", 0)]


def test_a_first_answer_counts_the_working_days_it_took():
    counts = counted(filed(), answered(datetime(2026, 3, 19, 15, tzinfo=UTC)))
    assert of(counts, "answered") == [("parks", "2026-03", 7)]


@pytest.mark.parametrize(("hints", "bucket"), [(0, 0), (3, 3), (400, MOST_HINTS)])
def test_a_first_answer_counts_the_hints_that_it_left_with(hints: int, bucket: int):
    entry = answered(datetime(2026, 3, 19, 15, tzinfo=UTC))
    looked_at = entry._replace(facts={**entry.facts, "hints": hints})
    assert of(counted(filed(), looked_at), "hints") == [("parks", "2026-03", bucket)]
    assert of(counted(filed(), entry), "hints") == []


def test_a_second_answer_counts_beside_the_first_and_a_third_in_its_place():
    first = answered(datetime(2026, 3, 19, 15, tzinfo=UTC))
    second, third = (
        answered(datetime(2026, month, 2, 15, tzinfo=UTC), first=False, working_days=days)
        for month, days in ((4, 17), (5, 38))
    )
    before, after = counted(filed(), first), counted(filed(), first, second, third)
    assert after - before == counted(filed(), first, third) - before
    assert of(after, "answered") == of(after, "answered_once") == [("parks", "2026-03", 7)]
    assert of(after, "answered_last") == [("parks", "2026-03", 38)]


def test_an_answer_in_time_keeps_a_promise_of_the_month_it_was_due_in():
    counts = counted(filed(), answered(datetime(2026, 3, 19, 15, tzinfo=UTC)))
    assert of(counts, "answer_due_kept") == [("parks", "2026-04", 0)]
    assert of(counts, "answer_due_missed") == []


def test_an_answer_due_by_the_end_of_a_month_belongs_to_that_month():
    end_of_march = "2026-04-01T04:00:00+00:00"
    counts = counted(filed(due_at=end_of_march), answered(datetime(2026, 3, 19, 15, tzinfo=UTC)))
    assert of(counts, "answer_due_kept") == [("parks", "2026-03", 0)]


def test_a_missed_date_counts_while_the_complaint_is_still_open():
    counts = counted(filed(), missed(datetime(2026, 5, 2, 4, tzinfo=UTC)))
    assert of(counts, "answer_due_missed") == [("parks", "2026-04", 0)]


def test_a_late_answer_is_not_missed_a_second_time():
    counts = counted(
        filed(),
        missed(datetime(2026, 4, 8, 4, tzinfo=UTC)),
        answered(datetime(2026, 4, 20, 15, tzinfo=UTC), in_time=False, level=2),
    )
    assert counts[Cell("parks", "2026-04", "delay", "trail", "web", "answer_due_missed")] == 1
    assert of(counts, "answer_due_kept") == []


def test_an_answer_that_comes_late_before_anybody_noticed_is_missed():
    counts = counted(filed(), answered(datetime(2026, 4, 8, 5, tzinfo=UTC), in_time=False))
    assert of(counts, "answer_due_missed") == [("parks", "2026-04", 0)]


def test_a_date_missed_at_a_higher_level_is_not_another_missed_promise():
    first, second = (
        missed(datetime(2026, month, 8, 4, tzinfo=UTC), level=month - 3) for month in (4, 5)
    )
    assert of(counted(filed(), first, second), "answer_due_missed") == [("parks", "2026-04", 0)]


def test_an_extension_moves_the_promise_to_its_new_month():
    extended = Happened("extended", FILED_AT + timedelta(days=9), {"last_day": "2026-05-01"})
    counts = counted(filed(), extended, answered(datetime(2026, 4, 20, 15, tzinfo=UTC)))
    assert of(counts, "answer_due_kept") == [("parks", "2026-05", 0)]


def test_a_missed_first_contact_stays_missed_when_it_comes():
    contact = Happened(
        "taken_in_charge", FILED_AT + timedelta(days=5), {"in_time": False, "working_days": 3}
    )
    counts = counted(filed(), missed(FILED_AT + timedelta(days=3), clock="first_contact"), contact)
    assert of(counts, "contacted") == [("parks", "2026-03", 3)]
    assert counts[Cell("parks", "2026-03", "delay", "trail", "web", "contact_due_missed")] == 1
    assert of(counts, "contact_due_kept") == []


@pytest.mark.parametrize("kind", ["escalated", "passed_to_top"])
def test_the_level_is_the_highest_that_the_complaint_reached(kind: str):
    climbed = Happened(kind, FILED_AT + timedelta(days=30), {"level": 3})
    counts = counted(filed(), climbed, answered(FILED_AT + timedelta(days=40), level=1))
    assert of(counts, "level") == [("parks", "2026-04", 3)]


def test_a_closing_counts_its_finding_and_whether_something_is_put_right():
    closed = Happened("closed", FILED_AT, {"finding": "founded", "measures": 1, "level": 1})
    counts = counted(filed(), closed)
    assert of(counts, "finding_founded") == of(counts, "corrected") == [("parks", "2026-03", 0)]


def test_a_reopened_complaint_is_counted_once_whatever_happens_afterwards():
    first = (filed(), answered(FILED_AT + timedelta(days=9)), closed(FILED_AT, "unfounded"))
    later = FILED_AT + timedelta(days=60)
    again = (
        Happened("reopened", later, {"level": 1, "last_day": "2026-06-01"}),
        missed(later + timedelta(days=30)),
        Happened("escalated", later + timedelta(days=30), {"level": 2}),
        answered(later + timedelta(days=40), in_time=True, first=False, level=2),
        closed(later + timedelta(days=50), "unfounded"),
    )
    more = counted(*first, *again) - counted(*first)
    # That somebody else was responsible meanwhile is told where the first closing was counted.
    assert {(cell.month, cell.measure, cell.bucket): n for cell, n in more.items()} == {
        ("2026-05", "reopened", 0): 1,
        ("2026-03", "hand_offs", 1): 1,
        ("2026-06", "second_due_missed", 0): 1,
        ("2026-03", "answered_once", 7): 1,
        ("2026-03", "answered_last", 7): 1,
    }


def test_the_last_result_takes_the_place_of_the_first_where_that_was_counted():
    later = FILED_AT + timedelta(days=60)
    again = Happened("reopened", later, {"level": 1, "last_day": "2026-06-01"})
    counts = counted(filed(), closed(FILED_AT, "unfounded"), again, closed(later, "founded", 1))
    assert of(counts, "finding_unfounded") == []
    assert of(counts, "finding_founded") == of(counts, "corrected") == [("parks", "2026-03", 0)]


def test_while_it_is_open_again_a_complaint_stays_among_those_that_were_closed():
    again = Happened("reopened", FILED_AT, {"level": 1, "last_day": "2026-06-01"})
    counts = counted(filed(), closed(FILED_AT, "unfounded"), again)
    assert of(counts, "finding_unfounded") == [("parks", "2026-03", 0)]


def test_a_closing_without_a_measure_corrects_nothing():
    closed = Happened("closed", FILED_AT, {"finding": "unfounded", "measures": 0, "level": 1})
    assert of(counted(filed(), closed), "corrected") == []


def test_a_withdrawn_complaint_stays_received():
    counts = counted(filed(), Happened("withdrawn", FILED_AT, {}))
    assert of(counts, "withdrawn") == of(counts, "received") == [("parks", "2026-03", 0)]


def test_a_routed_complaint_is_received_once_where_it_went():
    counts = counted(filed(), routed(FILED_AT + timedelta(days=1)))
    assert of(counts, "received") == [("water", "2026-03", 0)]
    assert of(counts, "routed") == [("parks", "2026-03", 0)]


def test_routing_does_not_wipe_out_a_missed_date_and_promises_afresh():
    counts = counted(
        filed(),
        missed(datetime(2026, 4, 8, 4, tzinfo=UTC)),
        routed(datetime(2026, 4, 9, 4, tzinfo=UTC)),
        answered(datetime(2026, 4, 20, 15, tzinfo=UTC)),
    )
    assert of(counts, "answer_due_missed") == [("parks", "2026-04", 0)]
    assert of(counts, "answer_due_kept") == [("water", "2026-04", 0)]


def test_what_was_counted_stays_with_the_organisation_that_was_replaced():
    counts = counted(
        filed(),
        succeeded(FILED_AT + timedelta(days=1)),
        Happened("reclassified", FILED_AT, {"category": "bill", "theme": "other"}),
        answered(datetime(2026, 4, 7, 15, tzinfo=UTC)),
    )
    assert of(counts, "received") == [("parks", "2026-03", 0)]
    assert of(counts, "answered") == [("water", "2026-04", 7)]
    assert of(counts, "answer_due_kept") == [("water", "2026-04", 0)]


def test_a_reclassified_complaint_is_counted_under_its_new_subject():
    moved = Happened("reclassified", FILED_AT, {"category": "welcome", "theme": "courtesy"})
    assert counted(filed(), moved) == {
        Cell("parks", "2026-03", "courtesy", "welcome", "web", measure): 1
        for measure in ("received", "reclassified")
    }


def test_kinds_that_no_measure_rests_on_are_passed_over():
    assert counted(filed(), Happened("noted", FILED_AT, {})) == counted(filed())


MOVES = st.lists(
    st.sampled_from(
        [
            routed(FILED_AT),
            succeeded(FILED_AT),
            Happened("reclassified", FILED_AT, {"category": "a", "theme": "b"}),
            Happened("noted", FILED_AT, {}),
        ]
    )
)


@given(MOVES)
def test_however_often_it_moves_a_complaint_is_received_once(moves: list[Happened]):
    counts = counted(filed(), *moves)
    assert [n for cell, n in counts.items() if cell.measure == "received"] == [1]


@given(MOVES, st.integers(0, 6))
def test_counts_taken_on_the_way_add_up_to_those_taken_at_the_end(moves: list[Happened], cut: int):
    entries = [filed(), *moves]
    tally, total = Tally(ZONES), Counter[Cell]()
    for rank, entry in enumerate(entries):
        tally.add(entry)
        if rank == cut:
            total.update(tally.taken())
    total.update(tally.taken())
    assert {cell: n for cell, n in total.items() if n} == counted(*entries)


def test_what_is_counted_finer_stands_together_in_cells_of_each_layer():
    cell = Cell("parks", "2026-03", "delay", "trail", "web", "received")
    other = cell._replace(theme="courtesy", channel="phone")
    together = with_wholes({cell: 2, other: 3})
    whole = Cell("parks", "2026-03", "", "", "", "received", language="", region="")
    assert together[whole] == together[whole._replace(language="unknown")] == 5
    assert together[whole._replace(theme="delay")] == together[whole._replace(channel="web")] == 2
    assert together[whole._replace(theme="courtesy", category="trail")] == 3
    assert len(together) == 2 * 5 + 3


def test_each_nature_has_cells_of_its_own():
    cell = Cell("parks", "2026-03", "delay", "trail", "web", "received")
    praise = cell._replace(nature="praise")
    wholes = [cell for cell in with_wholes({cell: 2, praise: 3}) if not cell.theme]
    assert Counter(whole.nature for whole in wholes) == {"complaint": 4, "praise": 4}


def test_what_it_was_takes_all_that_was_counted_along_even_what_was_taken():
    def nature(what: str) -> Happened:
        return Happened("nature_set", FILED_AT + timedelta(days=40), {"nature": what})

    life = (filed(), answered(datetime(2026, 3, 19, 15, tzinfo=UTC)))
    tally = Tally(ZONES)
    for entry in life:
        tally.add(entry)
    counts = tally.taken()
    before = +counts
    for what in ("praise", "comment", "complaint"):
        tally.add(nature(what))
        counts.update(tally.taken())
        here = {cell: n for cell, n in counts.items() if cell.measure != "reclassified"}
        assert +Counter(here) == {cell._replace(nature=what): n for cell, n in before.items()}
        assert min(here.values()) == 0
        [(trace, n)] = (+(counts - Counter(here))).items()
        assert (trace.nature, trace.bucket, n) == ("complaint", int(what != "complaint"), 1)


def test_a_language_and_a_region_are_those_of_the_filing():
    entry = filed()
    said = entry._replace(facts={**entry.facts, "language": "en", "region": "06"})
    [cell] = counted(said)
    assert (cell.language, cell.region) == ("en", "06")


def test_reports_of_reprisals_of_earlier_versions_are_not_counted():
    at = datetime(2026, 4, 2, 15, tzinfo=UTC)
    act = {"clock": "reprisal_first_act", "in_time": True}
    report, acted = Happened("reprisal_flagged", at, {}), Happened("reprisal_acted", at, act)
    assert counted(filed(), report, missed(at, "reprisal_first_act"), acted) == counted(filed())


def test_what_was_written_down_later_is_counted_in_the_month_when_it_came():
    at, came = datetime(2026, 4, 2, 15, tzinfo=UTC), "2026-03-31T12:30:00+00:00"
    plain = filed(at)
    late = Happened("filed", at, {**plain.facts, "received_at": came})
    assert {cell.month for cell in counted(plain) if cell.measure == "received"} == {"2026-04"}
    assert {cell.month for cell in counted(late) if cell.measure == "received"} == {"2026-03"}


def referred(**more: object) -> Happened:
    first = filed()
    return Happened("filed", first.at, {**first.facts, "referred_by": "trails", **more})


def test_a_complaint_to_which_a_unit_led_is_counted_under_it_by_the_way_in_which_it_did():
    assert of(counted(referred()), "referred_trails") == [("parks", "2026-03", 0)]
    assert of(counted(referred(by_leaflet=True)), "referred_trails") == [("parks", "2026-03", 1)]


def test_handed_on_it_was_led_to_by_the_staff_of_another_agency_and_back_again_by_its_own():
    away = counted(referred(), routed(FILED_AT + timedelta(days=1)))
    assert of(away, "referred_trails") == []
    assert of(away, "referred_") == [("water", "2026-03", 0)]
    home = Happened("routed", FILED_AT, {**filed().facts, "due_at": None})
    back = counted(referred(), routed(FILED_AT + timedelta(days=1)), home)
    assert of(back, "referred_trails") == [("parks", "2026-03", 0)]
    assert of(back, "referred_") == []


def test_when_another_organisation_takes_over_it_stays_with_the_unit_that_led_to_it():
    counts = counted(referred(), succeeded(FILED_AT + timedelta(days=1)))
    assert of(counts, "referred_trails") == [("parks", "2026-03", 0)]


@given(st.lists(st.sampled_from([routed(FILED_AT), succeeded(FILED_AT)]), max_size=6))
def test_never_are_more_complaints_led_to_than_received(moves: list[Happened]):
    counts = counted(referred(), *moves)
    received = {cell._replace(measure=""): n for cell, n in counts.items() if cell[5] == "received"}
    led = {cell._replace(measure=""): n for cell, n in counts.items() if "referred" in cell[5]}
    assert led == received


def part(at: datetime = FILED_AT, due_at: str = "2026-04-08T04:00:00+00:00") -> Happened:
    facts = {"agency": "water", "release": 2, "theme": "delay", "category": "bill"}
    return Happened("part_received", at, {**facts, "channel": "web", "due_at": due_at})


def test_a_part_is_counted_where_it_is_answered_and_never_as_a_complaint():
    counts = counted(part(), answered(FILED_AT + timedelta(days=2)))
    assert {(cell.agency, cell.measure) for cell in counts} == {
        ("water", "parts"),
        ("water", "part_due_kept"),
    }


def test_a_part_that_climbed_is_missed_once():
    late = datetime(2026, 4, 9, 15, tzinfo=UTC)
    counts = counted(part(), missed(late), missed(late, level=2), answered(late, in_time=False))
    assert of(counts, "part_due_missed") == [("water", "2026-04", 0)]
    assert of(counts, "part_due_kept") == []


def test_a_part_whose_organisation_is_replaced_goes_on_there():
    counts = counted(part(), succeeded(FILED_AT), answered(FILED_AT + timedelta(days=2)))
    assert of(counts, "received") == []
    assert len(of(counts, "part_due_kept")) == 1
