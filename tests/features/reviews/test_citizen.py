"""The page on which a closed complaint is taken up again, and what is left afterwards."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from portal.complaints.handling import casework, escalation
from portal.domain.complaint import Status
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import act, clocks, due, kinds, status
from tests.complaints.closed import WHY, ask, closed, conclude
from tests.pages.citizen.journeys import NUMBER
from tests.pages.office.people import words
from tests.support import FixedClock, add_user, file


@pytest.fixture
def code(runtime: Runtime) -> str:
    receipt = file(runtime)
    conclude(runtime, receipt.number)
    return receipt.code


@pytest.fixture
def page(client: FlaskClient, code: str) -> str:
    return opened(client, code)


def opened(client: FlaskClient, code: str) -> str:
    return client.post("/fr/suivi", data={"numero": NUMBER, "code": code}).location


def test_the_follow_up_page_says_until_when_and_leads_to_the_request(
    client: FlaskClient, page: str
):
    text = client.get(page).text
    assert "au plus tard le 29\xa0décembre\xa02026" in text.casefold()
    assert f'href="{page}/reprendre"' in text
    assert "Que demandez-vous?" in client.get(f"{page}/reprendre").text


def test_asking_takes_the_complaint_up_again_with_its_first_result_in_the_history(
    client: FlaskClient, runtime: Runtime, page: str
):
    form = {"voie": "reprise", "raison": WHY, "une-fois": "abc"}
    for _ in range(2):
        assert client.post(f"{page}/reprendre", data=form).location == page
    assert kinds(runtime, NUMBER).count("reopened") == 1
    text = client.get(page).text
    assert "Votre plainte est à l’étude" in text
    assert WHY in text
    assert "La réponse précédente de l’organisme" in text
    assert "Ce qui a été conclu" not in text
    assert "Les relevés le montrent." in text.split("Historique")[1]
    assert f'href="{page}/reprendre"' not in text
    assert client.get(f"{page}/reprendre").location == page


@pytest.mark.parametrize("reason", ["", "  ", "a" * 4001])
def test_a_reason_to_correct_comes_back(client: FlaskClient, page: str, reason: str):
    response = client.post(f"{page}/reprendre", data={"voie": "reprise", "raison": reason})
    assert response.status_code == 422
    assert reason.strip() in response.text


def test_after_the_last_day_it_is_refused_with_what_is_left_and_the_text_kept(
    client: FlaskClient, runtime: Runtime, clock: FixedClock, code: str
):
    clock.moment = due(runtime, NUMBER, "reopening") - timedelta(minutes=1)
    page = opened(client, code)
    assert "Que demandez-vous?" in client.get(f"{page}/reprendre").text
    clock.moment += timedelta(minutes=2)
    response = client.post(f"{page}/reprendre", data={"voie": "reprise", "raison": WHY})
    assert response.status_code == 409
    for told in (
        WHY,
        "jusqu’au 29\xa0décembre\xa02026",
        "Ombudsman des exemples",
        "Porter plainte",
    ):
        assert told in response.text
    assert status(runtime, NUMBER) is Status.CLOSED
    assert "La plainte ne peut plus être reprise ni révisée" in client.get(f"{page}/reprendre").text
    assert client.post(f"{page}/reprendre", data={"raison": ""}).status_code == 409


def test_a_second_tab_is_told_that_it_is_done_and_can_send_its_text(
    client: FlaskClient, runtime: Runtime, page: str
):
    ask(runtime, NUMBER)
    response = client.post(
        f"{page}/reprendre", data={"voie": "reprise", "raison": "Autre chose.", "une-fois": "b"}
    )
    assert response.status_code == 409
    assert "Votre demande est déjà faite" in response.text
    assert "Autre chose." in response.text
    assert f'action="{page}/message"' in response.text
    assert len(clocks(runtime, NUMBER, "answer")) == 2


def test_the_page_is_shut_without_the_code(client: FlaskClient, runtime: Runtime):
    number = closed(runtime)
    shut = client.get(f"/fr/suivi/{number}/reprendre")
    assert shut.location == f"/fr/suivi?numero={number}"
    sent = client.post(f"/fr/suivi/{number}/reprendre", data={"voie": "reprise", "raison": WHY})
    assert sent.status_code == 401
    assert status(runtime, number) is Status.CLOSED


def test_a_way_has_to_be_chosen_where_there_are_two(client: FlaskClient, page: str):
    response = client.post(f"{page}/reprendre", data={"raison": WHY})
    assert response.status_code == 422
    assert "Choisissez ce que vous demandez" in response.text
    assert WHY in response.text


def test_an_answer_can_be_reviewed_before_the_closing_and_that_is_all(
    client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime)
    act(runtime, receipt.number, casework.answer, body="Le sentier est ouvert.")
    page = opened(client, receipt.code)
    assert f'href="{page}/reprendre?voie=revision"' in client.get(page).text
    text = client.get(f"{page}/reprendre").text
    assert "Que demandez-vous?" not in text
    said = text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Le palier suivant : Directrice." in said
    # Nobody may be able to do it there.
    assert "la révise, à un palier plus haut." in said
    assert "va au premier palier plus haut où quelqu’un le peut" in said
    form = {"voie": "revision", "raison": WHY}
    assert client.post(f"{page}/reprendre", data=form).location == page
    text = client.get(page).text
    assert "Vous avez demandé une révision" in text
    assert "Responsable maintenant\N{NO-BREAK SPACE}: Directrice" in text


def test_what_the_top_authority_answered_is_not_reviewed_inside(
    client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime)
    add_user(runtime, "top@parcs.example", Role.TOP_AUTHORITY, post="president")
    act(runtime, receipt.number, escalation.pass_to_top, question="Que faire?", opinion="")
    act(runtime, receipt.number, casework.answer, body="Le sentier est ouvert.")
    page = opened(client, receipt.code)
    assert client.get(f"{page}/reprendre").location == page
    assert f"{page}/reprendre" not in client.get(page).text
    form = {"voie": "revision", "raison": WHY}
    assert client.post(f"{page}/reprendre", data=form).status_code == 409


def in_words(client: FlaskClient, page: str) -> str:
    return words(client.get(page).text)


@pytest.mark.parametrize(
    ("way", "day"), [("reprise", "22 décembre 2026"), ("revision", "1er décembre 2026")]
)
def test_the_new_date_is_read_before_asking_and_is_the_one_that_is_promised(
    client: FlaskClient, runtime: Runtime, page: str, way: str, day: str
):
    add_user(runtime, "dir@parcs.example", Role.MANAGER, post="director")
    read = client.get(f"{page}/reprendre").text
    assert f"la nouvelle réponse vient au plus tard le {day}." in words(read)
    assert "Le palier suivant : Directrice." in words(read)
    asked = {"voie": way, "raison": WHY, "shown": mark_in(read)}
    assert client.post(f"{page}/reprendre", data=asked).status_code == 303
    assert f"Au plus tard le {day}" in in_words(client, page)


def mark_in(page: str) -> str:
    """Return what a page says of itself that it showed."""
    return unescape(re.search(r'name="shown" value="([^"]*)"', page)[1])


def test_a_date_that_moved_meanwhile_is_read_before_anything_is_sent(
    client: FlaskClient, runtime: Runtime, clock: FixedClock, code: str
):
    page = opened(client, code)
    shown = mark_in(client.get(f"{page}/reprendre").text)
    clock.moment += timedelta(days=1)
    page = opened(client, code)
    asked = {"voie": "reprise", "raison": WHY, "shown": shown}
    answer = client.post(f"{page}/reprendre", data=asked)
    assert answer.status_code == 409
    assert "La date a changé" in words(answer.text)
    assert WHY in answer.text
    assert status(runtime, NUMBER) is Status.CLOSED
    asked["shown"] = mark_in(answer.text)
    assert client.post(f"{page}/reprendre", data=asked).status_code == 303


def test_a_level_at_which_only_the_first_handler_works_is_not_named(
    client: FlaskClient, runtime: Runtime, page: str
):
    add_user(runtime, "top@parcs.example", Role.TOP_AUTHORITY, post="president")
    text = in_words(client, f"{page}/reprendre?voie=revision")
    assert "Le palier suivant : Directrice" not in text
    assert "Le palier suivant : Présidente." in text
    assert "va au premier palier plus haut" not in text
