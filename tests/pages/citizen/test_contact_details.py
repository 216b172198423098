"""« Changer mes coordonnées »: what is kept, what comes back, and how often an hour it changes."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.handling.following import CONTACT_CHANGES_AN_HOUR
from portal.complaints.records.complaint import PersonRecord
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.complaints.cases import kinds, letters
from tests.pages.citizen.journeys import NUMBER, opened
from tests.pages.office.people import case_path, signed_in, words
from tests.support import FixedClock, on_both

REFUSED = "vos coordonnées ont déjà changé 6 fois en une heure"


def test_an_older_page_replaces_no_contact_details_without_showing_them(
    client: FlaskClient, runtime: Runtime
):
    page = f"{opened(client, runtime)}/coordonnees"
    older = mark_of(client.get(page).text)
    newer = {"moyen": "phone", "telephone": "514 555-0178", "shown": older}
    assert client.post(page, data=newer).status_code == 303
    typed = {"moyen": "email", "courriel": "ancien@exemple.org", "shown": older}
    stopped = client.post(page, data=typed)
    assert stopped.status_code == 422
    assert "Vos coordonnées ont changé depuis que cette page est ouverte" in words(stopped.text)
    assert "Téléphone : 514 555-0178" in words(stopped.text)
    assert 'value="ancien@exemple.org"' in stopped.text
    assert 'value="514 555-0178"' in client.get(page).text
    again = {**typed, "shown": mark_of(stopped.text)}
    assert client.post(page, data=again).status_code == 303
    assert 'value="ancien@exemple.org"' in client.get(page).text


def test_a_mistake_in_an_older_page_takes_nothing_of_its_warning(
    client: FlaskClient, runtime: Runtime
):
    page = f"{opened(client, runtime)}/coordonnees"
    older = mark_of(client.get(page).text)
    wrong = client.post(page, data={"moyen": "email", "courriel": "a", "shown": older})
    assert mark_of(wrong.text) == older
    client.post(page, data={"moyen": "none", "shown": older})
    right = {"moyen": "email", "courriel": "a@exemple.org", "shown": mark_of(wrong.text)}
    stopped = client.post(page, data=right)
    assert stopped.status_code == 422
    assert "Aucun : je suivrai ma plainte ici" in words(stopped.text)


def test_contact_details_that_stay_the_same_write_no_line(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    form = {"moyen": "phone", "telephone": "514 555-0178"}
    for said in (
        "Vos coordonnées sont changées.",
        "Ce sont déjà vos coordonnées : elles n’ont pas changé.",
    ):
        assert client.post(f"{page}/coordonnees", data=form).status_code == 303
        assert said in words(client.get(page).text)
    assert kinds(runtime, NUMBER).count("contact_changed") == 1


def mark_of(page: str) -> str:
    """Return what the page of contact details says of what it showed."""
    return re.findall(r'name="shown" value="([0-9a-f]+)"', page)[0]


def test_contact_details_to_correct_come_back(client: FlaskClient, runtime: Runtime):
    form = {"moyen": "email", "courriel": "m.gagnon"}
    response = client.post(f"{opened(client, runtime)}/coordonnees", data=form)
    assert response.status_code == 422
    assert 'value="m.gagnon"' in response.text


def test_contact_details_are_no_longer_than_at_filing(client: FlaskClient, runtime: Runtime):
    page, address = opened(client, runtime), "a" * 201
    for form in (
        {"moyen": "post", "adresse": address},
        {"moyen": "phone", "telephone": "514 555-0178", "adresse": address},
    ):
        response = client.post(f"{page}/coordonnees", data=form)
        assert response.status_code == 422
        assert "Raccourcissez cette réponse de 1 caractère" in response.text
        assert address in response.text


def changed_often(client: FlaskClient, page: str) -> None:
    """Change the contact details as often as an hour allows."""
    for rank in range(CONTACT_CHANGES_AN_HOUR):
        form = {"moyen": "email", "courriel": f"boite{rank}@exemple.org"}
        assert client.post(f"{page}/coordonnees", data=form).status_code == 303


@on_both
def test_contact_details_change_six_times_an_hour_and_what_was_typed_stays(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    page = opened(client, runtime)
    changed_often(client, page)
    left = len(letters(runtime))
    form = {"moyen": "email", "courriel": "une-de-trop@exemple.org"}
    refused = client.post(f"{page}/coordonnees", data=form)
    assert refused.status_code == 422
    assert REFUSED in words(refused.text)
    assert 'value="une-de-trop@exemple.org"' in refused.text
    assert len(letters(runtime)) == left
    assert kinds(runtime, NUMBER).count("contact_changed") == CONTACT_CHANGES_AN_HOUR
    clock.moment += timedelta(minutes=29)
    client.get(page)
    clock.moment += timedelta(minutes=29)
    assert client.post(f"{page}/coordonnees", data=form).status_code == 422
    clock.moment += timedelta(minutes=3)
    assert client.post(f"{page}/coordonnees", data=form).status_code == 303
    assert ("contact_changed", "une-de-trop@exemple.org") in letters(runtime)


def test_the_refusal_is_told_in_english_too(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    changed_often(client, page)
    form = {"moyen": "email", "courriel": "one-too-many@example.org"}
    english = client.post(f"/en/follow/{NUMBER}/contact-details", data=form)
    assert "your contact details have already changed 6 times in an hour" in words(english.text)


def test_what_stays_the_same_and_other_complaints_are_not_refused(
    client: FlaskClient, runtime: Runtime
):
    page = opened(client, runtime)
    changed_often(client, page)
    same = {"moyen": "email", "courriel": "boite5@exemple.org"}
    assert client.post(f"{page}/coordonnees", data=same).status_code == 303
    other = opened(client, runtime)
    assert client.post(f"{other}/coordonnees", data=same).status_code == 303


def test_a_message_that_asks_for_a_call_leaves_although_the_number_is_kept_no_more(
    client: FlaskClient, runtime: Runtime
):
    page = opened(client, runtime)
    changed_often(client, page)
    asked = {"objet": "appel", "telephone": "514 555-0178", "message": "Le matin."}
    assert client.post(f"{page}/message", data=asked).status_code == 303
    assert "514 555-0178" in words(client.get(page).text)
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(PersonRecord.phone)).one() is None


ASKED = {"objet": "appel", "telephone": "514 555-0178", "message": "Le matin."}
NEW = "418 555-0199"


def test_whoever_calls_reads_the_newer_number_before_the_one_of_the_request(
    app: Flask, client: FlaskClient, runtime: Runtime
):
    page = opened(client, runtime)
    client.post(f"{page}/message", data=ASKED)
    office = signed_in(app, runtime)
    assert "coordonnées ont changé" not in words(office.get(case_path(NUMBER)).text)

    changed = {"moyen": "phone", "telephone": NEW}
    told = client.get(client.post(f"{page}/coordonnees", data=changed).location).text
    assert "Vous aviez demandé un appel au 514 555-0178" in words(told)
    seen = words(office.get(case_path(NUMBER)).text)
    newer = f"Appelez au {NEW} : les coordonnées ont changé depuis."
    # Above what is to be done, and in the history.
    assert seen.count(newer) == 2
    assert seen.index(newer) < seen.index("514 555-0178")
    english = words(office.get(f"/en/office/parks/complaints/{NUMBER}").text)
    assert f"Call {NEW}: the contact details have changed since." in english


def test_whoever_calls_is_warned_where_no_number_is_left(
    app: Flask, client: FlaskClient, runtime: Runtime
):
    page = opened(client, runtime)
    client.post(f"{page}/message", data=ASKED)
    changed = {"moyen": "email", "courriel": "autre@exemple.org"}
    told = client.get(client.post(f"{page}/coordonnees", data=changed).location).text
    assert "pour un autre numéro, demandez-le de nouveau" in words(told)
    seen = words(signed_in(app, runtime).get(case_path(NUMBER)).text)
    assert "le numéro écrit plus bas est peut-être l’ancien" in seen


def test_a_call_at_another_number_by_choice_and_no_call_warn_of_nothing(
    app: Flask, client: FlaskClient, runtime: Runtime
):
    page = opened(client, runtime)
    client.post(f"{page}/coordonnees", data={"moyen": "phone", "telephone": NEW})
    client.post(f"{page}/message", data=ASKED)
    assert "Appelez au" not in words(signed_in(app, runtime).get(case_path(NUMBER)).text)
    same = {"moyen": "phone", "telephone": "(514) 555-0178"}
    told = client.get(client.post(f"{page}/coordonnees", data=same).location).text
    assert "Vous aviez demandé un appel" not in words(told)
