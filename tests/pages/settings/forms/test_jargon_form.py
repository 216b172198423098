"""Words of the agency's trade, changed on their page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.agencies.agency import hints_on
from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, hidden, publish, said, save
from tests.support.agencies import PARKS_YAML

FORM = f"{HOME}/mots-du-metier"
OWN = """jargon:
  # Asked for by the rangers.
  - {language: fr, words: sente, instead: sentier}
  - {language: en, words: egress}
"""
LETTER = (
    "letters:\n  - {code: mud, use: answer, name: {fr: Boue, en: Mud},"
    " text: {fr: La sente est ouverte., en: The egress is open.}}\n"
)


def send(admin: FlaskClient, *rows: tuple[str, str, str], **more: str):
    version = more.pop("version", None) or hidden(admin.get(FORM).text, "version")
    parts = zip(*rows, strict=True) if rows else ((), (), ())
    typed = dict(zip(("language", "words", "instead"), map(list, parts), strict=True))
    return admin.post(FORM, data={"version": version, **typed, **more})


def test_words_are_put_in_force_and_shown_to_whoever_writes(admin: FlaskClient, runtime: Runtime):
    assert said(admin)["mots-du-metier"] == "aucun mot"
    rows = [("fr", "sente", "sentier"), ("en", "egress", ""), ("fr", "", "")]
    assert send(admin, *rows).location.endswith(HOME)
    assert said(admin)["mots-du-metier"] == "2 mots"
    publish(admin)
    parks = runtime.agencies.agency("parks")
    assert [word.instead for word in hints_on(parks, "La sente.", "fr").jargon] == ["sentier"]
    assert [word.instead for word in hints_on(parks, "An egress.", "en").jargon] == ["(leave out)"]
    assert hints_on(parks, "An egress.", "fr").jargon == ()


def test_what_stays_keeps_its_line_and_its_comment(admin: FlaskClient):
    save(admin, PARKS_YAML + OWN)
    send(admin, ("fr", "sente", "sentier"), ("en", "egress", "way out"))
    text = admin.get(f"{HOME}/texte").text
    assert "# Asked for by the rangers." in text
    assert "{language: fr, words: sente, instead: sentier}" in text
    assert "{language: en, words: egress, instead: way out}" in text


def test_a_list_that_is_emptied_is_taken_out(admin: FlaskClient):
    save(admin, PARKS_YAML + OWN)
    send(admin, ("fr", "", ""))
    assert said(admin)["mots-du-metier"] == "aucun mot"
    assert "jargon:" not in admin.get(f"{HOME}/texte").text


def test_the_page_says_which_of_the_agencys_texts_have_such_a_word(admin: FlaskClient):
    save(admin, PARKS_YAML + LETTER)
    page = words(send(admin, ("fr", "sente", "sentier"), ("en", "egress", ""), preview="yes").text)
    assert "sente → sentier Boue" in page
    assert "egress → (leave out) Boue" in page
    assert "Aucun de ces mots n’y est." in words(admin.get(FORM).text)


def test_more_room_keeps_what_was_typed(admin: FlaskClient):
    before = admin.get(FORM).text.count('name="words"')
    page = send(admin, ("en", "egress", ""), more="yes").text
    assert page.count('name="words"') > before
    assert 'value="egress"' in page
    assert "Un brouillon" not in admin.get(HOME).text


@pytest.mark.parametrize(
    ("rows", "field", "sentence"),
    [
        ([("", "sente", "")], "language-1", "Choisissez la langue de ce mot"),
        ([("xx", "sente", "")], "language-1", "Choisissez la langue de ce mot"),
        ([("fr", "", "sentier")], "words-1", "Écrivez le mot que ces mots remplacent"),
        (
            [("fr", "Sente", "sentier"), ("en", "sente", ""), ("fr", "sente", "")],
            "words-3",
            "Ce mot est déjà dans la liste : c’est le mot 1",
        ),
        ([("fr", "x" * 81, "")], "words-1", "Écrivez 80 caractères au plus"),
        ([("fr", "sente", "x" * 81)], "instead-1", "Écrivez 80 caractères au plus"),
    ],
)
def test_a_mistake_stands_at_its_field_and_nothing_typed_is_lost(
    admin: FlaskClient, rows: list[tuple[str, str, str]], field: str, sentence: str
):
    answer = send(admin, *rows)
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert f'href="#{field}"' in answer.text
    for _language, word, instead in rows:
        assert f'value="{word}"' in answer.text
        assert f'value="{instead}"' in answer.text


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin)
    answer = send(admin, ("fr", "sente", "sentier"), version="0")
    assert answer.status_code == 409
    assert 'value="sente"' in answer.text
