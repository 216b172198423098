"""What became of recommendations, by agency, in the portrait."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from portal.domain.actor import PORTAL
from portal.domain.figures.published import Bounds
from portal.domain.figures.small_cells import TOTAL
from portal.domain.role import Role
from portal.domain.time.periods import Period
from portal.features.recommendations import actions
from portal.features.recommendations.figures import (
    DUE,
    FOLLOWED,
    Moved,
    Recommended,
    executions_tallied,
    first_steps,
    published_followed,
)
from portal.features.recommendations.rules import Addressee, Step
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import member
from tests.features.recommendations.recommended import (
    accept,
    on,
    recommend,
    refuse,
    running,
    say_done,
    team,
    verify,
)
from tests.reporting.figures import count, rows, signed_in, title, whole
from tests.support import FixedClock, file, on_both

QUARTER = "/fr/portrait?periode=2026-T4"


@on_both
def test_each_step_counts_once_however_many_complaints_are_gathered(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    people, first = team(runtime), file(runtime).number
    others = (file(runtime).number, file(runtime).number)
    done = recommend(runtime, first, people.writer, others=others)
    refused = recommend(runtime, file(runtime).number, people.writer)
    silent = recommend(runtime, file(runtime).number, people.writer)
    writer = member(runtime, agency="water")
    member(runtime, Role.MANAGER, "water", "chief")
    recommend(runtime, file(runtime, "water").number, writer, Addressee(post="chief"))
    clock.moment += timedelta(days=2)
    accept(runtime, done, people.director)
    refuse(runtime, refused, people.director)
    on(runtime, refused, people.president, actions.confirm_refusal, reason="Non.")
    clock.moment += timedelta(days=5)
    say_done(runtime, done, people.director)
    verify(runtime, done, people.head)
    due_at = running(runtime, silent).due_at
    assert due_at is not None
    clock.moment = due_at
    run_clocks(runtime, clock.moment)
    count(runtime, ("parks", "2026-11", "received", 0, 5))
    page = whole(signed_in(app, runtime), QUARTER)
    table = {row[0]: row[1:] for row in rows(page, "recommandations")}
    assert table["RDP"] == ["3", "1", "1", "50 %", "1", "1", "1", "2", "5"]
    assert table["Ensemble"][0] == "4"
    found = "4 recommandations faites, 1 exécution vérifiée"
    assert title(page, "recommandations") == f"{found}; trop peu pour comparer les organismes"


def test_another_period_has_its_own_steps_and_the_same_lateness(app: Flask, runtime: Runtime):
    people = team(runtime)
    recommend(runtime, file(runtime).number, people.writer)
    client = signed_in(app, runtime)
    # Something is counted, so that the page is not empty.
    count(runtime, ("parks", "2026-08", "received", 0, 9))
    page = whole(client, "/fr/portrait")
    assert title(page, "recommandations") == "Aucune recommandation faite dans cette période"
    assert rows(page, "recommandations") == []


@pytest.mark.parametrize(
    ("steps", "counts"),
    [
        ([Step.MADE, Step.REFUSED, Step.CONFIRMED], [True, True, False]),
        ([Step.MADE, Step.ESCALATED, Step.CONFIRMED], [True, True, True]),
        (
            [Step.MADE, Step.ACCEPTED, Step.DONE, Step.SENT_BACK, Step.DONE, Step.VERIFIED],
            [True, True, True, True, False, True],
        ),
    ],
)
def test_what_happens_twice_counts_once(steps: list[Step], counts: list[bool]):
    assert first_steps(steps) == counts


def test_several_agencies_together_have_the_median_of_all():
    one = Recommended.of([Moved(Step.ACCEPTED, 2), Moved(Step.ACCEPTED, 4)], overdue=1)
    other = Recommended.of([Moved(Step.REFUSED, 9)])
    both = Recommended.together([one, other])
    assert (both.reply.median, both.acceptance.part, both.acceptance.n) == (4, 2, 3)
    assert both.overdue == 1


def test_what_was_accepted_is_followed_where_it_is_verified_by_its_day(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    people = team(runtime)
    in_time, late, open_still = (
        recommend(runtime, file(runtime).number, people.writer) for _ in range(3)
    )
    for one in (in_time, late, open_still):
        accept(runtime, one, people.director)
    say_done(runtime, in_time, people.director)
    verify(runtime, in_time, people.head)
    due_at = running(runtime, late).due_at
    assert due_at is not None
    clock.moment = due_at + timedelta(days=1)
    say_done(runtime, late, people.director)
    verify(runtime, late, people.head)
    last_day = (due_at - timedelta(hours=12)).date()
    count(runtime, ("parks", f"{last_day:%Y-%m}", "received", 0, 5))
    quarter = Period.quarter_of(last_day)
    page = whole(signed_in(app, runtime), f"/fr/portrait?periode={quarter}")
    table = {row[0]: row for row in rows(page, "criteres")}
    # Three were due: one was verified in time, one after its day, one is open: 1 of 3.
    assert table["L4. Recommandations suivies"][1:3] == ["33 %", "3"]


WINTER = ("2027-01", "2027-02", "2027-03")


@on_both
def test_what_was_to_be_carried_out_is_counted_in_the_month_of_its_last_day(
    runtime: Runtime, clock: FixedClock
):
    people = team(runtime)
    done, late = (recommend(runtime, file(runtime).number, people.writer) for _ in range(2))
    clock.moment += timedelta(days=2)
    accept(runtime, done, people.director, date(2027, 1, 29))
    accept(runtime, late, people.director, date(2027, 3, 31))
    say_done(runtime, done, people.director)
    verify(runtime, done, people.head)
    for months, tallied in (
        (WINTER, [("parks", DUE, 0, 1), ("parks", DUE, 1, 1)]),
        (("2027-01",), [("parks", DUE, 1, 1)]),
        (("2027-03",), [("parks", DUE, 0, 1)]),
        (("2026-12", "2027-02"), []),
    ):
        assert runtime.read(PORTAL, executions_tallied, ["parks", "water"], months) == tallied
    assert runtime.read(PORTAL, executions_tallied, ["water"], WINTER) == []


def test_everybody_knows_of_many_promises_and_not_of_a_few():
    many = [("parks", DUE, 1, 30), ("parks", DUE, 0, 10), ("water", DUE, 1, 20)]
    closed = dict.fromkeys(("parks", "water", "roads"), 0)
    told = published_followed(many, closed, frozenset())[FOLLOWED]
    assert told["parks"] == Bounds(30, 30, 40)
    assert told["roads"] == Bounds(0, 0, 0)
    assert told[TOTAL] is not None
    assert told[TOTAL].n == 60
    few = published_followed([*many, ("roads", DUE, 0, 2)], closed, frozenset())[FOLLOWED]
    assert few["roads"] is None
    # What the others and all together have would say how many those are.
    assert None in (few["parks"], few["water"], few[TOTAL])
