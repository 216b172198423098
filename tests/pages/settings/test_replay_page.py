"""Before publishing, an administrator sees what the draft would have done with the past."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from portal.releases.replay import replay_some
from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, publish, save
from tests.support import file
from tests.support.agencies import PARKS_YAML

PAGE = f"{HOME}/rejeu"


def test_a_replay_is_asked_for_left_alone_and_read(admin: FlaskClient, runtime: Runtime):
    number = file(runtime).number
    save(admin)
    assert "Rejouer ce brouillon sur les plaintes passées" in admin.get(f"{HOME}/publication").text
    assert "0 plaintes sur 1" in words(admin.post(PAGE, follow_redirects=True).text)
    replay_some(runtime)
    page = words(admin.get(PAGE).text)
    assert "Pour une d’elles, quelque chose aurait été différent." in page
    assert "Date de réponse · une plainte Plus tôt : 1 · Plus tard : 0" in page
    assert f"{number} 22 décembre 2026 8 décembre 2026" in page
    assert "Rejoué sur une plainte passée" in admin.get(f"{HOME}/publication").text


def test_a_replay_of_no_complaint_says_that_there_is_none(admin: FlaskClient, runtime: Runtime):
    save(admin)
    admin.post(PAGE)
    replay_some(runtime)
    page = words(admin.get(f"{HOME}/publication").text)
    assert "Aucune plainte passée sur laquelle rejouer ce brouillon." in page
    assert "Rejoué sur une" not in page


def test_changed_words_of_a_letter_are_shown_word_for_word(admin: FlaskClient, runtime: Runtime):
    file(runtime)
    for text in ("La boue sèche.", "La boue gèle."):
        letter = f"use: acknowledgement, text: {{fr: {text}, en: Mud.}}}}]\n"
        save(admin, f"{PARKS_YAML}letters: [{{code: a, name: {{fr: a, en: b}}, {letter}")
        if "sèche" in text:
            publish(admin)
            runtime.take_up_changes()
    admin.post(PAGE)
    replay_some(runtime)
    page = admin.get(PAGE).text
    assert "Vos mots dans l’accusé de réception · une plainte" in words(page)
    assert re.search(r"La boue <del>.*sèche</del><ins>.*gèle</ins>\.", page)


def test_a_replay_that_goes_on_is_not_begun_again(admin: FlaskClient, runtime: Runtime):
    file(runtime)
    save(admin)
    admin.post(PAGE)
    file(runtime)
    assert "0 plaintes sur 1" in words(admin.post(PAGE, follow_redirects=True).text)


def test_a_draft_changed_since_is_replayed_anew(admin: FlaskClient, runtime: Runtime):
    file(runtime)
    save(admin)
    admin.post(PAGE)
    replay_some(runtime)
    save(admin, admin.get(f"{HOME}/texte").text and "schema: 1\n")
    assert admin.get(PAGE).location.endswith("/publication")


def test_an_agency_without_complaints_has_nothing_to_replay(admin: FlaskClient, runtime: Runtime):
    save(admin)
    admin.post(PAGE)
    replay_some(runtime)
    assert "encore reçu aucune plainte" in admin.get(PAGE).text


def test_without_a_draft_there_is_nothing_to_replay(admin: FlaskClient):
    assert admin.get(PAGE).location.endswith("/publication")
    assert admin.post(PAGE).status_code == 303
