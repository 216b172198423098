"""A settings file is brought to the text page, and becomes the draft like a text that was typed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.releases import files
from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, hidden, publish, save
from tests.support.agencies import PARKS_YAML, TEN_DAYS

PAGE = f"{HOME}/texte"


def bring(
    admin: FlaskClient, content: bytes | None, version: str = "0", button: str = "bring"
) -> TestResponse:
    file = {} if content is None else {"file": (io.BytesIO(content), "parks.yaml")}
    typed = {"text": f"{PARKS_YAML}# Typed.\n", "version": version, button: "yes"}
    return admin.post(PAGE, data={**typed, **file}, content_type="multipart/form-data")


@pytest.mark.parametrize(
    "content",
    [
        TEN_DAYS.encode(),
        b"\xef\xbb\xbf" + TEN_DAYS.encode(),
        TEN_DAYS.replace("\n", "\r\n").encode(),
    ],
    ids=["plain", "with a mark", "from Windows"],
)
def test_a_sound_file_becomes_the_draft(admin: FlaskClient, content: bytes):
    answer = bring(admin, content)
    assert answer.location.endswith("/publication")
    page = words(admin.get(answer.location).text)
    assert "Réponse › Délai retiré : 20 ajouté : 10 jours ouvrables" in page
    assert "La version 2 est en vigueur" in publish(admin)
    assert admin.get(f"{HOME}/versions/2/fichier").get_data(as_text=True) == TEN_DAYS


def test_the_mistakes_of_a_file_stand_with_their_line_and_column(admin: FlaskClient):
    wrong = TEN_DAYS.replace("theme: other", "theme: otter")
    answer = bring(admin, wrong.encode())
    line = wrong.split("\n").index("    theme: otter") + 1
    assert answer.status_code == 422
    assert f"Ligne {line}, colonne 12 · categories[2].theme" in words(answer.text)
    assert "theme: otter" in answer.text


@pytest.mark.parametrize("has_draft", [True, False])
def test_a_file_with_mistakes_leaves_the_draft_as_it_was(admin: FlaskClient, has_draft: bool):
    if has_draft:
        save(admin, f"{PARKS_YAML}# Stood there.\n")
    before = admin.get(PAGE).text
    wrong = TEN_DAYS.replace("theme: other", "theme: otter")
    answer = bring(admin, wrong.encode(), version=hidden(before, "version"))
    assert answer.status_code == 422
    assert "Ce fichier n’est pas pris" in words(answer.text)
    assert "Le brouillon est enregistré" not in words(answer.text)
    # What was typed and not saved is still in the input, and can be saved.
    assert "# Typed." in answer.text
    assert hidden(answer.text, "version") == hidden(before, "version")
    after = admin.get(PAGE).text
    assert "otter" not in after
    assert ("# Stood there." in after) is has_draft
    assert ("Un brouillon est en préparation" in admin.get(HOME).text) is has_draft


def test_what_is_typed_beside_a_wrong_file_never_replaces_a_newer_draft_of_somebody_else(
    admin: FlaskClient,
):
    save(admin)
    answer = bring(admin, b"", version="0")
    assert answer.status_code == 409
    assert "Ce fichier est vide" in words(answer.text)
    assert "Vous avez enregistré ce brouillon entre-temps" in words(answer.text)
    assert "# Typed." in answer.text


def test_the_file_of_another_agency_is_a_mistake(admin: FlaskClient):
    answer = bring(admin, PARKS_YAML.replace("code: parks", "code: lakes").encode())
    assert answer.status_code == 422
    assert "agency.code" in answer.text


def test_nothing_in_a_file_is_run(admin: FlaskClient, tmp_path: Path):
    written = tmp_path / "written"
    code = f"!!python/object/apply:os.system ['touch {written}']"
    answer = bring(admin, PARKS_YAML.replace("schema: 1", f"schema: {code}").encode())
    assert answer.status_code == 422
    assert "Ligne 1, colonne" in words(answer.text)
    assert not written.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Choisissez un fichier"),
        (b"", "Ce fichier est vide"),
        (b" \n\n", "Ce fichier est vide"),
        ("schema: 1\nname: Régie".encode("latin-1"), "La ligne 2 ne se lit pas"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "La ligne 1 ne se lit pas"),
        (b"schema: 1\n\nname: \x00\n", "La ligne 3 n’est pas du texte"),
    ],
)
def test_what_is_no_settings_file_is_told_at_the_field_and_nothing_is_lost(
    admin: FlaskClient, content: bytes | None, sentence: str
):
    answer = bring(admin, content)
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert 'id="file-e"' in answer.text
    assert "# Typed." in answer.text
    assert "Un brouillon est en préparation" not in admin.get(HOME).text


def test_a_file_that_is_too_large_is_refused(admin: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "BYTES_AT_MOST", len(PARKS_YAML.encode()))
    assert bring(admin, PARKS_YAML.encode()).status_code == 303
    answer = bring(admin, f"{PARKS_YAML} ".encode(), version="1")
    assert answer.status_code == 422
    assert "Ce fichier dépasse 1 Mo" in words(answer.text)


def test_a_text_that_is_larger_than_any_settings_file_is_refused(admin: FlaskClient):
    typed = "a" * (files.BYTES_AT_MOST + 1)
    answer = admin.post(PAGE, data={"text": typed, "version": "0"})
    assert answer.status_code == 413
    assert "Raccourcissez de 1 caractère le texte" in words(answer.text)
    assert typed in answer.text


def test_a_file_never_replaces_a_newer_draft_of_somebody_else(admin: FlaskClient):
    save(admin)
    answer = bring(admin, f"{PARKS_YAML}# From a file.\n".encode())
    assert answer.status_code == 409
    assert "# From a file." in answer.text
    assert "10 working days" in answer.text
    assert "# From a file." not in admin.get(PAGE).text


def test_a_file_chosen_but_not_taken_is_not_passed_over_in_silence(admin: FlaskClient):
    answer = bring(admin, TEN_DAYS.encode(), button="other")
    assert answer.status_code == 422
    assert "le bouton « Prendre ce fichier »" in words(answer.text)
    assert "# Typed." in answer.text


def test_the_page_offers_the_file_in_force(admin: FlaskClient, runtime: Runtime):
    assert "/fr/reglages/parks/versions/1/fichier" in admin.get(PAGE).text
    assert "Take this file" in words(admin.get("/en/settings/parks/text").text)
