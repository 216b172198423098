import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.runtime import Runtime
from tests.support import file


@pytest.fixture
def client(runtime: Runtime) -> FlaskClient:
    runtime.config = runtime.config.model_copy(update={"flood_limits": True})
    app: Flask = create_app(runtime)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app.test_client()


def wrong(client: FlaskClient, number: str, address: str) -> int:
    form = {"numero": number, "code": "AAAA-AAAA"}
    place = {"REMOTE_ADDR": address}
    return client.post("/fr/suivi", data=form, environ_base=place).status_code


def test_a_number_is_not_guessed_at_from_many_addresses(client: FlaskClient, runtime: Runtime):
    file(runtime)
    answers = [wrong(client, "2026-000001", f"10.0.0.{n}") for n in range(11)]
    assert answers == [422] * 10 + [429]


def test_an_address_does_not_try_many_numbers(client: FlaskClient):
    answers = [wrong(client, f"2026-{n:06d}", "10.0.0.1") for n in range(21)]
    assert answers == [422] * 20 + [429]


def test_right_pairs_are_never_counted(client: FlaskClient, runtime: Runtime):
    receipt = file(runtime)
    form = {"numero": receipt.number, "code": receipt.code}
    assert {client.post("/fr/suivi", data=form).status_code for _ in range(15)} == {303}
