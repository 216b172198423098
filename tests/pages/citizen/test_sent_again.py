"""A form that comes back is sent as it was meant, and says what it does."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.records.message import HistoryEntryRecord, MessageRecord
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.pages.citizen.journeys import NUMBER, at, to_reply
from tests.pages.office.people import PASSWORD, bodies
from tests.support import add_user, file
from tests.support.forms import Form, Sent, forms_of

LATER = "Le pont est tombé lui aussi, depuis hier matin."
LANGUAGE = {"changer-langue": "formulaire"}


@pytest.fixture
def device(app: Flask) -> FlaskClient:
    """Return a browser that has lost every cookie."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app.test_client()


def sends(page: str, address: str) -> Form:
    """Return the form that sends to an address."""
    [form] = [form for form in forms_of(page) if form.action == address]
    return form


def again(device: FlaskClient, address: str, typed: Sent | dict[str, str]) -> Form:
    """Send a form whose page expired, and return that which came back."""
    expired = device.post(address, data=typed)
    assert expired.status_code == 400
    return sends(expired.text, address)


def opening(device: FlaskClient, form: Form, code: str) -> str:
    """Send a form about a complaint again, give the code, and return the page that follows."""
    asked = device.post(form.action, data=form.filled([]))
    assert asked.status_code == 401
    [code_form] = [one for one in forms_of(asked.text) if "numero" in str(one.fields)]
    pairs = code_form.filled([])
    pairs["numero"], pairs["code"] = NUMBER, code
    return device.post(code_form.action or "/fr/suivi", data=pairs).text


def to_reply_without_tokens(client: FlaskClient) -> str:
    client.application.config["WTF_CSRF_ENABLED"] = False
    draft = to_reply(client)
    client.application.config["WTF_CSRF_ENABLED"] = True
    return draft


def test_a_draft_whose_language_was_changed_without_cookies_is_sent_on(
    client: FlaskClient, device: FlaskClient
):
    draft = to_reply_without_tokens(client)
    [page] = [one for one in forms_of(client.get(at(draft, "recit")).text) if one.id]
    pairs = page.filled([LATER])
    pairs.update(LANGUAGE)
    form = again(device, f"/en/complaint/{draft}/story", pairs)
    texts = [(one.name, one.value) for one in form.fields if one.kind == "textarea"]
    assert texts == [("recit", LATER)]
    assert device.post(form.action, data=form.filled([])).status_code == 303
    assert LATER in device.get(f"/en/complaint/{draft}/story").text


def test_a_message_whose_language_was_changed_without_cookies_is_sent_once_the_code_is_given(
    device: FlaskClient, runtime: Runtime
):
    receipt = file(runtime)
    address = f"/en/follow/{NUMBER}/message"
    form = again(device, address, {"message": LATER, "une-fois": "x", **LANGUAGE})
    last = sends(opening(device, form, receipt.code), address)
    assert device.post(address, data=last.filled([])).status_code == 303
    with runtime.reading(PORTAL) as session:
        assert list(session.scalars(select(MessageRecord.body))) == [LATER]


def test_an_officers_form_whose_language_was_changed_is_sent_once_they_signed_in(
    device: FlaskClient, runtime: Runtime
):
    file(runtime)
    add_user(runtime, "claire@parcs.example")
    address = f"/en/office/parks/complaints/{NUMBER}/note"
    asked = device.post(address, data={"body": LATER, "version": "1", **LANGUAGE})
    assert asked.status_code == 401
    # Nobody knows whose it was: its words are there for whoever signs in to read.
    assert f"{LATER}</textarea>" in asked.text
    [form] = forms_of(asked.text)
    pairs = form.filled(["claire@parcs.example"])
    pairs["password"] = PASSWORD
    last = sends(device.post(form.action, data=pairs).text, address)
    assert device.post(address, data=last.filled([])).status_code == 303
    assert bodies(runtime, NUMBER, "note") == [LATER]


def test_a_withdrawal_that_comes_back_says_so_and_shows_why(device: FlaskClient, runtime: Runtime):
    receipt = file(runtime)
    address = f"/fr/suivi/{NUMBER}/retirer"
    expired = device.post(address, data={"raison": "Zouave", "confirmer": "yes"})
    page = opening(device, sends(expired.text, address), receipt.code)
    for shown in (expired.text, page):
        assert "Zouave</textarea>" in shown
        assert "Retirer ma plainte</button>" in shown
        assert "Envoyer de nouveau" not in shown
    last = sends(page, address)
    assert device.post(address, data=last.filled([])).status_code == 303
    with runtime.reading(PORTAL) as session:
        assert list(session.scalars(select(MessageRecord.body))) == ["Zouave"]
        assert "withdrawal_asked" in list(session.scalars(select(HistoryEntryRecord.kind)))


def test_a_withdrawal_without_a_reason_asks_for_none_when_it_comes_back(device: FlaskClient):
    page = device.post(f"/fr/suivi/{NUMBER}/retirer", data={"raison": ""}).text
    assert "Retirer ma plainte</button>" in page
    assert "<textarea" not in page
