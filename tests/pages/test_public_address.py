"""Where an installation says at which address it is, no request makes it believe another."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from portal.app import create_app
from portal.runtime import Runtime
from portal.worker import Worker
from tests.pages.citizen.journeys import at, to_check
from tests.support import FixedClock, RecordingMailer

PUBLIC = "https://plaintes.example"
FALSE = {
    "Host": "evil.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "http",
    "Forwarded": "host=evil.example",
}
_HREFLANG = re.compile(r'hreflang="[a-z]{2}-CA" href="([^"]+)"')


def client_at(runtime: Runtime, **settings: object) -> FlaskClient:
    runtime.config = runtime.config.model_copy(update=settings)
    return create_app(runtime).test_client()


@pytest.fixture(params=[0, 1], ids=["alone", "behind a proxy"])
def client(runtime: Runtime, request: pytest.FixtureRequest) -> FlaskClient:
    return client_at(runtime, public_url=f"{PUBLIC}/", behind_proxies=request.param)


@pytest.mark.parametrize("page", ["/fr/", "/fr/suivi", "/fr/connexion"])
def test_the_other_language_is_announced_at_the_public_address(client: FlaskClient, page: str):
    announced = _HREFLANG.findall(client.get(page, headers=FALSE).text)
    assert announced[0] == f"{PUBLIC}{page}"
    assert announced[1].startswith(f"{PUBLIC}/en/")


@pytest.mark.parametrize("address", ["/fr", "/fr//suivi", "/fr/gestion/parks/file"])
def test_nobody_is_led_to_another_address(client: FlaskClient, address: str):
    answer = client.get(address, headers=FALSE)
    assert answer.status_code in (303, 308)
    assert answer.location.startswith((f"{PUBLIC}/", "/fr/"))
    assert "evil.example" not in str(answer.headers)


def test_a_page_there_asks_for_security_ever_after(client: FlaskClient):
    assert "Strict-Transport-Security" in client.get("/fr/", headers=FALSE).headers


@pytest.mark.parametrize("page", ["/fr/", "/fr/suivi", "/fr/connexion", "/fr/organismes"])
def test_without_a_public_address_no_page_names_that_of_the_request(runtime: Runtime, page: str):
    answer = client_at(runtime, public_url="").get(page, headers=FALSE)
    announced = _HREFLANG.findall(answer.text)
    assert announced[0] == page
    assert announced[1].startswith("/en/")
    assert "evil.example" not in answer.text


def test_without_one_an_invented_host_reaches_no_other_visitor_and_no_letter(
    runtime: Runtime, mailbox: RecordingMailer, clock: FixedClock
):
    client = client_at(runtime, public_url="")
    client.application.config["WTF_CSRF_ENABLED"] = False
    client.environ_base["HTTP_HOST"] = "evil.example"
    client.get("/fr/")
    assert "evil.example" not in client.application.test_client().get("/fr/").text
    client.post(at(to_check(client), "verifier"))
    Worker(runtime).run_once(clock.moment)
    assert mailbox.sent
    assert not any("evil.example" in str(letter) for letter in mailbox.sent)
