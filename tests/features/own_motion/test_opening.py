"""The page on which the head opens a file by own motion, and what leads to it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.features.alarms.actions_watch import Watch
from portal.runtime import Runtime
from tests.complaints.cases import complaint, kinds, last
from tests.features.alarms.raised import alarms, receive_monthly, rule
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.features.own_motion.opened import FILLED, NEW, STORY, form, opened, own_file
from tests.pages.office.people import case_path, sign_in, signed_in, words
from tests.releases.publishing import publish
from tests.support import file, on_both
from tests.support.agencies import PARKS_YAML
from tests.support.letters import LETTERS

LIST = "/fr/gestion/parks/file?vue=equipe"


@pytest.fixture
def head(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of the head of the parks' complaints service."""
    return signed_in(app, runtime, "helene@parcs.example", Role.HEAD)


def files(runtime: Runtime) -> int:
    with runtime.reading(PORTAL) as session:
        return session.scalar(select(func.count()).select_from(ComplaintRecord)) or 0


@on_both
def test_a_file_is_opened_and_says_what_led_to_it(head: FlaskClient, runtime: Runtime):
    number = opened(head)
    file_now = complaint(runtime, number)
    assert (file_now.filed_for, file_now.channel, file_now.status) == (
        "service",
        "service",
        "received",
    )
    page = words(head.get(case_path(number)).text)
    assert "Ce qui y mène Les médias : Un article du 20 novembre." in page
    assert "Dossier ouvert par le service" in page
    assert "Remettre le rapport au plus tard le 22 décembre 2026." in page


def test_it_is_opened_in_english(head: FlaskClient):
    address = form(head, "/en/office/parks/own-motion")
    assert "Open a file on our own initiative" in words(head.get(address).text)
    answer = head.post(address, data=FILLED)
    page = words(head.get(answer.location).text)
    assert "What led to it The media: Un article du 20 novembre." in page
    assert "Deliver the report by 22 December 2026." in page


def test_sent_twice_it_is_one_file(head: FlaskClient, runtime: Runtime):
    address = form(head)
    first, second = (head.post(address, data=FILLED) for _ in range(2))
    assert first.location == second.location == head.get(address).location
    assert files(runtime) == 1


def test_what_another_tab_sends_for_a_file_that_is_open_is_kept_for_another_one(
    head: FlaskClient, runtime: Runtime
):
    address = form(head)
    head.post(address, data=FILLED)
    other = "Les fontaines de deux parcs sont à sec."
    again = head.post(address, data={**FILLED, "story": other})
    page = head.get(again.location).text
    assert other in page
    assert "n’y est pas" in page
    assert files(runtime) == 1


