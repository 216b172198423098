import re
from pathlib import Path

import pytest
from flask import Blueprint, Flask, request
from flask.testing import FlaskClient

from portal.db.shared_counts import Pace
from portal.domain.troubles import DiskFullError
from portal.pages.flood_limits import heed, paced
from portal.pages.languages import localized
from tests.pages.tiny_app import rendered, tiny_app

TWICE = Pace(free=2, first=900, longest=900, kept=86_400)
STORY = "Ils ont perdu <ma> carte.\nPuis ils ont raccroché."


def with_a_form(app: Flask) -> Flask:
    blueprint = Blueprint("form", __name__)

    @localized(blueprint, fr="/envoi", en="/sending", methods=["POST"])
    def send() -> str:
        return "|".join(f"{name}={value}" for name, value in request.form.items(multi=True))

    @localized(blueprint, fr="/essai/<thing>", en="/try/<thing>", methods=["GET", "POST"])
    @paced(TWICE, "thing")
    def attempt(thing: str) -> str:
        return f"ok {thing}"

    @localized(blueprint, fr="/panne", en="/trouble", methods=["POST"])
    def fail() -> str:
        heed(TWICE, "failing")
        raise DiskFullError

    @blueprint.get("/fr/public")
    def public() -> tuple[str, dict[str, str]]:
        return "x", {"Cache-Control": "public, max-age=60"}

    app.register_blueprint(blueprint)
    return app


@pytest.fixture
def client() -> FlaskClient:
    return with_a_form(tiny_app()).test_client()


def caching_of(client: FlaskClient, address: str) -> str:
    with client.get(address) as response:
        return response.headers["Cache-Control"]


def fields_of(page: str) -> dict[str, str]:
    """Return the hidden fields of a page, by name."""
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page))


