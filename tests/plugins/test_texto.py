"""Text messages go to a provider over HTTP; here, a small server of our own."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask.testing import FlaskClient

from plugins import texto
from portal.agencies.portal_plugins import PortalPlugins
from portal.complaints.letters.outbox import SentCount, send_due
from portal.domain.portal_services import Delivery, Message
from portal.runtime import Runtime
from tests.pages.citizen.journeys import at, code_in, number_in, sent, to_check, to_reply
from tests.support import TUESDAY

MESSAGE = Message("a1", "4185550142", "fr", "Plainte 2026-000001 : une question pour vous.")
BY_TEXT = {"moyen": "text", "texto": "418 555-0142"}


class Taking(BaseHTTPRequestHandler):
    """Keeps what is posted, and answers with a status."""

    status = 200
    posted: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.posted.append({"path": self.path, "headers": dict(self.headers), "body": body})
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Taking]]:
    """A provider of text messages, where the plugin looks for it."""
    taking: type[Taking] = type("OfThisTest", (Taking,), {"posted": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), taking) as server:
        monkeypatch.setenv(texto.URL, f"http://127.0.0.1:{server.server_port}/v1/messages?x=1")
        monkeypatch.setenv(texto.KEY, "a key")
        monkeypatch.delenv(texto.COUNTRY, raising=False)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield taking
        server.shutdown()
        thread.join()


@pytest.fixture
def texting(runtime: Runtime) -> Runtime:
    """The portal with text messages."""
    runtime.plugins = PortalPlugins({"texto": texto})
    return runtime


def test_a_message_is_posted_whole_with_its_id_and_the_key(provider: type[Taking]):
    assert texto.deliver_message(MESSAGE) is Delivery.SENT
    [posted] = provider.posted
    assert posted["path"] == "/v1/messages?x=1"
    assert posted["body"] == {"id": "a1", "to": "+14185550142", "text": MESSAGE.text}
    assert posted["headers"]["Idempotency-Key"] == "a1"
    assert posted["headers"]["Authorization"] == "Bearer a key"


@pytest.mark.parametrize(
    ("status", "delivery"),
    [
        *((status, Delivery.SENT) for status in (200, 201, 202)),
        *((status, Delivery.NEVER) for status in (400, 404, 410, 422)),
        *((status, Delivery.LATER) for status in (301, 401, 403, 429, 500, 503)),
    ],
)
def test_what_the_provider_answers_says_whether_to_try_again(
    provider: type[Taking], status: int, delivery: Delivery
):
    provider.status = status
    assert texto.deliver_message(MESSAGE) is delivery


@pytest.mark.parametrize(
    ("country", "typed", "called"),
    [
        ("+1", "4185550142", "+14185550142"),
        ("+1", "14185550142", "+14185550142"),
        ("+44", "02079460123", "+442079460123"),
        ("+44", "+14185550142", "+14185550142"),
    ],
)
def test_a_number_is_called_in_its_country(
    provider: type[Taking], monkeypatch: pytest.MonkeyPatch, country: str, typed: str, called: str
):
    monkeypatch.setenv(texto.COUNTRY, country)
    texto.deliver_message(Message("a1", typed, "fr", "…"))
    assert provider.posted[0]["body"]["to"] == called


@pytest.mark.parametrize("address", ["", "ftp://127.0.0.1/", "127.0.0.1", "http://127.0.0.1:1/"])
def test_without_a_provider_a_message_is_left_for_later(
    monkeypatch: pytest.MonkeyPatch, address: str
):
    monkeypatch.setenv(texto.URL, address)
    assert PortalPlugins({"texto": texto}).deliver(MESSAGE) is Delivery.LATER


def test_a_citizen_who_chooses_texts_gets_one(
    client: FlaskClient, texting: Runtime, provider: type[Taking]
):
    page = sent(client, **BY_TEXT)
    assert "418 555-0142" in page
    assert send_due(texting, TUESDAY) == SentCount(sent=1)
    [posted] = provider.posted
    assert posted["body"]["to"] == "+14185550142"
    assert number_in(page) in posted["body"]["text"]
    assert code_in(page) not in json.dumps(posted)
    assert "Gagnon" not in json.dumps(posted)


def test_texts_are_offered_only_while_a_plugin_delivers_them(client: FlaskClient, runtime: Runtime):
    draft = to_reply(client)
    assert "Texto" not in client.get(at(draft, "reponse")).text
    runtime.plugins = PortalPlugins({"texto": texto})
    assert "Texto" in client.get(at(draft, "reponse")).text


def test_texts_that_are_not_offered_cannot_be_chosen(client: FlaskClient, runtime: Runtime):
    draft = to_check(client, **BY_TEXT)
    page = client.get(at(draft, "reponse")).text
    assert "Choisissez comment recevoir la réponse" in page


@pytest.mark.usefixtures("texting")
def test_a_number_that_is_none_is_asked_for_again_and_stays(client: FlaskClient):
    draft = to_reply(client)
    answer = client.post(
        at(draft, "reponse"),
        data={
            "qui": "self",
            "nom": "Michel Gagnon",
            "moyen": "text",
            "texto": "555",
            "langue": "fr",
        },
    )
    assert answer.status_code == 422
    assert "Écrivez un numéro de téléphone à 10 chiffres" in answer.text
    assert 'value="555"' in answer.text


def test_texts_can_be_chosen_later_on_the_follow_up_page(
    client: FlaskClient, texting: Runtime, provider: type[Taking]
):
    number = number_in(sent(client, moyen="none"))
    answer = client.post(f"/fr/suivi/{number}/coordonnees", data=BY_TEXT)
    assert answer.status_code == 303
    assert send_due(texting, TUESDAY) == SentCount(sent=1)
    assert number in provider.posted[0]["body"]["text"]