@pytest.mark.parametrize(
    ("field", "words_said"),
    [
        ("led_to", "Choisissez ce qui mène à ce dossier"),
        ("led_to_why", "Dites en quelques mots ce qui y mène"),
        ("story", "Écrivez ce que le service examine"),
        ("category", "Choisissez une catégorie"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(
    head: FlaskClient, runtime: Runtime, field: str, words_said: str
):
    address = form(head)
    answer = head.post(address, data={**FILLED, field: ""})
    assert answer.status_code == 422
    assert words_said in words(answer.text)
    for page in (answer.text, head.get(address).text):
        assert all(text in page for name, text in FILLED.items() if name != field)
    assert files(runtime) == 0


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_nobody_below_the_head_opens_one(app: Flask, runtime: Runtime, role: Role):
    agency = None if role is Role.AUDITOR else "parks"
    browser = signed_in(app, runtime, role=role, agency=agency)
    assert browser.get(NEW).status_code == 403


def test_the_top_authority_opens_one_and_is_led_there_from_the_registering_page(
    app: Flask, runtime: Runtime
):
    top = signed_in(app, runtime, role=Role.TOP_AUTHORITY, post="president")
    page = top.get(top.get("/fr/gestion/parks/nouvelle").location).text
    assert NEW in page
    opened(top)
    officer = signed_in(app, runtime, "omar@parcs.example")
    assert NEW not in officer.get(officer.get("/fr/gestion/parks/nouvelle").location).text


def test_the_intake_desk_opens_none(app: Flask, runtime: Runtime):
    desk = runtime.agencies.intake_desk.code
    head = signed_in(app, runtime, role=Role.HEAD, agency=desk)
    assert head.get(NEW.replace("parks", desk)).status_code == 404


def test_it_is_linked_to_the_complaints_that_led_to_it(head: FlaskClient, runtime: Runtime):
    alike = [file(runtime).number for _ in range(2)]
    number = opened(head, led_to="complaints", linked=", ".join(alike))
    assert kinds(runtime, number) == ["filed", "linked", "linked"]
    page = head.get(case_path(number)).text
    assert all(other in page for other in alike)
    assert kinds(runtime, alike[0])[-1] == "linked"


def test_a_number_that_its_writer_may_not_see_is_asked_for_again(
    head: FlaskClient, runtime: Runtime
):
    theirs = file(runtime, "water", "L’eau est brune.").number
    answer = head.post(form(head), data={**FILLED, "linked": theirs})
    assert answer.status_code == 422
    assert f"{theirs} n’en est pas" in words(answer.text)


def test_it_tells_the_alarm_that_led_to_it_to_those_who_see_alarms(
    app: Flask, head: FlaskClient, runtime: Runtime
):
    rule(runtime, "rising_theme")
    receive_monthly(runtime, "parks", usual=6, now=20)
    Watch(runtime).look(runtime.now())
    [alarm] = alarms(runtime)
    page = head.get(f"/fr/gestion/parks/alertes/{alarm.id}").text
    [link] = re.findall(rf'href="({NEW}[^"]*)"', page)
    asked = head.get(link).location
    assert f'value="{alarm.id}" selected' in head.get(asked).text
    number = opened(head, led_to="alarm", alarm=str(alarm.id))
    assert last(runtime, number, "filed").facts["from_alarm"] == alarm.id
    link_to_it = f"/fr/gestion/parks/alertes/{alarm.id}"
    assert link_to_it in head.get(case_path(number)).text
    officer = signed_in(app, runtime, "omar@parcs.example")
    assert link_to_it not in officer.get(case_path(number)).text


def test_an_alarm_that_is_none_of_the_list_is_asked_for_again(head: FlaskClient, runtime: Runtime):
    rule(runtime, "rising_theme")
    receive_monthly(runtime, "parks", usual=6, now=20)
    Watch(runtime).look(runtime.now())
    answer = head.post(form(head), data={**FILLED, "alarm": "4711"})
    assert "Choisissez une alerte de la liste" in words(answer.text)


def test_whoever_it_names_does_not_see_it(app: Flask, head: FlaskClient, runtime: Runtime):
    somebody(runtime, "Marc Tremblay")
    story = "Marc Tremblay ferme le parc avant l’heure, disent trois employés."
    number = opened(head, story=story)
    named = app.test_client()
    sign_in(named, "marc.tremblay@exemple.org")
    assert named.get(case_path(number)).status_code == 404
    assert number not in named.get(LIST).text


def test_a_head_who_names_themself_is_told_that_it_does_not_open_for_them(
    app: Flask, runtime: Runtime
):
    somebody(runtime, "Marc Tremblay", Role.HEAD)
    head = app.test_client()
    sign_in(head, "marc.tremblay@exemple.org")
    answer = head.post(form(head), data={**FILLED, "story": "Marc Tremblay ferme le parc."})
    page = words(head.get(answer.location).text)
    assert "Il ne s’ouvre pas pour vous : il vous nomme." in page


def test_lists_say_whose_initiative_it_is_and_are_narrowed_to_such_files(
    head: FlaskClient, runtime: Runtime
):
    number, complained = own_file(runtime), file(runtime).number
    page = head.get(LIST).text
    assert "De sa propre initiative" in page
    narrowed = head.get(f"{LIST}&canal=service").text
    assert number in narrowed
    assert complained not in narrowed


def test_it_is_found_by_its_words(head: FlaskClient, runtime: Runtime):
    number = own_file(runtime)
    found = head.get("/fr/gestion/parks/file?vue=equipe&q=bancs").text
    assert number in found
    assert STORY.split(".")[0][:30] in found


def test_a_report_begins_with_no_model_of_a_letter(head: FlaskClient, runtime: Runtime):
    publish(runtime, PARKS_YAML + LETTERS)
    own, complained = own_file(runtime, "other"), file(runtime).number
    offered = "Commencer par un modèle"
    assert offered in head.get(case_path(complained, "repondre")).text
    assert offered not in head.get(case_path(own, "repondre")).text
    assert offered not in head.get(case_path(own)).text


def test_no_citizen_files_for_the_service(client: FlaskClient):
    client.post("/fr/plainte", data={"recit": "Le sentier est fermé.", "organisme": "parks"})
    answer = client.post("/fr/plainte/reponse", data={"qui": "service", "moyen": "none"})
    assert answer.status_code in (302, 303, 404, 422)


@pytest.mark.parametrize("action", ["regler", "represailles", "transferer", "nature"])
def test_what_takes_a_person_has_no_page_there(head: FlaskClient, runtime: Runtime, action: str):
    number = own_file(runtime)
    path = case_path(number, action)
    assert path not in head.get(case_path(number)).text
    answer = head.get(path)
    assert answer.status_code == 409
    assert "Personne n’a porté plainte dans ce dossier" in words(answer.text)
