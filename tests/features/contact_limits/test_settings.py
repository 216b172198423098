"""How long a limit on contact may last at most, changed on its page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, publish, said, save
from tests.support.agencies import PARKS_YAML

FORM = f"{HOME}/limite-de-contact"
THREE = {
    "amount": "3",
    "counted": "months",
    "basis_fr": "Politique de conduite",
    "basis_en": "Conduct policy",
    "source": "",
    "version": "0",
}


def test_without_own_words_the_agency_has_the_common_time(admin: FlaskClient):
    page = words(admin.get(FORM).text)
    assert "L’organisme a la durée commune à tous : 6 mois." in page
    assert "Elle durerait jusqu’au 25 mai 2027 au plus." in page
    assert "Revenir à la durée commune" not in page
    common = {**THREE, "amount": "6", "basis_fr": "Règle du portail"}
    admin.post(FORM, data={**common, "basis_en": "Rule of the portal"})
    assert "Ce brouillon dit la même chose" in admin.get(f"{HOME}/publication").text


def test_the_last_day_is_shown_before_saving(admin: FlaskClient):
    page = words(admin.post(FORM, data={**THREE, "preview": "yes"}).text)
    assert "Elle durerait jusqu’au 24 février 2027 au plus." in page
    assert "Un brouillon" not in admin.get(HOME).text


def test_a_time_of_its_own_comes_into_force_and_goes_again(admin: FlaskClient, runtime: Runtime):
    assert admin.post(FORM, data=THREE).location.endswith(HOME)
    assert said(admin)["limite-de-contact"] == "au plus 3 mois"
    assert "La version 2 est en vigueur" in publish(admin)
    longest = runtime.agencies.agency("parks").configured.longest_limit
    assert str(longest.allowance) == "3 months"
    assert "Revenir à la durée commune : 6 mois" in words(admin.get(FORM).text)
    admin.post(FORM, data={"remove": "yes", "version": "0"})
    publish(admin)
    assert runtime.agencies.agency("parks").settings.contact_limit is None


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("amount", "0", "Écrivez un nombre entier, par exemple 6, et choisissez des jours ou"),
        ("counted", "hours", "Écrivez un nombre entier, par exemple 6, et choisissez des jours ou"),
        ("basis_fr", "", "Dites sur quoi cette durée repose"),
        ("source", "notre site", "Écrivez l’adresse complète, qui commence par https://"),
    ],
)
def test_a_mistake_stands_at_its_field_and_nothing_typed_is_lost(
    admin: FlaskClient, field: str, typed: str, told: str
):
    answer = admin.post(FORM, data={**THREE, field: typed})
    assert answer.status_code == 422
    assert told in words(answer.text)
    assert "Conduct policy" in answer.text


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin, f"{PARKS_YAML}# Theirs.\n")
    answer = admin.post(FORM, data=THREE)
    assert answer.status_code == 409
    assert "Politique de conduite" in answer.text
    assert "# Theirs." in admin.get(f"{HOME}/texte").text
