"""What an agency promises is changed by a form that shows the day it leads to."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.pages.office.people import signed_in, words
from tests.pages.settings.forms.filled_in import typed
from tests.pages.settings.pages import HOME, publish, save

FORM = f"{HOME}/delais"


def test_what_was_left_as_it_was_is_still_the_portals_own(admin: FlaskClient):
    form = typed(admin.get(FORM).text)
    assert form["answer_amount"] == "20"
    admin.post(FORM, data=form)
    assert "Ce brouillon dit la même chose" in admin.get(f"{HOME}/publication").text


def test_a_promise_is_changed_seen_and_published(admin: FlaskClient):
    form = {**typed(admin.get(FORM).text), "answer_amount": "10", "answer_still": "yes"}
    preview = admin.post(FORM, data={**form, "preview": "yes"})
    assert "aurait sa réponse le 8 décembre 2026" in words(preview.text)
    assert "Un brouillon" not in admin.get(HOME).text
    assert admin.post(FORM, data=form).location.endswith(HOME)
    compared = words(admin.get(f"{HOME}/publication").text)
    assert "Réponse › Délai retiré : 20 ajouté : 10 jours ouvrables" in compared
    assert "Accusé de réception" not in compared
    assert "La version 2 est en vigueur" in publish(admin)


def test_every_time_that_changes_is_said_in_words_before_it_is_published(admin: FlaskClient):
    form = typed(admin.get(FORM).text)
    admin.post(
        FORM,
        data={
            **form,
            "first_contact_amount": "4",
            "first_contact_still": "yes",
            "urgent_amount": "3",
            "urgent_still": "yes",
        },
    )
    will_change = words(admin.get(f"{HOME}/publication").text).partition("Mot pour mot")[0]
    before = form["first_contact_amount"], form["urgent_amount"]
    assert (
        f"Prise en charge par une personne : 4 jours ouvrables, et non {before[0]} jours"
        in will_change
    )
    assert "Premier geste pour une plainte urgente : 3 jours ouvrables, et non" in will_change
    assert "aurait la même date de réponse, quel que soit son sujet" in will_change
    assert "Fermeture après la réponse" not in will_change


@pytest.mark.parametrize(
    ("amount", "counted", "told"),
    [
        ("3654", "calendar days", "C’est trop long : écrivez 3 653 jours civils au plus"),
        ("10000", "hours", "C’est trop long : écrivez 9 999 heures au plus"),
        ("0", "weeks", "Écrivez un nombre entier"),
    ],
)
def test_a_time_that_nobody_can_promise_is_told_beside_its_field(
    admin: FlaskClient, amount: str, counted: str, told: str
):
    form = {**typed(admin.get(FORM).text), "answer_amount": amount, "answer_counted": counted}
    for button in ({}, {"preview": "yes"}):
        answer = admin.post(FORM, data={**form, **button})
        assert answer.status_code == 422
        assert told in words(answer.text)
        assert typed(answer.text)["answer_amount"] == amount


def test_a_changed_time_leaves_the_rest_of_the_common_promise(admin: FlaskClient):
    admin.post(
        FORM, data={**typed(admin.get(FORM).text), "answer_amount": "10", "answer_still": "yes"}
    )
    compared = words(admin.get(f"{HOME}/publication").text)
    assert "Réponse › Délai" in compared
    assert "Prolongation" not in compared


def test_how_soon_the_head_acts_on_reprisals_is_said_there_too(admin: FlaskClient):
    page = admin.get(FORM).text
    form = typed(page)
    assert (form["reprisal_amount"], form["reprisal_counted"]) == ("1", "working days")
    assert "à partir du lendemain du signalement" in words(page)
    admin.post(
        FORM,
        data={
            **form,
            "reprisal_amount": "4",
            "reprisal_still": "yes",
            "reprisal_counted": "working hours",
        },
    )
    compared = words(admin.get(f"{HOME}/publication").text)
    assert "Premier geste contre les représailles" in compared
    assert "4 heures ouvrables" in compared
    assert "La version 2 est en vigueur" in publish(admin)


def test_how_soon_an_answered_complaint_is_closed_is_said_there_too(admin: FlaskClient):
    page = admin.get(FORM).text
    form = typed(page)
    assert (form["closing_amount"], form["closing_counted"]) == ("20", "working days")
    assert "à partir du lendemain de la réponse" in words(page)
    admin.post(FORM, data={**form, "closing_amount": "5", "closing_still": "yes"})
    compared = words(admin.get(f"{HOME}/publication").text)
    assert "Fermeture après la réponse" in compared
    assert "représailles" not in compared
    assert "La version 2 est en vigueur" in publish(admin)


def test_how_soon_whoever_is_asked_answers_is_said_there_too(admin: FlaskClient):
    page = admin.get(FORM).text
    form = typed(page)
    counted = (form["information_request_amount"], form["information_request_counted"])
    assert counted == ("5", "working days")
    assert "à partir du lendemain de la demande" in words(page)
    admin.post(
        FORM, data={**form, "information_request_amount": "3", "information_request_still": "yes"}
    )
    compared = words(admin.get(f"{HOME}/publication").text)
    assert "Demande de renseignements à l’interne" in compared
    assert "La version 2 est en vigueur" in publish(admin)


def test_how_soon_a_recommendation_is_replied_to_is_said_there_too(admin: FlaskClient):
    page = admin.get(FORM).text
    form = typed(page)
    name = "recommendation_reply"
    assert (form[f"{name}_amount"], form[f"{name}_counted"]) == ("20", "working days")
    assert "à partir du lendemain de l’envoi" in words(page)
    admin.post(FORM, data={**form, f"{name}_amount": "12", f"{name}_still": "yes"})
    compared = words(admin.get(f"{HOME}/publication").text)
    assert "Réponse à une recommandation" in compared
    assert "12 jours ouvrables" in compared
    assert "La version 2 est en vigueur" in publish(admin)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("answer_amount", "bientôt", "Écrivez un nombre entier"),
        ("answer_counted", "moons", "Écrivez un nombre entier"),
        ("acknowledge_basis_fr", "", "Dites sur quoi ce délai repose"),
    ],
)
def test_a_mistake_stands_at_its_field(admin: FlaskClient, field: str, value: str, sentence: str):
    form = {**typed(admin.get(FORM).text), "first_contact_basis_fr": "Notre règle", field: value}
    answer = admin.post(FORM, data=form)
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert "Notre règle" in answer.text


def test_what_somebody_else_saved_is_not_overwritten(admin: FlaskClient):
    form = typed(admin.get(FORM).text)
    save(admin)
    answer = admin.post(FORM, data={**form, "answer_amount": "7", "answer_still": "yes"})
    assert answer.status_code == 409
    assert 'value="7"' in answer.text


def test_a_draft_with_mistakes_is_corrected_as_a_text_first(admin: FlaskClient):
    save(admin, "schema: 1")
    assert admin.get(FORM).location.endswith("/texte")


def test_what_two_people_typed_is_shown_beside_each_other(admin: FlaskClient):
    older = typed(admin.get(FORM).text)
    theirs = {
        **older,
        "answer_amount": "15",
        "answer_still": "yes",
        "first_contact_amount": "3",
        "first_contact_still": "yes",
    }
    assert admin.post(FORM, data=theirs).status_code == 303
    mine = {
        **older,
        "answer_amount": "12",
        "answer_still": "yes",
        "closing_amount": "9",
        "closing_still": "yes",
    }
    for button in ({"preview": "yes"}, {}):
        answer = admin.post(FORM, data={**mine, **button})
        assert answer.status_code == 409
        assert "« 15 » est enregistré depuis" in words(answer.text)
        assert 'href="#answer_amount"' in answer.text
        # What only one of them touched is nothing to decide.
        assert "« 3 » est enregistré depuis" not in words(answer.text)
        assert 'href="#first_contact_amount"' not in answer.text
    again = typed(answer.text)
    assert (again["answer_amount"], again["closing_amount"]) == ("12", "9")
    assert again["first_contact_amount"] == "3"
    assert admin.post(FORM, data=again).status_code == 303
    kept = typed(admin.get(FORM).text)
    assert [kept[f"{stage}_amount"] for stage in ("answer", "closing", "first_contact")] == [
        "12",
        "9",
        "3",
    ]


def test_whose_other_tab_saved_meanwhile_is_told(admin: FlaskClient, app: Flask, runtime: Runtime):
    older, text = typed(admin.get(FORM).text), f"{HOME}/texte"
    other = signed_in(app, runtime, "paul@parcs.example", Role.ADMINISTRATOR, post=None)
    assert (
        admin.post(
            FORM, data={**older, "first_contact_amount": "3", "first_contact_still": "yes"}
        ).status_code
        == 303
    )
    for client, told in (
        (admin, "Vous avez enregistré"),
        (other, "Une autre personne a enregistré"),
    ):
        for page, data in (
            (FORM, {**older, "urgent_amount": "2", "urgent_still": "yes"}),
            (text, {"text": "schema: 1"}),
        ):
            answer = client.post(page, data=data)
            assert answer.status_code == 409
            assert f"{told} ce brouillon entre-temps" in words(answer.text)


@pytest.mark.parametrize("button", [{}, {"preview": "yes"}])
def test_a_unit_that_does_not_fit_how_an_answer_is_put_off_is_told_at_its_input(
    admin: FlaskClient, button: dict[str, str]
):
    form = {**typed(admin.get(FORM).text), "answer_counted": "calendar days"}
    answer = admin.post(FORM, data={**form, **button})
    assert answer.status_code == 422
    told = words(answer.text.partition('role="alert"')[2].partition("</div>")[0])
    assert "jours ouvrables" in told
    assert "working" not in told
    assert 'href="#answer_amount"' in answer.text
    english = admin.post(
        FORM.replace("/fr/reglages", "/en/settings").replace("delais", "deadlines"), data=form
    )
    assert "working days" in words(english.text.partition('role="alert"')[2].partition("</div>")[0])
