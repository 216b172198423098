"""Files by own motion are counted apart: in no figure of complaints, and each figure for them."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from html import unescape
from zoneinfo import ZoneInfo

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.handling import casework
from portal.domain.actor import PORTAL
from portal.domain.figures.counted import Happened
from portal.domain.figures.measures import Measure
from portal.domain.figures.tallying import Tally
from portal.domain.nature import OWN_MOTION
from portal.domain.role import Role
from portal.reporting import counting as reporting
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.features.own_motion.opened import own_file
from tests.pages.office.people import let_dates_pass, words
from tests.reporting.counted import cube, fed, measures
from tests.reporting.figures import VIEW, rows, signed_in, whole
from tests.support import TUESDAY, FixedClock, file, officer, on_both

MONTREAL = ZoneInfo("America/Toronto")
HERE = {"agency": "parks", "release": 1, "theme": "delay", "category": "trail"}
DUE = {"due_at": "2026-12-23T05:00:00+00:00", "level": 1}
OPENED = Happened("filed", TUESDAY, {**HERE, **DUE, "channel": "service"})
WHAT_HAPPENS = [
    Happened("answered", TUESDAY, {"first": True, "in_time": True, "level": 1, "working_days": 7}),
    Happened("date_missed", TUESDAY, {"clock": "answer", "level": 1}),
    Happened("date_missed", TUESDAY, {"clock": "first_contact", "level": 1}),
    Happened("taken_in_charge", TUESDAY, {"in_time": False, "working_days": 9}),
    Happened("closed", TUESDAY, {"finding": "founded", "measures": 1, "level": 1}),
    Happened("reclassified", TUESDAY, {"category": "c", "theme": "c"}),
    Happened("reopened", TUESDAY, {}),
]
NOVEMBER = f"{VIEW}?periode=2026-T4"


def natures_on(page: str) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in rows(page, "natures")}


@given(st.lists(st.sampled_from(WHAT_HAPPENS), max_size=8))
def test_whatever_happens_to_it_no_cell_of_complaints_has_a_trace(lives: list[Happened]):
    tally = Tally(lambda _release: MONTREAL)
    tally.add(OPENED)
    for entry in lives:
        tally.add(entry)
    counts = {cell: n for cell, n in tally.taken().items() if n}
    assert {cell.nature for cell in counts} == {OWN_MOTION}
    assert not {"contacted", "contact_kept"} & {cell.measure for cell in counts}


@on_both
def test_its_life_is_counted_as_it_grows_as_when_all_is_counted_anew(runtime: Runtime):
    file(runtime)
    before = fed(runtime)
    number = own_file(runtime)
    fed(runtime)
    act(runtime, number, casework.answer, body="Nous recommandons de remplacer les bancs.")
    assert fed(runtime) == before
    with runtime.reading(PORTAL) as session:
        own = measures(session, OWN_MOTION)
        assert own["parks 2026-11 received 0"] == 1
        kept = f" {Measure.ANSWER_KEPT.value} "
        assert [n for measure, n in own.items() if kept in measure] == [1]
    with runtime.transaction() as session:
        in_steps = cube(session)
        reporting.rebuild(session)
        assert cube(session) == in_steps


def test_the_portrait_tells_them_apart_and_each_figure_is_asked_for_of_them_alone(
    app: Flask, runtime: Runtime
):
    for _ in range(3):
        file(runtime)
    number = own_file(runtime)
    act(runtime, number, casework.answer, body="Nous recommandons de remplacer les bancs.")
    fed(runtime)
    head = signed_in(app, runtime, Role.HEAD, "parks")
    page = whole(head, NOVEMBER)
    table = natures_on(page)
    assert table["Plainte"][:2] == ["3", "100 %"]
    opened = table["Dossier ouvert par le service, de sa propre initiative"]
    assert (opened[0], opened[2:4]) == ("1", ["1", "100 %"])
    assert [row[2] for row in rows(page, "sujets")] == ["3"]
    own = whole(head, f"{NOVEMBER}&nature={OWN_MOTION}")
    assert [row[2] for row in rows(own, "sujets")] == ["1"]
    assert "Dossiers ouverts par le service" in words(own)


def test_every_other_nature_is_asked_for_by_itself(app: Flask, runtime: Runtime):
    file(runtime)
    fed(runtime)
    head = signed_in(app, runtime, Role.HEAD, "parks")
    for nature in ("praise", "suggestion", "comment", "report"):
        page = whole(head, f"{NOVEMBER}&nature={nature}")
        assert natures_on(page)["Plainte"][0] == "1"


def test_the_direction_counts_what_came_without_them_and_tells_them_beside(
    app: Flask, runtime: Runtime
):
    file(runtime)
    own_file(runtime)
    fed(runtime)
    top = signed_in(app, runtime, Role.TOP_AUTHORITY, "parks")
    page = words(top.get("/fr/gestion/parks/direction").text)
    assert "Reçues 1 " in page
    assert "1 dossier ouvert par le service" in page


def test_the_direction_leads_to_a_report_that_was_delivered_and_to_the_files(
    app: Flask, runtime: Runtime
):
    number = own_file(runtime)
    top = signed_in(app, runtime, Role.TOP_AUTHORITY, "parks")
    here = f'href="/fr/gestion/parks/plaintes/{number}"'
    direction = "/fr/gestion/parks/direction"
    assert here not in top.get(direction).text
    runtime.change(officer(), number, partial(casework.answer, body="Remplacez les bancs."))
    page = top.get(direction).text
    assert here in page
    assert "<h1>1 rapport remis depuis 60 jours</h1>" in page
    assert "Rien n’attend votre décision" not in page
    [listed] = re.findall(r'href="([^"]*canal=service[^"]*)"', page)
    assert number in top.get(unescape(listed)).text


def test_the_direction_asks_for_the_report_of_a_file_that_reached_it(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    own_file(runtime)
    for _ in range(2):
        clock.moment += timedelta(days=60)
        let_dates_pass(runtime)
    top = signed_in(app, runtime, Role.TOP_AUTHORITY, "parks")
    page = words(top.get("/fr/gestion/parks/direction").text)
    assert "remettre le rapport, car" in page
    assert "pondre à la personne" not in page


def test_the_definition_says_what_is_left_out(app: Flask):
    page = words(app.test_client().get("/fr/portrait/definitions").text)
    assert "Les dossiers que le service ouvre de sa propre initiative sont à part eux aussi" in page
