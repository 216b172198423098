"""What it was is said by the staff afterwards: it moves nothing, and nobody outside reads it."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from portal.domain.actor import complainant
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.nature import Nature
from portal.domain.role import Role
from portal.features.nature.actions import say_complaint, set_nature
from portal.runtime import Runtime
from tests.complaints.cases import act, clocks, complaint, history_holds, kinds, last, told
from tests.features.joint_answers import asked_parts
from tests.pages.citizen.journeys import followed_page
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file, officer, on_both


def standing(runtime: Runtime, number: str) -> tuple[object, ...]:
    """What must stay as it is: dates, letters, and what lists show."""
    now = complaint(runtime, number)
    dates = [(clock.kind, clock.due_at, clock.pending) for clock in clocks(runtime, number)]
    return dates, told(runtime, number), now.status, now.due_at, now.last_event, now.is_open


@on_both
def test_what_it_was_is_noted_and_nothing_else_moves(runtime: Runtime):
    number = file(runtime).number
    before = standing(runtime, number)
    act(runtime, number, set_nature, nature=Nature.PRAISE)
    assert last(runtime, number, "nature_set").facts == {"nature": "praise"}
    assert not last(runtime, number, "nature_set").public
    assert standing(runtime, number) == before
    assert history_holds(runtime)


@on_both
def test_it_is_corrected_and_both_entries_stay(runtime: Runtime):
    number = file(runtime).number
    act(runtime, number, set_nature, nature=Nature.SUGGESTION)
    act(runtime, number, set_nature, nature=Nature.COMPLAINT)
    assert kinds(runtime, number).count("nature_set") == 2
    assert last(runtime, number, "nature_set").facts == {"nature": "complaint"}


def test_what_it_is_held_to_be_is_not_noted_again(runtime: Runtime):
    number = file(runtime).number
    with pytest.raises(IncompleteError, match="nature"):
        act(runtime, number, set_nature, nature=Nature.COMPLAINT)
    act(runtime, number, set_nature, nature=Nature.REPORT)
    with pytest.raises(IncompleteError, match="nature"):
        act(runtime, number, set_nature, nature=Nature.REPORT)


def test_a_closed_complaint_is_said_to_have_been_something_else(runtime: Runtime):
    number = file(runtime).number
    asked_parts.answer(runtime, number, "Merci.")
    asked_parts.close(runtime, number)
    act(runtime, number, set_nature, nature=Nature.COMMENT)
    assert not complaint(runtime, number).is_open
    assert last(runtime, number, "nature_set").facts == {"nature": "comment"}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOP_AUTHORITY, Role.AUDITOR])
def test_who_does_not_handle_complaints_says_nothing_of_it(runtime: Runtime, role: Role):
    number = file(runtime).number
    with pytest.raises(NotAllowedError):
        act(runtime, number, set_nature, officer(role=role), nature=Nature.PRAISE)


def test_of_a_part_of_a_complaint_nothing_is_said(runtime: Runtime):
    number = file(runtime).number
    part = asked_parts.begun(runtime, number, "story", "name")
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, part, set_nature, officer("water"), nature=Nature.PRAISE)


def test_an_officer_says_it_on_a_page_and_the_page_of_the_complaint_shows_it(
    app: Flask, runtime: Runtime
):
    number = file(runtime).number
    client = signed_in(app, runtime)
    page = client.get(case_path(number, "nature")).text
    offered = re.findall(r'<input type="radio"[^>]*value="([a-z]+)"', page, re.DOTALL)
    assert offered == ["comment", "suggestion", "praise", "report"]
    form = {"version": complaint(runtime, number).version}
    missing = client.post(case_path(number, "nature"), data=form)
    assert missing.status_code == 422
    assert "Choisissez ce que c’était" in words(missing.text)
    sent = client.post(case_path(number, "nature"), data=form | {"nature": "praise"})
    assert sent.status_code == 303
    shown = words(client.get(case_path(number)).text)
    assert "Nature Félicitations" in shown
    assert "Nature précisée" in shown


def test_it_is_said_in_english_as_well(app: Flask, runtime: Runtime):
    number = file(runtime).number
    act(runtime, number, set_nature, nature=Nature.REPORT)
    client = signed_in(app, runtime)
    shown = words(client.get(f"/en/office/parks/complaints/{number}").text)
    assert "Nature Report of a situation" in shown


def test_whoever_wrote_reads_it_beside_the_same_dates_and_not_in_the_history(
    app: Flask, runtime: Runtime
):
    receipt = file(runtime)
    act(runtime, receipt.number, set_nature, nature=Nature.REPORT)
    page = words(followed_page(app, receipt))
    assert "L’organisme y voit le signalement d’une situation." in page
    assert "Vous avez droit à la même réponse, aux mêmes dates." in page
    assert "Au plus tard le 22 décembre 2026" in page
    assert "Nature précisée" not in page


@on_both
def test_after_its_person_said_that_it_is_a_complaint_nothing_else_is_said_of_it(
    app: Flask, runtime: Runtime
):
    receipt = file(runtime)
    number = receipt.number
    act(runtime, number, set_nature, nature=Nature.PRAISE)
    client = signed_in(app, runtime)
    seen = complaint(runtime, number).version
    act(runtime, number, say_complaint, complainant(complaint(runtime, number).id))
    before = kinds(runtime, number)
    for nature in set(Nature) - {Nature.COMPLAINT}:
        with pytest.raises(IncompleteError, match="nature_contested"):
            act(runtime, number, set_nature, nature=nature)
    page = client.get(case_path(number, "nature")).text
    assert 'type="radio"' not in page
    assert "aucun autre choix n’est offert" in words(page)
    for version in (seen, complaint(runtime, number).version):
        data = {"version": version, "nature": "praise"}
        refused = client.post(case_path(number, "nature"), data=data)
        assert refused.status_code in (409, 422)
    assert "La personne a dit que c’est une plainte : personne ne peut" in words(refused.text)
    assert kinds(runtime, number) == before
    case = words(client.get(case_path(number)).text)
    assert "le personnel ne dit plus autre chose" in case
    assert "Dire ce que c’était" not in case
    assert "L’organisme y voit" not in words(followed_page(app, receipt))
