"""An administrator changes an agency's rules on pages: draft, compare, publish, take up again."""

from __future__ import annotations

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.pages.office.people import signed_in, words
from tests.pages.settings.pages import HOME, hidden, publish, save
from tests.support import file
from tests.support.agencies import PARKS_YAML, TEN_DAYS


def test_an_administrator_begins_at_the_settings(admin: FlaskClient):
    page = admin.get("/fr/gestion", follow_redirects=True)
    assert page.request.path == HOME
    assert "Version 1, en vigueur depuis le 24 novembre 2026" in words(page.text)
    assert "File de travail" not in page.text


def test_rules_are_changed_from_draft_to_publication(admin: FlaskClient, runtime: Runtime):
    file(runtime)
    answer = admin.post(
        f"{HOME}/texte", data={"text": TEN_DAYS.replace("\n", "\r\n"), "version": "0"}
    )
    assert answer.location.endswith("/fr/reglages/parks/publication")
    page = words(admin.get(answer.location).text)
    assert "Une plainte est en cours : les dates qui lui sont promises ne bougent pas." in page
    assert "Une garde le délai de réponse de sa réception" in page
    assert "aurait sa réponse le 8 décembre 2026, et non le 22 décembre 2026" in page
    assert "Réponse › Délai retiré : 20 ajouté : 10 jours ouvrables" in page
    page = publish(admin)
    assert "La version 2 est en vigueur pour les nouvelles plaintes." in page
    assert "Claire" in page


def test_citizens_read_what_was_published_at_once(
    admin: FlaskClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    # As another process would see it within a second.
    monkeypatch.setattr(runtime, "notice_releases", lambda: None)
    save(admin, PARKS_YAML.replace("fr: Accueil", "fr: Bienvenue"))
    publish(admin)
    assert "Bienvenue" in admin.get("/fr/organismes/parks").text


def test_the_text_leads_to_what_citizens_see_unless_it_has_mistakes(admin: FlaskClient):
    assert f'href="{HOME}/apercu"' in admin.get(f"{HOME}/texte").text
    save(admin, "schema: 1")
    assert f'href="{HOME}/apercu"' not in admin.get(f"{HOME}/texte").text


def test_mistakes_stand_with_their_line_and_nothing_typed_is_lost(admin: FlaskClient):
    wrong = TEN_DAYS.replace("theme: other", "theme: otter")
    answer = admin.post(f"{HOME}/texte", data={"text": wrong, "version": "0"})
    line = wrong.split("\n").index("    theme: otter") + 1
    assert answer.status_code == 422
    assert f"Ligne {line}, colonne 12 · categories[2].theme" in words(answer.text)
    assert "theme: otter" in answer.text
    assert admin.get(f"{HOME}/publication").location.endswith("/texte")
    assert "Corriger le brouillon" in admin.get(HOME).text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (f"{HOME}/texte", "n’est pas une durée, comme «\u00a015 working days\u00a0»"),
        ("/en/settings/parks/text", "is not a length of time, such as"),
    ],
)
def test_mistakes_are_told_in_the_language_of_the_page(
    admin: FlaskClient, path: str, sentence: str
):
    wrong = TEN_DAYS.replace("10 working days", "ten days")
    page = admin.post(path, data={"text": wrong, "version": "0"}).text
    assert sentence in page
    assert 'lang="en"' not in page.partition('role="alert"')[2].partition("</div>")[0]


def test_a_draft_that_somebody_else_saved_is_shown_beside_ones_own(admin: FlaskClient):
    save(admin)
    answer = admin.post(f"{HOME}/texte", data={"text": PARKS_YAML + "# Mine.\n", "version": "0"})
    assert answer.status_code == 409
    assert "# Mine." in answer.text
    assert "10 working days" in answer.text
    seen = hidden(answer.text, "version")
    again = admin.post(f"{HOME}/texte", data={"text": PARKS_YAML + "# Mine.\n", "version": seen})
    assert again.status_code == 303


def test_an_old_version_is_taken_up_and_published_like_any_other(admin: FlaskClient):
    save(admin)
    publish(admin)
    page = admin.get(f"{HOME}/versions/1").text
    assert "Réponse › Délai retiré : 10 ajouté : 20 jours ouvrables" in words(page)
    restored = admin.post(f"{HOME}/versions/1", data={"version": hidden(page, "version")})
    assert restored.location.endswith("/publication")
    assert "La version 3 est en vigueur" in publish(admin)
    assert admin.get(f"{HOME}/versions/3/fichier").get_data(as_text=True) == PARKS_YAML
    unknown = admin.get(f"{HOME}/versions/99")
    assert unknown.status_code == 404
    assert "Cette version des réglages n’existe pas" in words(unknown.text)
    assert "Organisme introuvable" not in words(unknown.text)


