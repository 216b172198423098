"""An administrator sees a draft as citizens would, from the very pages that they are shown."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, save
from tests.support.agencies import PARKS_YAML, TEN_DAYS

PAGE = f"{HOME}/apercu"
NOTICE = (
    "notices:\n"
    "  - {code: closed, kind: information, when: {categories: [trail]},"
    " title: {fr: Sentiers fermés, en: Closed trails}, text: {fr: Tous., en: All.}}\n"
)


def frame(page: str) -> str:
    """Return what stands in the frame of the preview."""
    match = re.search(r'<section class="s-seen".*?</section>', page, re.DOTALL)
    assert match is not None
    return match[0]


def test_without_a_draft_what_is_in_force_is_shown(admin: FlaskClient):
    page = admin.get(PAGE).text
    assert "Aperçu de ce qui est en vigueur" in page
    assert "Régie des parcs" in frame(page)


def test_the_public_page_of_a_draft_is_shown_before_citizens_see_it(admin: FlaskClient):
    save(admin, TEN_DAYS.replace("Parcs, sentiers et campings.", "Tout ce qui pousse."))
    page = admin.get(PAGE).text
    assert "Aperçu du brouillon" in page
    assert "Tout ce qui pousse." in frame(page)
    assert "10 jours ouvrables" in words(frame(page))
    assert "Tout ce qui pousse." not in admin.get("/fr/organismes/parks").text


def test_the_preview_says_what_the_public_page_says(admin: FlaskClient):
    public = words(admin.get("/fr/organismes/parks").text)
    shown = words(frame(admin.get(PAGE).text))
    first, last = "Configuration d’exemple", "sentiers et campings."
    assert shown[shown.index(first) : shown.index(last)] in public
    assert shown[shown.index("Ce qu’il s’engage à faire") : shown.index("Voir son site")] in public


@pytest.mark.parametrize("site", ["", "  website: https://parcs.example\n"])
def test_a_sample_follows_the_pages_of_a_site_if_there_is_one_and_claims_no_more(
    admin: FlaskClient, site: str
):
    save(admin, TEN_DAYS.replace("  sample: true\n", f"  sample: true\n{site}", 1))
    shown = words(frame(admin.get(PAGE).text))
    assert "Configuration d’exemple" in shown
    assert ("pages publiques relevées le 24 novembre 2026" in shown) == bool(site)
    assert "vérifiés" not in shown


def test_what_an_agency_wrote_breaks_within_no_day_and_no_number(admin: FlaskClient):
    told = "Appelez le 514 555-0178 dès le 3 novembre."
    save(admin, TEN_DAYS.replace("Parcs, sentiers et campings.", told))
    page = admin.get(PAGE).text
    assert "514\N{NO-BREAK SPACE}555-0178 dès le 3\N{NO-BREAK SPACE}novembre." in page


@pytest.mark.parametrize(
    ("within", "sentence"),
    [
        ("2 working days, basis: A", "à l’écran Par un autre moyen : 2 jours ouvrables (délai d’"),
        ("3 weeks, basis: A, confidence: sourced", "Par un autre moyen : 3 semaines Prise en"),
    ],
)
def test_an_acknowledgement_is_shown_as_it_is_promised(
    admin: FlaskClient, within: str, sentence: str
):
    save(admin, f"{PARKS_YAML}deadlines: {{acknowledge: {{within: {within}}}}}\n")
    assert sentence in words(frame(admin.get(PAGE).text))
    save(
        admin,
        f"{PARKS_YAML}deadlines: {{acknowledge: {{within: {within}}}}}\n".replace(
            "true, ph", "false, ph"
        ),
    )
    shown = words(frame(admin.get(PAGE).text))
    assert sentence.partition(" : ")[2] in shown
    assert "à l’écran" not in shown


def test_a_category_of_a_draft_is_met_as_a_citizen_would(admin: FlaskClient):
    draft = TEN_DAYS.replace("Quel sentier?", "Lequel?").replace("notices:\n", NOTICE)
    save(admin, draft)
    page = words(frame(admin.get(f"{PAGE}?sujet=trail").text))
    assert "Sentiers fermés Tous." in page
    assert "Lequel?" in page
    assert "Depuis quand? (facultatif)" in page
    assert "Au plus tard le 8 décembre 2026 (10 jours ouvrables)" in page
    assert "Révision par la Régie" in page


def test_what_is_told_because_of_the_words_is_seen_with_those_words(admin: FlaskClient):
    assert "En cas de danger" not in frame(admin.get(f"{PAGE}?sujet=trail").text)
    assert "En cas de danger" in frame(admin.get(f"{PAGE}?sujet=trail&mots=au+feu").text)


def test_a_category_that_is_not_offered_shows_the_public_page(admin: FlaskClient):
    assert "Ce qu’il s’engage à faire" in frame(admin.get(f"{PAGE}?sujet=lake").text)


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}?sujet=trail"])
def test_nothing_can_be_sent_from_a_preview(admin: FlaskClient, path: str):
    shown = frame(admin.get(path).text)
    assert "<form" not in shown
    assert "<button" not in shown


def test_the_toggle_keeps_what_is_looked_at(admin: FlaskClient):
    assert 'href="/en/settings/parks/preview?sujet=trail"' in admin.get(f"{PAGE}?sujet=trail").text
    assert "Which trail?" in frame(admin.get("/en/settings/parks/preview?sujet=trail").text)


def test_a_draft_with_mistakes_is_corrected_as_a_text_first(admin: FlaskClient):
    save(admin, "schema: 1")
    assert admin.get(PAGE).location.endswith("/texte")


@pytest.mark.parametrize("path", ["", "/publication", "/categories/trail", "/paliers/director"])
def test_one_comes_to_the_preview_from_wherever_something_is_prepared(
    admin: FlaskClient, path: str
):
    save(admin)
    topic = "?sujet=trail" if "trail" in path else ""
    assert f'href="{PAGE}{topic}">Voir comme le citoyen' in admin.get(HOME + path).text
