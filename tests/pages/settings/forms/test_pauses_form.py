"""What the time for an answer stops for is said by a form that counts what it would do."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.forms.filled_in import BILLS
from tests.pages.settings.pages import HOME, hidden, publish, said, save
from tests.support import file
from tests.support.agencies import PARKS_YAML

FORM = f"{HOME}/suspensions"
WATER = "/fr/reglages/water/suspensions"


def text_of(client: FlaskClient, agency: str) -> str:
    return client.get(f"/fr/reglages/{agency}/texte").text


def test_an_agency_without_reasons_is_told_what_that_means(admin: FlaskClient):
    assert "Rien ne suspend le délai de réponse" in admin.get(FORM).text
    assert said(admin)["suspensions"] == "aucune raison"


def test_the_days_that_a_pause_leads_to_are_shown_before_saving(
    admin: FlaskClient, runtime: Runtime
):
    file(runtime)
    page = words(admin.post(f"{FORM}/+", data={**BILLS, "preview": "yes"}).text)
    assert "Vos factures : 2 fois, 5 jours ouvrables au plus chaque fois" in page
    assert "Le délai repartirait de lui-même après le 1er décembre 2026" in page
    sentence = (
        "La réponse promise pour le 22 décembre 2026 viendrait au plus tard le 6 janvier 2027"
    )
    assert sentence in page
    assert "garde les règles et les dates de sa réception" in page
    assert "Un brouillon" not in admin.get(HOME).text


def test_a_reason_is_added_and_the_rest_of_the_common_deadline_stays(
    admin: FlaskClient, runtime: Runtime
):
    assert admin.post(f"{FORM}/+", data=BILLS).location.endswith("/suspensions")
    assert "Vos factures 5 jours ouvrables (délai d’exemple) 2" in words(admin.get(FORM).text)
    assert "La version 2 est en vigueur" in publish(admin)
    runtime.take_up_changes()
    answer = runtime.agencies.agency("parks").settings.deadlines.answer
    assert (str(answer.within), str(answer.extension.at_most)) == (
        "20 working days",
        "10 working days",
    )
    assert [(pause.code, pause.times) for pause in answer.pauses] == [("vos_factures", 2)]
    assert said(admin)["suspensions"] == "une raison"


def test_a_reason_is_changed_and_stays_known_as_well_as_it_was(water_admin: FlaskClient):
    form = {**BILLS, "name_fr": "Le relevé", "name_en": "The reading", "times": "1"}
    water_admin.post(f"{WATER}/meter", data=form)
    text = text_of(water_admin, "water")
    assert "at_most: 5 working days, confidence: sourced" in text
    version = hidden(water_admin.get(f"{WATER}/meter").text, "version")
    water_admin.post(f"{WATER}/meter", data={**form, "amount": "4", "version": version})
    assert "4 working days" in text_of(water_admin, "water")
    assert "confidence: assumed" in text_of(water_admin, "water")


def test_the_last_reason_can_be_taken_away_and_comments_stay(admin: FlaskClient):
    save(admin, PARKS_YAML + COMMENTED)
    path = f"{FORM}/proof"
    gone = {"remove": "yes", "name_fr": "", "version": hidden(admin.get(path).text, "version")}
    assert admin.post(path, data=gone).location.endswith("/suspensions")
    assert "Rien ne suspend le délai de réponse" in admin.get(FORM).text
    assert "# Decided by the board" in text_of(admin, "parks")


COMMENTED = """deadlines:
  # Decided by the board
  answer:
    within: 10 working days
    basis: {fr: Règle, en: Rule}
    pauses:
      - {code: proof, name: {fr: Une preuve, en: A proof}, at_most: 5 working days}
"""


def test_a_category_with_its_own_time_is_told_apart(admin: FlaskClient):
    own = "    theme: courtesy\n    deadlines: {answer: {within: 5 working days, basis: Loi}}"
    save(
        admin,
        PARKS_YAML.replace("    theme: courtesy", own),
    )
    assert "Accueil : aucune raison" in words(admin.get(FORM).text)


def test_only_what_is_counted_as_the_answer_is_offered(admin: FlaskClient):
    page = admin.get(f"{FORM}/+").text
    assert 'value="working days" selected' in page
    assert 'value="working hours"' in page
    assert 'value="calendar days"' not in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name_fr", "", "Écrivez en français ce qui est attendu"),
        ("amount", "bientôt", "Écrivez un nombre entier, par exemple 10"),
        ("amount", "0", "Écrivez un nombre entier, par exemple 10"),
        ("counted", "calendar days", "Écrivez un nombre entier, par exemple 10"),
        ("times", "souvent", "Écrivez un nombre entier, par exemple 1"),
        ("times", "100", "Écrivez un nombre entier, par exemple 1"),
    ],
)
def test_a_mistake_stands_at_its_field(admin: FlaskClient, field: str, typed: str, sentence: str):
    answer = admin.post(f"{FORM}/+", data={**BILLS, "name_en": "Your paper bills", field: typed})
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert "Your paper bills" in answer.text


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin)
    answer = admin.post(f"{FORM}/+", data=BILLS)
    assert answer.status_code == 409
    assert "Vos factures" in answer.text


def test_a_reason_that_is_not_there_has_no_page(admin: FlaskClient):
    assert admin.get(f"{FORM}/nothing").status_code == 404
