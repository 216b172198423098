"""How long a closed complaint may be taken up again is said by a form that counts the day."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.forms.filled_in import SIXTY
from tests.pages.settings.pages import HOME, publish, said, save
from tests.support.agencies import PARKS_YAML

FORM = f"{HOME}/reprise"
PAGE = "https://parks.example/declaration"


def test_without_own_words_the_agency_has_the_common_time(admin: FlaskClient):
    page = words(admin.get(FORM).text)
    assert "L’organisme a le délai commun à tous." in page
    assert "La personne pourrait demander la reprise jusqu’au 29 décembre 2026." in page
    assert "Revenir au délai commun" not in page
    assert said(admin)["reprise"] == "30 jours civils"


def test_what_was_left_as_it_was_is_still_the_portals_own(admin: FlaskClient):
    form = {
        "amount": "30",
        "counted": "calendar days",
        "basis_fr": "Délai commun",
        "basis_en": "Délai commun",
        "source": "",
        "version": "0",
    }
    admin.post(FORM, data=form)
    assert "Ce brouillon dit la même chose" in admin.get(f"{HOME}/publication").text


def test_the_day_is_shown_before_saving(admin: FlaskClient):
    page = words(admin.post(FORM, data={**SIXTY, "preview": "yes"}).text)
    assert "La personne pourrait demander la reprise jusqu’au 25 janvier 2027." in page
    assert "Un brouillon" not in admin.get(HOME).text


@pytest.mark.parametrize(("source", "known"), [(PAGE, "sourced"), ("", "assumed")])
def test_a_time_of_its_own_is_as_well_known_as_its_page(
    admin: FlaskClient, runtime: Runtime, source: str, known: str
):
    assert admin.post(FORM, data={**SIXTY, "source": source}).location.endswith(HOME)
    assert "La version 2 est en vigueur" in publish(admin)
    runtime.take_up_changes()
    own = runtime.agencies.agency("parks").settings.reopening
    assert own is not None
    assert (str(own.within), own.confidence, own.source) == (
        "60 calendar days",
        known,
        source or None,
    )


@pytest.mark.parametrize(
    "own",
    [
        "reopening: {within: 2 months, basis: Règle}\n",
        "# Decided by the board\nreopening:\n  within: 2 months\n  basis: Règle\n",
    ],
)
def test_an_agency_goes_back_to_the_common_time(admin: FlaskClient, own: str):
    save(admin, own + PARKS_YAML)
    assert said(admin)["reprise"] == "2 mois"
    assert "Revenir au délai commun : 30 jours civils" in words(admin.get(FORM).text)
    assert admin.post(FORM, data={"remove": "yes", "version": "1"}).location.endswith(HOME)
    assert said(admin)["reprise"] == "30 jours civils"
    assert ("# Decided" in own) == ("# Decided" in admin.get(f"{HOME}/texte").text)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("amount", "", "Écrivez un nombre entier, par exemple 30"),
        ("counted", "moons", "Écrivez un nombre entier, par exemple 30"),
        ("basis_fr", "", "Dites sur quoi ce délai repose"),
        ("source", "notre site", "Écrivez l’adresse complète, qui commence par https://"),
    ],
)
def test_a_mistake_stands_at_its_field(admin: FlaskClient, field: str, typed: str, sentence: str):
    answer = admin.post(FORM, data={**SIXTY, "basis_en": "Our own statement", field: typed})
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert "Our own statement" in answer.text


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin)
    answer = admin.post(FORM, data=SIXTY)
    assert answer.status_code == 409
    assert "Déclaration de services" in answer.text
