from datetime import date

import pytest
from flask import Blueprint, Flask, url_for
from flask.testing import FlaskClient

from portal.pages.addresses import language_links, other_language_url
from portal.pages.current import current_language, gettext, ngettext
from portal.pages.languages import localized, preferred_language
from tests.pages.tiny_app import tiny_app


@pytest.fixture
def app() -> Flask:
    app = tiny_app()
    blueprint = Blueprint("drafts", __name__)

    @localized(blueprint, fr="/plainte/<draft>/recit", en="/complaint/<draft>/story")
    def story(draft: str) -> str:
        return f"{current_language()} {draft} {other_language_url()} {url_for('.story', draft='x')}"

    @localized(blueprint, fr="/plainte", en="/complaint", methods=["POST"])
    def start() -> str:
        return other_language_url()

    @blueprint.get("/")
    def door() -> str:
        return preferred_language()

    app.register_blueprint(blueprint)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_a_page_has_an_address_in_each_language(client: FlaskClient):
    assert client.get("/fr/plainte/d1/recit").text.startswith("fr d1 ")
    assert client.get("/en/complaint/d1/story").text.startswith("en d1 ")


def test_a_slug_of_the_other_language_leads_nowhere(client: FlaskClient):
    assert client.get("/en/complaint/d1/recit").status_code == 404


def test_links_keep_the_language_of_the_page(client: FlaskClient):
    assert client.get("/fr/plainte/d1/recit").text.endswith("/fr/plainte/x/recit")
    assert client.get("/en/complaint/d1/story").text.endswith("/en/complaint/x/story")


def test_the_toggle_keeps_the_page_its_arguments_and_its_query(client: FlaskClient):
    words = client.get("/fr/plainte/d1/recit?vue=a&vue=b").text.split()
    assert words[2] == "/en/complaint/d1/story?vue=a&vue=b"


def test_the_toggle_of_a_form_without_a_page_of_its_own_leads_home(client: FlaskClient):
    assert client.post("/fr/plainte").text == "/en/"


def test_the_toggle_of_an_unknown_page_leads_home_in_the_other_language(client: FlaskClient):
    assert 'href="/fr/" lang="fr"' in client.get("/en/nowhere").text


def test_both_addresses_are_announced_and_name_no_host_that_was_only_asked_for(app: Flask):
    with app.test_request_context("/fr/suivi"):
        app.preprocess_request()
        assert language_links() == [
            ("fr-CA", "/fr/suivi"),
            ("en-CA", "/en/follow"),
        ]


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        ("", "", "fr"),
        ("", "en-CA,en;q=0.9", "en"),
        ("", "fr-CA,en;q=0.9", "fr"),
        ("", "de,en;q=0.5", "en"),
        ("", "de", "fr"),
        ("en", "fr", "en"),
        ("xx", "en", "en"),
    ],
)
def test_the_first_language_is_the_one_last_read_or_asked_for(
    client: FlaskClient, cookie: str, accepted: str, language: str
):
    client.set_cookie("langue", cookie)
    assert client.get("/", headers={"Accept-Language": accepted}).text == language


def test_the_language_of_a_page_is_remembered(client: FlaskClient):
    client.get("/en/complaint/d1/story")
    assert client.get("/").text == "en"


def test_texts_and_plurals_come_from_the_catalogue(app: Flask):
    texts = {}
    for path in ("/fr/", "/en/"):
        with app.test_request_context(path):
            app.preprocess_request()
            nothing_late = ngettext(
                "%(num)s jour ouvrable de retard", "%(num)s jours ouvrables de retard", 0
            )
            texts[path] = (gettext("Erreur :"), nothing_late)
    assert texts == {
        "/fr/": ("Erreur\N{NO-BREAK SPACE}:", "0 jour ouvrable de retard"),
        "/en/": ("Error:", "0 working days late"),
    }


def test_a_view_may_take_values_other_than_texts(app: Flask):
    with app.test_request_context("/en/"):
        app.preprocess_request()
        assert (
            gettext("Au plus tard le %(day)s", day=date(2026, 1, 2)) == "No later than 2026-01-02"
        )
