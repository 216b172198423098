"""Two years of the demonstration: each page of figures has something to say of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from portal.commands.demo import fill
from portal.complaints.entries import Extended, Reopened
from portal.demo.cast import Cast, cast_of
from portal.demo.lives import Life
from portal.demo.people import PASSWORD
from portal.demo.people import analyst as analyst_account
from portal.demo.years import lives_of_years
from portal.domain.figures.changes import Verdict, share_change
from portal.domain.figures.shares import Share
from portal.domain.time.clock import ClockKind
from portal.reporting.counting import rebuild
from portal.reporting.questions import QUESTIONS
from portal.runtime import Runtime
from tests.complaints.cases import history_holds
from tests.features.joint_answers.third_agency import put_air_in_force
from tests.journeys.browser import Browser
from tests.reporting.counted import cube, fed

HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)
SAYS_NOTHING = ("Trop peu", "Aucun", "Tout ce qui est arrivé", "La période n’est pas finie")


@pytest.fixture
def three(runtime: Runtime, agency_files: Path) -> Runtime:
    put_air_in_force(runtime, agency_files)
    return runtime


def lives(runtime: Runtime, seed: int = 7) -> list[Life]:
    return list(lives_of_years(runtime, Random(seed)))


def kept(lives: Iterable[Life]) -> Share:
    """Return the share of first answers due that came in time."""
    over = [one for one in lives if 2 in one.missed or 2 in one.met]
    return Share(sum(2 in one.met for one in over), len(over))


def test_the_same_seed_leads_to_the_same_lives_and_another_to_others(three: Runtime):
    told = [
        [(one.ways.category.code, one.received_at, one.events) for one in lives(three, seed)]
        for seed in (7, 7, 8)
    ]
    assert told[0] == told[1] != told[2]


def test_one_agency_improves_beyond_chance_and_the_largest_does_not(three: Runtime):
    every, cast = lives(three), cast_of(agencies(three))
    changes = {}
    for code in cast.ranked[:2]:
        own = [one for one in every if one.ways.agency.code == code]
        changes[code] = share_change(kept(own[: len(own) // 3]), kept(own[-len(own) // 3 :]), 3)
    assert changes[cast.improving].verdict is Verdict.BETTER
    assert changes[cast.ranked[0]].verdict is not Verdict.BETTER


def test_the_agency_that_flatters_its_figures_puts_off_and_takes_up_again(three: Runtime):
    every, flattering = lives(three), cast_of(agencies(three)).flattering

    def share(kind: type, *, flatters: bool) -> float:
        own = [one for one in every if (one.ways.agency.code == flattering) is flatters]
        return sum(any(isinstance(e.entry, kind) for e in one.events) for one in own) / len(own)

    for kind in (Extended, Reopened):
        assert share(kind, flatters=True) > 2 * share(kind, flatters=False)
    own = [one for one in every if one.ways.agency.code == flattering]
    assert kept(own).value > 0.9


def test_seasons_are_seen_and_one_subject_truly_triples(three: Runtime):
    every, cast = lives(three), cast_of(agencies(three))
    largest = [one for one in every if one.ways.agency.code == cast.rising_in]
    first = largest[0].ways.agency.consult().categories()[0].code
    # The same months of both years: the season is the same.
    of_year = {
        year: sum(
            one.received_at.year == year
            and one.received_at.month in (7, 8, 9)
            and one.ways.category.code == first
            for one in largest
        )
        for year in (2025, 2026)
    }
    assert 2 * of_year[2025] < of_year[2026] < 5 * of_year[2025]
    by_month = [
        sum(one.received_at.year == 2025 and one.received_at.month == month for one in largest)
        for month in range(1, 13)
    ]
    assert max(by_month) > 1.5 * min(by_month)


def test_among_many_agencies_one_falls_silent_and_another_slips():
    many = Cast(tuple("abcdefghijklmnopqrstuvw"), "c")
    assert len({many.silent, many.slipping, many.improving, many.rising_in, "c"}) == 5
    assert many.monthly(many.silent, 8, is_late=True) < many.monthly(many.silent, 8) / 5
    assert many.manner(many.slipping, 0.9).late > 2 * many.manner(many.slipping, 0.5).late
    few = Cast(("a", "b", "c"), "c")
    assert few.silent == few.slipping == ""


def test_every_answer_put_off_has_the_date_that_its_clock_was_counted_to(three: Runtime):
    put_off = [one for one in lives(three) if 2 in one.extended]
    assert put_off
    for one in put_off:
        [entry] = [event.entry for event in one.events if isinstance(event.entry, Extended)]
        assert one.clocks[2].kind is ClockKind.ANSWER
        assert entry.last_day == one.clocks[2].due.last_day
        assert len(one.clocks[2].due.extensions) == 1


def test_each_page_of_figures_says_something_and_all_of_it_is_proved(app: Flask, three: Runtime):
    fill(three, recommending=0, exceptional=0)
    door = Browser(app).open("/fr/connexion")
    analyst = door.send("", email=analyst_account().email, password=PASSWORD)
    for question in QUESTIONS[1:]:
        # Of three agencies none need stand apart from what was expected.
        if question.served or question.code == "alike":
            continue
        page = analyst.open(f"/fr/portrait/{question.fr}").page.text
        said = [" ".join(re.sub("<[^>]+>", "", one).split()) for one in HEADING.findall(page)]
        found = list(islice(said, len(question.figures)))
        silent = [one for one in found if one.startswith(SAYS_NOTHING)]
        assert len(silent) < len(found) / 2, (question.code, found)
    trends = analyst.open("/fr/portrait/tendances-et-progres").text
    assert "La plus forte amélioration" in trends
    assert history_holds(three)
    fed(three)
    with three.transaction() as session:
        live = cube(session)
        rebuild(session)
        assert cube(session) == live


def agencies(runtime: Runtime) -> list:
    desk = runtime.agencies.intake_desk.code
    return [agency for agency in runtime.agencies if agency.code != desk]
