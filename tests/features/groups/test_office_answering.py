"""The answer of a group: written together, looked at, and sent by whoever may."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from portal.features.groups.actions_sending import answer_groups
from portal.runtime import Runtime
from tests.complaints.cases import complaint, ruled_by
from tests.features.groups.grouped import numbers, seen
from tests.features.groups.pages import answered, mark_in, opened, seen_in
from tests.pages.office.people import words


def test_the_answer_goes_from_a_text_to_letters_to_a_page_that_shows_how_far_it_is(
    officer: FlaskClient, runtime: Runtime
):
    first, second = numbers(runtime, 2)
    place = opened(officer, first, second)
    empty = officer.post(f"{place}/reponse", data={"text_fr": " "})
    assert (empty.status_code, "Écrivez le texte" in words(empty.text)) == (422, True)
    answered(officer, place)
    own = complaint(runtime, second).id
    said = {f"own-{own}": "Vos frais seront remboursés."}
    assert officer.post(f"{place}/reponse/propres", data=said).status_code == 303
    page = officer.get(f"{place}/reponse/verifier").text
    assert "Vos frais seront remboursés." in page
    assert "Révision par la Régie" in page
    assert "Envoyer 2 réponses" in words(page)
    stale = officer.post(f"{place}/reponse/verifier", data={"seen": "x"})
    assert stale.status_code == 409
    sent = officer.post(f"{place}/reponse/verifier", data={"seen": seen_in(page)})
    assert sent.status_code == 303
    job = sent.headers["Location"]
    assert "L’envoi est en cours" in words(officer.get(job).text)
    assert "Une réponse est en train de partir." in words(officer.get(place).text)
    answer_groups(runtime, runtime.now())
    assert "2 réponses sont parties" in words(officer.get(job).text)
    assert "Fermer 2 plaintes, qui ont leur réponse." in words(officer.get(place).text)


def test_whoever_wrote_part_of_an_answer_that_is_read_sees_who_may_send_it(
    app: Flask, officer: FlaskClient, head: FlaskClient, runtime: Runtime
):
    ruled_by(runtime, second_reader={"answers": "always"})
    first, second = numbers(runtime, 2)
    group = opened(officer, first, second)
    officer.post(f"{group}/reponse", data={"text_fr": "La passerelle sera réparée."})
    page = words(officer.get(f"{group}/reponse/verifier").text)
    assert "Ces personnes le peuvent : Anne." in page
    assert "Envoyer 2 réponses" not in page
    assert "Envoyer 2 réponses" in words(head.get(f"{group}/reponse/verifier").text)
    own = {f"own-{complaint(runtime, first).id}": "Merci de vos photos."}
    head.post(f"{group}/reponse/propres", data=own)
    page = words(head.get(f"{group}/reponse/verifier").text)
    assert "Toutes les personnes qui répondent en ont écrit une partie." in page
    assert "Envoyer 2 réponses" not in page
    looked_at = {"seen": seen(runtime, int(group.rpartition("/")[2]))}
    refused = head.post(f"{group}/reponse/verifier", data=looked_at)
    assert refused.status_code == 409
    assert "Une autre personne doit relire et envoyer" in refused.text


def test_sending_is_stopped_by_a_button(officer: FlaskClient, runtime: Runtime):
    place = opened(officer, *numbers(runtime, 2))
    page = answered(officer, place)
    sent = officer.post(f"{place}/reponse/verifier", data={"seen": seen_in(page)})
    job = sent.headers["Location"]
    assert officer.post(f"{job}/arreter").status_code == 303
    answer_groups(runtime, runtime.now())
    assert "L’envoi a été arrêté avant elle." in words(officer.get(job).text)


def test_two_who_write_the_same_text_see_both(
    officer: FlaskClient, head: FlaskClient, runtime: Runtime
):
    place = opened(officer, *numbers(runtime, 2))
    mark = mark_in(officer.get(f"{place}/reponse").text, "mark-text_fr")
    head.post(f"{place}/reponse", data={"text_fr": "La mienne.", "mark-text_fr": mark})
    late = officer.post(f"{place}/reponse", data={"text_fr": "Une autre.", "mark-text_fr": mark})
    assert late.status_code == 409
    assert "La mienne." in late.text
    assert "Une autre." in late.text
    now = mark_in(late.text, "mark-text_fr")
    again = {"text_fr": "Les deux ensemble.", "mark-text_fr": now}
    assert officer.post(f"{place}/reponse", data=again).status_code == 303


def test_two_who_write_what_is_special_to_one_complaint_see_both(
    officer: FlaskClient, head: FlaskClient, runtime: Runtime
):
    first, second = numbers(runtime, 2)
    place = opened(officer, first, second)
    answered(officer, place)
    own = complaint(runtime, second).id
    mark = mark_in(officer.get(f"{place}/reponse/propres").text, f"mark-own-{own}")
    said = {f"own-{own}": "Vos frais.", f"mark-own-{own}": mark}
    assert head.post(f"{place}/reponse/propres", data=said).status_code == 303
    late = officer.post(f"{place}/reponse/propres", data={**said, f"own-{own}": "Vos pas."})
    assert late.status_code == 409
    assert "Vos frais." in late.text
    assert "Vos pas." in late.text


def test_what_was_typed_for_an_answer_that_left_meanwhile_is_shown(
    officer: FlaskClient, runtime: Runtime
):
    first, second = numbers(runtime, 2)
    place = opened(officer, first, second)
    page = answered(officer, place)
    officer.post(f"{place}/reponse/verifier", data={"seen": seen_in(page)})
    own = complaint(runtime, second).id
    late = officer.post(f"{place}/reponse/propres", data={f"own-{own}": "Vos frais."})
    assert (late.status_code, "Vos frais." in late.text) == (409, True)


def test_those_left_out_are_answered_from_the_text_that_the_others_got(
    officer: FlaskClient, runtime: Runtime
):
    place = opened(officer, *numbers(runtime, 2))
    page = answered(officer, place)
    job = officer.post(f"{place}/reponse/verifier", data={"seen": seen_in(page)}).location
    officer.post(f"{job}/arreter")
    answer_groups(runtime, runtime.now())
    assert "La passerelle sera réparée.</textarea>" in officer.get(f"{place}/reponse").text
