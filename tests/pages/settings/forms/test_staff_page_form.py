"""An agency's own words to its employees are written by a form, and taken away again."""

from __future__ import annotations

from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.forms.filled_in import typed
from tests.pages.settings.pages import HOME, publish

FORM = f"{HOME}/personnel"
OURS = "Les dépliants sont à l’accueil.\n\nDemandez au poste 12."
PAGE = "/fr/organismes/parks/personnel"


def test_words_are_written_published_and_taken_away_again(admin: FlaskClient, runtime: Runtime):
    admin.post(FORM, data={"text_fr": OURS, "version": "0"})
    assert "avec un mot de l’organisme" in words(admin.get(HOME).text)
    publish(admin)
    runtime.take_up_changes()
    assert "<p>Demandez au poste 12.</p>" in admin.get(PAGE).text
    admin.post(FORM, data={"text_fr": "", "version": "0"})
    assert "La version 3 est en vigueur" in publish(admin)
    runtime.take_up_changes()
    assert "Une plainte n’est pas une attaque" in admin.get(PAGE).text


def test_missing_english_is_flagged_and_not_refused(admin: FlaskClient):
    page = admin.post(FORM, data={"text_fr": OURS, "version": "0"}, follow_redirects=True)
    assert f'href="{FORM}"' in page.text
    assert "Pas encore en anglais" in words(admin.get(FORM).text)


def test_what_was_left_as_it_was_writes_nothing(admin: FlaskClient):
    admin.post(FORM, data={**typed(admin.get(FORM).text)})
    assert "Ce brouillon dit la même chose" in admin.get(f"{HOME}/publication").text


def test_words_too_long_or_in_english_alone_stay_in_their_fields(admin: FlaskClient):
    typed = {"text_fr": "a" * 2001, "version": "0"}
    answer = admin.post(FORM, data=typed)
    assert answer.status_code == 422
    assert "Raccourcissez le texte de 1 caractère" in words(answer.text)
    assert "a" * 2001 in answer.text
    answer = admin.post(FORM, data={"text_en": "At the desk.", "version": "0"})
    assert "Écrivez aussi le texte en français" in words(answer.text)


def test_seen_before_it_is_saved(admin: FlaskClient):
    page = admin.post(FORM, data={"text_fr": OURS, "version": "0", "preview": "yes"}).text
    assert "<p>Demandez au poste 12.</p>" in page
    assert "Un brouillon" not in admin.get(HOME).text
