"""How an agency is reached is changed by a form beside the card that citizens read."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.forms.filled_in import CHANNELS, typed
from tests.pages.settings.pages import HOME, publish, save

FORM = f"{HOME}/canaux"


def card(page: str) -> str:
    """Return the card that says how to reach the agency, as the page shows it."""
    match = re.search(r'<dl class="s-facts">.*?</dl>\s*<p>.*?</p>', page, re.DOTALL)
    assert match is not None
    return match[0]


def test_the_card_is_the_one_that_citizens_read(admin: FlaskClient, runtime: Runtime):
    admin.post(FORM, data={**CHANNELS, "email": "plaintes@parcs.example"})
    shown = card(admin.get(FORM).text)
    assert "mailto:plaintes@parcs.example" in shown
    publish(admin)
    runtime.take_up_changes()
    page = admin.get("/fr/organismes/parks").text
    assert shown in page
    assert 'href="tel:+15145550110"' in page


def test_the_card_follows_what_is_typed_without_saving(admin: FlaskClient):
    form = {**CHANNELS, "fax": "514 555-0111", "preview": "yes"}
    page = admin.post(FORM, data=form).text
    assert "514 555-0111" in words(card(page))
    assert "Un brouillon" not in admin.get(HOME).text


def test_what_was_left_as_it_was_writes_nothing(admin: FlaskClient):
    form = {**typed(admin.get(FORM).text), "web": "yes"}
    admin.post(FORM, data=form)
    assert "Ce brouillon dit la même chose" in admin.get(f"{HOME}/publication").text
    assert "channels: {web: true, phone: 514 555-0110}" in admin.get(f"{HOME}/texte").text


def test_every_channel_is_written_read_back_and_taken_away_again(admin: FlaskClient):
    everything = {
        "email": "plaintes@parcs.example",
        "phone": "(514) 555.0110, poste 42",
        "relay": "711",
        "fax": "+44 20 7946 0109",
        "post_fr": "1, rue du Parc",
        "post_en": "1 Park Street",
        "counter_fr": "Au kiosque",
        "counter_en": "At the kiosk",
        "hours_fr": "Tous les jours",
        "hours_en": "Every day",
    }
    admin.post(FORM, data={**everything, "version": "0"})
    page = admin.get(FORM).text
    kept = typed(page)
    assert {name: kept[name] for name in everything} == everything
    assert 'id="web" value="yes" checked' not in page
    admin.post(FORM, data={"web": "yes", "version": "1"})
    kept = typed(admin.get(FORM).text)
    assert {kept[name] for name in everything} == {""}
    assert "La version 2 est en vigueur" in publish(admin)


def test_an_agency_reached_otherwise_does_not_offer_to_complain_here(
    admin: FlaskClient, runtime: Runtime
):
    admin.post(FORM, data={**CHANNELS, "web": ""})
    publish(admin)
    runtime.take_up_changes()
    page = admin.get("/fr/organismes/parks").text
    assert "On ne porte pas plainte ici à cet organisme" in page
    assert 'name="organisme"' not in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "plaintes", "Écrivez une adresse courriel complète, avec le signe @"),
        ("phone", "appelez-nous", "Écrivez un numéro qui se compose"),
        ("relay", "7", "Écrivez un numéro qui se compose"),
        ("fax", "514 555 0110 0110 0110", "Écrivez un numéro qui se compose"),
        ("counter_en", "At the kiosk", "Écrivez aussi le texte en français"),
    ],
)
def test_a_mistake_stands_at_its_field_and_loses_nothing(
    admin: FlaskClient, field: str, value: str, sentence: str
):
    answer = admin.post(FORM, data={**CHANNELS, field: value})
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert value in answer.text


def test_the_mistake_of_english_alone_stands_at_the_french(admin: FlaskClient):
    page = admin.post(FORM, data={**CHANNELS, "post_en": "1 Park Street"}).text
    assert 'href="#post_fr"' in page


def test_one_way_to_complain_remains(admin: FlaskClient):
    answer = admin.post(FORM, data={"fax": "514 555-0110", "version": "0"})
    assert answer.status_code == 422
    assert "Gardez au moins une façon de porter plainte" in answer.text


def test_mistakes_are_told_in_english_too(admin: FlaskClient):
    answer = admin.post("/en/settings/parks/channels", data={**CHANNELS, "email": "complaints"})
    assert "Enter a full email address, with the @ sign" in words(answer.text)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin)
    answer = admin.post(FORM, data={**CHANNELS, "relay": "711"})
    assert answer.status_code == 409
    assert 'value="711"' in answer.text