def test_every_page_forbids_what_it_does_not_need(client: FlaskClient):
    headers = client.get("/fr/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_are_not_kept_by_browsers_unless_they_say_so(client: FlaskClient):
    assert client.get("/fr/").headers["Cache-Control"] == "no-store"
    assert client.get("/fr/public").headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(("url", "is_strict"), [("https://x/fr/", True), ("http://x/fr/", False)])
def test_only_a_secure_page_asks_for_security_ever_after(
    client: FlaskClient, url: str, is_strict: bool
):
    assert ("Strict-Transport-Security" in client.get(url).headers) is is_strict


def test_the_session_cookie_is_secure_where_the_portal_is():
    assert tiny_app(secure=True).config["SESSION_COOKIE_SECURE"]
    assert not tiny_app(secure=False).config["SESSION_COOKIE_SECURE"]


def test_a_static_file_is_kept_for_long_under_the_address_of_its_content(client: FlaskClient):
    address = rendered(tiny_app(), "{{ url_for('static', filename='portail.css') }}")
    assert re.fullmatch(r"/static/portail\.css\?v=[0-9a-f]{12}", address)
    assert "immutable" in caching_of(client, address)
    assert "immutable" not in caching_of(client, "/static/portail.css?v=old")


def test_that_a_static_file_is_missing_is_kept_by_nobody(client: FlaskClient):
    assert caching_of(client, "/static/none.css") == "no-store"


@pytest.mark.parametrize("path", ["/static/../protection.py", "/static/%2e%2e/protection.py"])
def test_nothing_outside_the_static_folder_is_served(client: FlaskClient, path: str):
    assert client.get(path).status_code == 404


def test_the_shell_of_pages_has_no_inline_style_or_script():
    templates = Path(tiny_app().root_path, "templates").rglob("*.html")
    for template in templates:
        if template.parts[-2:] == ("shown", "ready_file.html"):
            continue  # It is handed out as a file, to be read without the portal.
        text = template.read_text("utf-8")
        assert " style=" not in text, template
        assert "<style" not in text, template
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son[a-z]+=", text), template


def test_a_form_without_a_token_is_shown_back_with_what_was_typed(client: FlaskClient):
    response = client.post("/fr/envoi?vue=a", data={"story": STORY, "topic": "carte"})
    assert response.status_code == 400
    assert "<h1>Votre page a expiré</h1>" in response.text
    assert "Ils ont perdu &lt;ma&gt; carte.\nPuis ils ont raccroché.</textarea>" in response.text
    assert fields_of(response.text)["topic"] == "carte"
    assert 'action="/fr/envoi?vue=a"' in response.text


def test_what_the_portal_sealed_in_a_form_is_not_shown_as_a_text(client: FlaskClient):
    hidden = {name: f"[{name}~ WyJh:" * 20 for name in ("brouillon", "garde", "kept", "retour")}
    site = "https://exemple.org/" + "page" * 20
    page = client.post("/fr/envoi", data={**hidden, "site": site}).text
    fields = fields_of(page)
    assert {name: fields[name] for name in hidden} == hidden
    assert page.count("<textarea") == 1
    assert f"{site}</textarea>" in page


def test_what_a_preview_carried_is_not_written_in_again(client: FlaskClient):
    page = client.post("/fr/envoi", data={"send": "yes", "body": "Voici notre réponse."}).text
    assert fields_of(page)["body"] == "Voici notre réponse."
    assert "<textarea" not in page


def test_sending_the_form_again_gets_everything_through(client: FlaskClient):
    page = client.post("/fr/envoi", data={"story": STORY, "box": ["a", "b"], "send": "yes"}).text
    token = fields_of(page)["csrf_token"]
    again = {"story": STORY, "box": ["a", "b"], "send": "yes", "csrf_token": token}
    sent = client.post("/fr/envoi", data=again)
    assert sent.text.startswith(f"story={STORY}|box=a|box=b|send=yes|csrf_token=")


def test_several_answers_of_one_name_are_all_shown_back(client: FlaskClient):
    page = client.post("/fr/envoi", data={"box": ["a", "b"]}).text
    assert 'name="box" value="a"' in page
    assert 'name="box" value="b"' in page


def test_documents_are_said_to_need_attaching_again(client: FlaskClient):
    with Path(__file__).open("rb") as document:
        page = client.post("/fr/envoi", data={"topic": "carte", "document": document}).text
    assert "test_protection.py</p>" in page
    assert 'type="file"' in page


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_sites_form_gets_no_token_to_be_sent_with(
    client: FlaskClient, headers: dict[str, str]
):
    page = client.post("/fr/envoi", data={"withdraw": "yes"}, headers=headers).text
    assert fields_of(page) == {}


def test_the_expired_page_speaks_the_language_of_the_form(client: FlaskClient):
    page = client.post("/en/sending", data={"story": "x"}).text
    assert "<h1>Your page has expired</h1>" in page
    assert "Send again" in page


def test_a_filled_trap_asks_to_send_again_without_it(client: FlaskClient):
    client.application.config["WTF_CSRF_ENABLED"] = False
    response = client.post("/fr/envoi", data={"story": "x", "ne-pas-remplir": "spam"})
    assert response.status_code == 422
    assert fields_of(response.text)["story"] == "x"
    assert "spam" not in response.text


def post_thrice(client: FlaskClient) -> list[int]:
    client.application.config["WTF_CSRF_ENABLED"] = False
    return [client.post("/fr/essai/a", data={"code": "A"}).status_code for _ in range(3)]


def test_too_many_tries_are_told_when_to_try_again_and_lose_nothing():
    client = with_a_form(tiny_app(flood_limits=True)).test_client()
    assert post_thrice(client) == [200, 200, 429]
    response = client.post("/fr/essai/a", data={"code": "A"})
    assert "Réessayez dans 15 minutes, ou appelez-nous." in response.text
    assert 0 < int(response.headers["Retry-After"]) <= 900
    assert fields_of(response.text)["code"] == "A"
    assert client.post("/fr/essai/b").status_code == 200


def test_what_the_machine_failed_at_does_not_count():
    client = with_a_form(tiny_app(flood_limits=True)).test_client()
    client.application.config["WTF_CSRF_ENABLED"] = False
    assert [client.post("/fr/panne").status_code for _ in range(5)] == [503] * 5


def test_what_shows_nothing_was_not_typed_in_any_field(client: FlaskClient):
    client.application.config["WTF_CSRF_ENABLED"] = False
    data = {"a": "\u200b\u2060 ", "b": " x\u200b", "c": ["\ufeff", "y"]}
    assert client.post("/fr/envoi", data=data).text == "a=|b= x\u200b|c=|c=y"


def test_each_app_counts_for_itself_and_limits_can_be_off(client: FlaskClient):
    assert post_thrice(client) == [200, 200, 200]


def test_an_address_sends_any_one_form_three_hundred_times():
    client = with_a_form(tiny_app(flood_limits=True)).test_client()
    client.application.config["WTF_CSRF_ENABLED"] = False
    answers = [client.post("/fr/envoi").status_code for _ in range(301)]
    assert answers == [200] * 300 + [429]
    elsewhere = client.post("/fr/envoi", environ_base={"REMOTE_ADDR": "10.0.0.1"})
    assert elsewhere.status_code == 200
    assert client.post("/fr/essai/a").status_code == 200


def test_a_trap_cannot_be_seen_or_reached():
    page = rendered(
        tiny_app(), "{% from 'components/fields.html' import honeypot %}{{ honeypot() }}"
    )
    assert 'class="u-hide" aria-hidden="true"' in page
    assert 'tabindex="-1" autocomplete="off"' in page


def test_reading_is_never_limited_by_default():
    client = tiny_app(flood_limits=True).test_client()
    assert {client.get("/fr/").status_code for _ in range(310)} == {200}
