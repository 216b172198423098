"""Who acts for the person, before the staff: on the page of a complaint, and what is done of it."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds, kinds, letters, ruled_by
from tests.features.representatives.represented import MOTHER, filed_for, until
from tests.features.transfers.transferred import transferred
from tests.pages.office.people import case_path, signed_in, words
from tests.support import FixedClock

WHY = "La procuration n’est pas signée."


@pytest.fixture
def claire(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime)


def done(
    client: FlaskClient, runtime: Runtime, number: str, page: str, **form: str
) -> TestResponse:
    version = str(complaint(runtime, number).version)
    return client.post(case_path(number, page), data={"version": version, **form})


def read(client: FlaskClient, number: str, page: str = "", agency: str = "parks") -> str:
    return words(unescape(client.get(case_path(number, page, agency)).text))


def test_the_page_says_as_what_for_what_until_when_and_the_proof(
    claire: FlaskClient, runtime: Runtime
):
    page = read(claire, filed_for(runtime, **until(31, 12, 2026)).number)
    for one in ("Mandat ou procuration", "Toute la plainte", "jusqu’au 31 décembre 2026"):
        assert one in page
    assert "Preuve : aucune (pas encore reçue)" in page
    assert "Répondez en termes généraux" in page


@pytest.mark.parametrize(
    ("settings", "warning"),
    [
        ({}, "Répondez en termes généraux"),
        ({"answers_without": "full"}, "Vos réglages laissent répondre en entier."),
        ({"proof": "never"}, ""),
        ({"proof": "categories", "categories": ["welcome"]}, ""),
        ({"proof": "categories", "categories": ["trail"]}, "Répondez en termes généraux"),
    ],
)
def test_the_settings_decide_what_is_answered_without_a_proof(
    claire: FlaskClient, runtime: Runtime, settings: dict[str, object], warning: str
):
    ruled_by(runtime, representation=settings)
    page = read(claire, filed_for(runtime, category="trail").number)
    said = [one for one in ("Répondez en termes généraux", "Vos réglages") if one in page]
    assert bool(said) is bool(warning)
    assert warning in page


def test_an_accepted_proof_ends_the_warning(claire: FlaskClient, runtime: Runtime):
    number = filed_for(runtime).number
    assert done(claire, runtime, number, "verifier-la-preuve").status_code == 422
    refused = done(claire, runtime, number, "verifier-la-preuve", judged="no")
    assert 'href="#reason"' in refused.text
    done(claire, runtime, number, "verifier-la-preuve", judged="no", reason=WHY)
    assert WHY in read(claire, number)
    done(claire, runtime, number, "verifier-la-preuve", judged="yes")
    page = read(claire, number)
    assert "Preuve : vérifiée" in page
    assert "Répondez en termes généraux" not in page
    assert history_holds(runtime)


def test_the_end_is_moved_and_put_on_pages_of_their_own(
    claire: FlaskClient, runtime: Runtime, clock: FixedClock
):
    number = filed_for(runtime).number
    page, day = "duree-de-la-representation", {"until": "day", "reason": "Nouveau mandat."}
    wrong = done(claire, runtime, number, page, **day)
    assert 'href="#last_day"' in wrong.text
    day |= {"last_day-day": "31", "last_day-month": "1", "last_day-year": "2027"}
    assert done(claire, runtime, number, page, **day).status_code == 303
    assert "jusqu’au 31 janvier 2027" in read(claire, number)
    end = done(claire, runtime, number, "fin-de-la-representation", reason="Elle le demande.")
    assert end.status_code == 303
    after = read(claire, number)
    assert "Terminée : L’organisme y a mis fin." in after
    assert "Changer la durée de la représentation" not in after


def test_the_person_is_written_to_once_it_is_said_how_one_knows(
    claire: FlaskClient, runtime: Runtime
):
    number = filed_for(runtime, represented_email="").number
    wrong = done(claire, runtime, number, "ecrire-a-la-personne")
    assert 'href="#person_email"' in wrong.text
    assert 'href="#how"' in wrong.text
    form = {"person_email": MOTHER, "how": "Rappelée au numéro du dossier."}
    assert done(claire, runtime, number, "ecrire-a-la-personne", **form).status_code == 303
    assert ("code_to_take_over", MOTHER) in letters(runtime, number)
    assert "person_reached" in kinds(runtime, number)
    assert "Rappelée au numéro du dossier." in read(claire, number)


def test_what_a_transfer_kept_back_does_not_come_by_another_way(app: Flask, runtime: Runtime):
    number = filed_for(runtime, represents_why_words="Rita est à Lévis.").number
    transferred(runtime, number, "water", "name")
    zoe = signed_in(app, runtime, "zoe@eau.example", agency="water")
    for page in ("", "ecrire-a-la-personne"):
        assert MOTHER not in read(zoe, number, page, "water")
    file = zoe.post(case_path(number, "dossier", "water"))
    assert MOTHER.encode() not in file.data


def test_another_agency_opens_none_of_it(app: Flask, runtime: Runtime):
    number = filed_for(runtime).number
    zoe = signed_in(app, runtime, "zoe@eau.example", agency="water")
    for page in ("verifier-la-preuve", "duree-de-la-representation", "ecrire-a-la-personne"):
        assert zoe.get(case_path(number, page)).status_code == 403