def test_a_version_is_handed_over_as_its_file(admin: FlaskClient):
    answer = admin.get("/en/settings/parks/versions/1/file")
    assert answer.headers["Content-Disposition"] == "attachment; filename=parks.yaml"
    assert answer.get_data(as_text=True) == PARKS_YAML


def test_what_moved_while_one_read_is_not_published(admin: FlaskClient):
    save(admin)
    page = admin.get(f"{HOME}/publication").text
    seen = {name: hidden(page, name) for name in ("version", "release")}
    save(admin, PARKS_YAML + "# Later.\n")
    answer = admin.post(f"{HOME}/publication", data=seen, follow_redirects=True)
    assert "Les réglages ont changé pendant que vous lisiez" in words(answer.text)
    assert "Version 1, en vigueur" in words(admin.get(HOME).text)


def test_what_is_published_twice_is_said_to_be_in_force(admin: FlaskClient):
    save(admin)
    page = admin.get(f"{HOME}/publication").text
    seen = {name: hidden(page, name) for name in ("version", "release")}
    for _ in range(2):
        answer = admin.post(f"{HOME}/publication", data=seen, follow_redirects=True)
        assert "La version 2 est en vigueur" in words(answer.text)
        assert "pendant que vous lisiez" not in words(answer.text)
    save(admin, PARKS_YAML + "# Later.\n")
    answer = admin.post(f"{HOME}/publication", data=seen, follow_redirects=True)
    assert "pendant que vous lisiez" in words(answer.text)


def test_what_somebody_else_published_meanwhile_is_said_to_be_another_change(
    admin: FlaskClient, app: Flask, runtime: Runtime
):
    save(admin)
    page = admin.get(f"{HOME}/publication").text
    seen = {name: hidden(page, name) for name in ("version", "release")}
    publish(signed_in(app, runtime, "paul@parcs.example", Role.ADMINISTRATOR, post=None))
    answer = admin.post(f"{HOME}/publication", data=seen, follow_redirects=True)
    assert "pendant que vous lisiez" in words(answer.text)


def test_a_draft_is_discarded(admin: FlaskClient):
    save(admin)
    question = f"{HOME}/brouillon/supprimer"
    assert f'href="{question}"' in admin.get(HOME).text
    page = admin.get(question).text
    assert "Ce qui sera perdu" in page
    assert "effacé pour toujours" in page
    assert "<ins>" in page
    assert admin.get(f"{HOME}/publication").status_code == 200
    version = hidden(page, "version")
    answer = admin.post(question, data={"version": version}, follow_redirects=True)
    assert "Le brouillon est supprimé" in answer.text
    assert admin.get(f"{HOME}/publication").location.endswith(HOME)
    assert admin.get(question).location.endswith(HOME)


def test_ones_own_draft_waits_for_another_where_the_agency_wants_two(
    admin: FlaskClient, app: Flask, runtime: Runtime
):
    save(admin, PARKS_YAML.replace("  sample: true", "  two_to_publish: true\n  sample: true"))
    publish(admin)
    save(admin)
    page = admin.get(f"{HOME}/publication").text
    assert "Une autre personne doit publier" in page
    assert 'name="release"' not in page
    other = signed_in(app, runtime, "paul@parcs.example", Role.ADMINISTRATOR, post=None)
    assert "La version 3 est en vigueur" in publish(other)


@pytest.mark.parametrize(
    ("role", "agency"),
    [(Role.ADMINISTRATOR, "water"), (Role.OFFICER, "parks"), (Role.TOP_AUTHORITY, "parks")],
)
def test_nobody_else_reaches_any_settings_page(
    app: Flask, runtime: Runtime, role: Role, agency: str
):
    stranger = signed_in(app, runtime, "paul@eaux.example", role, agency, None)
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("settings."):
            continue
        values = {"agency": "parks", "rank": 1, "code": "trail", "post": "director"}
        values |= {"question": "place", "break_id": 1, "client_id": "client-1"}
        with app.test_request_context():
            wanted = {name: values[name] for name in rule.arguments if name in values}
            path = url_for(rule.endpoint, language="fr", **wanted)
        for method in ("GET", "POST"):
            answer = stranger.open(path, method=method, data={"text": "x", "version": "0"})
            assert answer.status_code in (403, 405), (method, path)
            assert "Parks board" not in answer.text
