from __future__ import annotations

from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.features.transfers.routed import desk, hand_over
from tests.pages.office.people import case_path, complaint, signed_in, words
from tests.support import file

WATER = "Le compteur est brisé et ma facture d’eau a doublé."


def test_the_agency_that_the_story_speaks_of_comes_first_with_the_words_heard(
    app: Flask, runtime: Runtime
):
    number = file(runtime, "desk", story=WATER).number
    page = words(desk(app, runtime).get(case_path(number, "remettre", "desk")).text)
    assert page.index("Service des eaux") < page.index("Régie des parcs")
    assert "Proposé pour :" in page


def test_the_new_dates_are_shown_before_anything_is_handed_over(app: Flask, runtime: Runtime):
    number = file(runtime, "desk", story=WATER).number
    preview = hand_over(desk(app, runtime), number)
    assert preview.status_code == 200
    assert "Au plus tard le 8 décembre 2026 (10 jours ouvrables)" in words(preview.text)
    assert complaint(runtime, number).agency == "desk"


def test_the_complaint_then_belongs_to_the_agency_and_the_desk_is_back_at_its_list(
    app: Flask, runtime: Runtime
):
    number = file(runtime, "desk", story=WATER).number
    client = desk(app, runtime)
    sent = hand_over(client, number, send="yes")
    assert sent.location == "/fr/gestion/desk/file"
    moved = complaint(runtime, number)
    assert (moved.agency, moved.category) == ("water", "bill")
    assert client.get(case_path(number, "", "desk")).status_code == 404


def test_the_receiving_agency_opens_it_with_its_whole_history(app: Flask, runtime: Runtime):
    number = file(runtime, "desk", story=WATER).number
    hand_over(desk(app, runtime), number, send="yes")
    office = signed_in(app, runtime, "paul@eaux.example", agency="water")
    page = words(office.get(case_path(number, "", "water")).text)
    assert WATER in page
    assert "C’est une facture d’eau." in page


def test_an_agency_and_a_reason_are_needed(app: Flask, runtime: Runtime):
    number = file(runtime, "desk").number
    answer = hand_over(desk(app, runtime), number, receiving="desk", reason=" ", send="yes")
    assert answer.status_code == 422
    assert 'href="#receiving"' in answer.text
    assert 'href="#reason"' in answer.text


def test_only_the_desk_hands_over(app: Flask, runtime: Runtime):
    number = file(runtime, "parks").number
    intake = signed_in(app, runtime, role=Role.INTAKE, agency="parks")
    assert intake.get(case_path(number, "remettre")).status_code == 403
    assert complaint(runtime, number).agency == "parks"
