"""Who reads what: nobody their own work, nobody twice, and no second reader after the first."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.complaints.handling import casework
from portal.domain.actor import PORTAL, Actor
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.domain.time.periods import Period
from portal.features.self_assessment.actions import draw_files, end_reading, fill_sheet
from portal.features.self_assessment.queries import Drawn, SheetLine, draw_of, lines_of, told_of
from portal.features.self_assessment.rules import MARKS, Said, Sheet
from portal.reporting.six_criteria.indicator import Criterion
from portal.runtime import Runtime
from tests.complaints.cases import act, issues, member
from tests.pages.office.people import signed_in, words
from tests.reporting.counted import fed
from tests.reporting.figures import signed_in as analyst_at
from tests.support import FixedClock, file, officer, on_both

QUARTER = Period(2026, 4)
GOOD: Sheet = {criterion: Said(3, "Tout est là.") for criterion in Criterion}
POOR: Sheet = {criterion: Said(1) for criterion in Criterion}


def closed_by(runtime: Runtime, clock: FixedClock, claire: Actor, count: int = 8) -> list[str]:
    """Let Claire close so many complaints, and the quarter be over."""
    numbers = []
    for _ in range(count):
        number = file(runtime).number
        act(runtime, number, casework.answer, claire, body="Le sentier est ouvert.")
        found = [
            IssueFinding(issue.id, Finding.UNFOUNDED, "Les relevés le montrent.")
            for issue in issues(runtime, number)
        ]
        act(runtime, number, casework.close, claire, findings=tuple(found))
        numbers.append(number)
    clock.moment = clock.moment.replace(year=2027, month=1, day=12)
    return numbers


def drawn_by(runtime: Runtime, head: Actor, wanted: int = 8) -> int:
    zone = runtime.agencies.agency("parks").zone
    with runtime.acting(head) as work:
        return draw_files(work, "parks", QUARTER, wanted, zone)


def shown(runtime: Runtime, actor: Actor, draw: int) -> tuple[Drawn, list[SheetLine]]:
    drawn = runtime.read(actor, draw_of, "parks", draw)
    assert drawn is not None
    return drawn, runtime.read(actor, lines_of, draw, actor.user_id)


def fill(runtime: Runtime, actor: Actor, sheet: int, said: Sheet = GOOD) -> None:
    with runtime.acting(actor) as work:
        fill_sheet(work, "parks", sheet, said)


@on_both
def test_files_are_read_by_others_and_by_two_who_do_not_see_each_other(
    runtime: Runtime, clock: FixedClock
):
    claire, head = member(runtime), member(runtime, Role.HEAD, post=None)
    paul = member(runtime, post="second")
    closed_by(runtime, clock, claire)
    draw = drawn_by(runtime, head)
    drawn, lines = shown(runtime, paul, draw)
    assert (drawn.population, drawn.files, drawn.sheets, drawn.at) == (8, 8, 10, 1)
    assert not any(line.may_fill for line in shown(runtime, claire, draw)[1])
    with pytest.raises(NotAllowedError):
        fill(runtime, claire, lines[0].id)
    for line in lines:
        if line.reading == 1:
            fill(runtime, paul, line.id)
    assert not any(line.may_fill for line in shown(runtime, paul, draw)[1])
    second = [line for line in lines if line.reading == 2]
    with pytest.raises(NotAllowedError):
        fill(runtime, paul, second[0].id)
    assert not drawn.is_over
    for line in second:
        fill(runtime, head, line.id, POOR)
    with pytest.raises(TransitionNotAllowedError):
        fill(runtime, member(runtime, post="third"), second[0].id)
    told = runtime.read(PORTAL, told_of, draw)
    assert shown(runtime, head, draw)[0].is_over
    assert [len(told.first), len(told.pairs)] == [8, 2]
    assert told.pairs[0] == (GOOD, POOR)


@on_both
def test_a_draw_is_kept_and_drawing_again_says_so(runtime: Runtime, clock: FixedClock):
    claire, head = member(runtime), member(runtime, Role.HEAD, post=None)
    closed_by(runtime, clock, claire, 6)
    first, second = drawn_by(runtime, head, 5), drawn_by(runtime, head, 5)
    one, other = shown(runtime, head, first)[0], shown(runtime, head, second)[0]
    assert (one.at, other.at) == (1, 2)
    assert one.digest == other.digest
    assert one.seed != other.seed


def test_only_the_head_draws_of_a_quarter_that_is_over(runtime: Runtime, clock: FixedClock):
    claire, head = member(runtime), member(runtime, Role.HEAD, post=None)
    with pytest.raises(IncompleteError, match="assessed_period, assessed_wanted"):
        drawn_by(runtime, head, 25)
    clock.moment = clock.moment.replace(year=2027, month=1, day=12)
    with pytest.raises(IncompleteError, match="assessed_none"):
        drawn_by(runtime, head)
    for actor in (claire, officer("water", Role.HEAD), member(runtime, Role.TOP_AUTHORITY)):
        with pytest.raises(NotAllowedError):
            drawn_by(runtime, actor)


@on_both
def test_what_is_kept_from_somebody_is_drawn_and_not_shown_to_them(
    runtime: Runtime, clock: FixedClock
):
    claire, head = member(runtime), member(runtime, Role.HEAD, post=None)
    closed_by(runtime, clock, claire, 6)
    draw = drawn_by(runtime, head, 6)
    stranger = officer("water", Role.HEAD)
    assert runtime.read(stranger, draw_of, "parks", draw) is None
    assert runtime.read(stranger, lines_of, draw, 999) == []
    manager = member(runtime, Role.MANAGER, post="director")
    assert runtime.read(manager, draw_of, "parks", draw) is None
    with runtime.acting(head) as work:
        end_reading(work, "parks", draw)
    assert shown(runtime, head, draw)[0].is_over


def test_a_reader_fills_in_a_sheet_and_the_results_wait_for_the_last(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    claire, head = member(runtime), member(runtime, Role.HEAD, post=None)
    closed_by(runtime, clock, claire, 5)
    client = signed_in(app, runtime, role=Role.HEAD, post=None)
    here = "/fr/gestion/parks/autoevaluation"
    assert "Aucun dossier n’a encore été tiré" in words(client.get(here).text)
    wrong = client.post(here, data={"period": "2026-T4", "wanted": "500"})
    assert wrong.status_code == 422
    assert "Écrivez un nombre de 5 à 24" in words(wrong.text)
    sent = client.post(here, data={"period": "2026-T4", "wanted": "5"})
    assert sent.status_code == 303
    page = words(client.get(sent.location).text)
    assert "Les résultats sont montrés quand toutes sont remplies" in page
    assert "Note médiane" not in page
    assert "0 fiche remplie sur 6." in page.replace("\xa0", " ")
    draw = int(sent.location.rpartition("/")[2])
    for line in shown(runtime, head, draw)[1]:
        if line.reading == 1:
            sheet = f"{here}/{draw}/{line.id}"
            assert "Chaque point de la plainte a sa réponse" in words(client.get(sheet).text)
            assert client.post(sheet, data={"mark-reactivity": "4"}).status_code == 422
            marks = {f"mark-{criterion}": str(MARKS[-1]) for criterion in Criterion}
            assert client.post(sheet, data=marks).status_code == 303
            assert client.get(sheet).status_code == 404
    client.post(f"{here}/{draw}/arreter")
    page = words(client.get(sent.location).text)
    assert "5 dossiers relus" in page
    assert "Réactivité 4" in page
    assert "Aucun dossier n’a été lu deux fois." in page


def test_the_analyst_reads_results_of_agencies_and_no_file(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    claire, head = member(runtime), member(runtime, Role.HEAD, post=None)
    numbers = closed_by(runtime, clock, claire, 5)
    draw = drawn_by(runtime, head, 5)
    for line in shown(runtime, head, draw)[1]:
        if line.reading == 1:
            fill(runtime, head, line.id)
    with runtime.acting(head) as work:
        end_reading(work, "parks", draw)
    fed(runtime)
    client = analyst_at(app, runtime)
    page = words(client.get("/fr/portrait/avis-et-clarte?periode=2026-T4").text)
    assert "5 dossiers fermés relus par des collègues" in page
    assert not any(number in page for number in numbers)
    assert "Tout est là." not in page
    assert client.get("/fr/gestion/parks/autoevaluation").status_code in (403, 404)
