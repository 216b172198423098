"""By what a complaint looks urgent in an agency, changed on its page."""

from __future__ import annotations

from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, hidden, publish, said, save
from tests.support import file
from tests.support.agencies import PARKS_YAML

FORM = f"{HOME}/urgence"


def send(admin: FlaskClient, **typed: object):
    version = hidden(admin.get(FORM).text, "version")
    return admin.post(FORM, data={"version": version, **typed})


def test_words_and_categories_of_its_own_come_into_force(admin: FlaskClient, runtime: Runtime):
    assert said(admin)["urgence"] == "les mots communs"
    typed = " Falaise  instable \r\n\r\nFalaise instable\r\nloose cliff"
    assert send(admin, words=typed, categories=["welcome", "nowhere"]).location.endswith(HOME)
    assert said(admin)["urgence"] == "2 mots, une catégorie"
    assert "Falaise instable\nloose cliff</textarea>" in admin.get(FORM).text
    publish(admin)
    configured = runtime.agencies.agency("parks").configured
    assert configured.urgent_signs("trail", "Une falaise instable!") == ["Falaise instable"]
    assert configured.urgent_signs("welcome", "") == ["Accueil"]


def test_what_is_emptied_leaves_the_common_words_alone(admin: FlaskClient):
    save(admin, f"{PARKS_YAML}urgency: {{words: [falaise]}}\n")
    assert said(admin)["urgence"] == "un mot"
    assert send(admin, words="").location.endswith(HOME)
    assert said(admin)["urgence"] == "les mots communs"
    assert "urgency" not in admin.get(f"{HOME}/texte").text


def test_a_form_left_as_it_was_writes_nothing(admin: FlaskClient):
    send(admin, words="")
    assert "Ce brouillon dit la même chose" in admin.get(f"{HOME}/publication").text


def test_the_page_says_how_many_complaints_would_have_looked_urgent(
    admin: FlaskClient, runtime: Runtime
):
    assert "n’a encore reçu aucune plainte" in words(admin.get(FORM).text)
    for story in ("La falaise est instable.", "Je suis sans réponse.", "La falaise tombe."):
        file(runtime, story=story)
    file(runtime, "water", story="Une falaise.")
    page = words(send(admin, words="falaise", preview="yes").text)
    assert "Sur les 3 dernières plaintes reçues, 2 auraient paru urgentes." in page
    assert "Par ce qui est en vigueur : 0." in page
    page = words(admin.get(FORM).text)
    assert "Sur les 3 dernières plaintes reçues, aucune n’aurait paru urgente." in page


def test_words_that_stand_everywhere_are_refused_and_nothing_typed_is_lost(admin: FlaskClient):
    answer = send(admin, words="falaise\nle", categories=["welcome"])
    assert answer.status_code == 422
    assert "Écrivez des mots d’au moins 3 lettres : « le » est partout" in words(answer.text)
    assert "falaise\nle</textarea>" in answer.text
    assert 'value="welcome" checked' in answer.text


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin)
    answer = send(admin, words="falaise", version="0")
    assert answer.status_code == 409
    assert "falaise</textarea>" in answer.text
