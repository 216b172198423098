"""After somebody represented a person nobody can reach: what is told of it is what happened."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.features.representatives.actions_ending import Reached, end_by_agency
from portal.features.representatives.rules import Quality
from portal.runtime import Runtime
from tests.complaints.cases import act, history_holds, kinds
from tests.features.representatives.represented import REACHED, filed_for, opened, said, verified
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file, officer


@pytest.fixture
def claire(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime)


def read(client: FlaskClient, number: str, page: str = "") -> str:
    return words(unescape(client.get(case_path(number, page)).text))


def end(runtime: Runtime, number: str, reached: Reached | None = None) -> None:
    why = "La personne le demande."
    act(runtime, number, end_by_agency, officer(), reason=why, reached=reached)


def test_nobody_is_said_to_be_reached_by_mail_where_no_address_is_known(
    claire: FlaskClient, runtime: Runtime
):
    number = filed_for(runtime, represented_email="").number
    assert "Français, par courriel" in read(claire, number)
    end(runtime, number)
    page = read(claire, number)
    assert "Français, personne ne sait comment la joindre" in page
    assert "par la poste" not in page
    told = read(claire, number, "premier-contact")
    assert "Personne ne sait où écrire à la personne" in told
    assert "à imprimer et à poster" not in told


@pytest.mark.parametrize("reached", [None, REACHED])
def test_the_history_says_who_sent_it_and_that_nobody_changed_how_they_are_reached(
    claire: FlaskClient, runtime: Runtime, reached: Reached | None
):
    number = filed_for(runtime).number
    before = read(claire, number)
    end(runtime, number, reached)
    after = read(claire, number)
    filed = re.compile(r"Plainte reçue [^·]{,40}· Michel Gagnon")
    assert filed.search(before)
    assert filed.search(after)
    assert "contact_changed" not in kinds(runtime, number)
    assert "Coordonnées changées" not in after
    told = "Nos lettres vont maintenant à la personne représentée, ou à sa succession."
    assert (told in after) is bool(reached)
    assert history_holds(runtime)


def test_whoever_represented_is_not_told_of_a_code_that_nobody_sent(app: Flask, runtime: Runtime):
    receipt = filed_for(runtime, represented_email="")
    client = opened(app, receipt.number, receipt.code)
    end(runtime, receipt.number)
    page = words(client.get(f"/fr/suivi/{receipt.number}").text)
    assert "qui vous a été envoyé" not in page
    assert "Si vous n’en avez pas, demandez-le à l’organisme" in page


@pytest.mark.parametrize(
    ("reply_by", "told"),
    [
        ("email", "Un courriel le lui dit."),
        ("none", "Aucune lettre ne le lui dit"),
        ("post", "Une lettre, à imprimer et à poster, le lui dit."),
    ],
)
def test_the_page_that_ends_it_says_what_leaves_by_the_means_that_was_chosen(
    claire: FlaskClient, runtime: Runtime, reply_by: str, told: str
):
    person = {"filed_for": "other", "other_name": "Rita Gagnon", "agreement": "yes"}
    address = "1, rue des Lilas" if reply_by == "post" else ""
    number = file(runtime, parts=[said()], reply_by=reply_by, address=address, **person).number
    page = read(claire, number, "fin-de-la-representation")
    assert told in page
    assert "Un courriel ou une lettre" not in page


def test_of_an_estate_nobody_says_that_the_dead_follow_their_complaint(
    app: Flask, runtime: Runtime
):
    receipt = filed_for(runtime, represents_as=Quality.EXECUTOR.value)
    client = opened(app, receipt.number, receipt.code)
    page = words(client.get(f"/fr/suivi/{receipt.number}").text)
    assert "la plainte est celle de sa succession" in page
    assert "reste la sienne" not in page


def test_who_sent_the_code_that_leaves_at_once_is_told(
    app: Flask, runtime: Runtime, claire: FlaskClient
):
    receipt = filed_for(runtime, represents_proof="oral", represents_why="")
    client = opened(app, receipt.number, receipt.code)
    page = words(unescape(client.get(f"/fr/suivi/{receipt.number}").text))
    sent = re.search(r"Un code pour suivre la plainte a été envoyé (.{170})", page)
    assert sent is not None
    assert "· Vous" not in sent[1]
    assert "À la personne concernée. Le portail l’a envoyé, aux coordonnées données" in sent[1]
    assert "succession" not in page
    assert "Un code lui a déjà été envoyé. Elle la suit dès que" in page
    assert "après avoir vérifié" not in page
    assert re.search(
        r"Code pour suivre la plainte envoyé [^·]{,40}· Le portail", read(claire, receipt.number)
    )


@pytest.mark.parametrize(
    ("quality", "to", "not_to"),
    [
        (Quality.MANDATE, "À la personne concernée.", "règle la succession."),
        (Quality.EXECUTOR, "À la personne qui règle la succession.", "À la personne concernée"),
    ],
)
def test_a_code_that_the_agency_sent_after_its_check_is_told_as_that(
    app: Flask, runtime: Runtime, quality: Quality, to: str, not_to: str
):
    receipt = filed_for(runtime, represents_as=quality.value)
    client = opened(app, receipt.number, receipt.code)
    before = words(unescape(client.get(f"/fr/suivi/{receipt.number}").text))
    assert ("L’organisme le lui envoie" in before) is (quality is Quality.MANDATE)
    verified(runtime, receipt.number)
    page = words(unescape(client.get(f"/fr/suivi/{receipt.number}").text))
    assert f"{to} Il est parti aux coordonnées que l’organisme a vérifiées." in page
    assert not_to not in page
