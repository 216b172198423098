"""What a complaint cannot change is contested elsewhere: where, how, and until when."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.pages.citizen.journeys import ANSWERS, REPLY, at, begin, post

REFUSED = "Mon permis refusé l’a été sans raison, et personne ne répond au téléphone."
LAST_DAY = "D’après la date que vous avez donnée, le dernier jour est le 31\xa0décembre\xa02026."


def on_check(client: FlaskClient, **answers: str) -> str:
    draft = begin(client)
    post(client, draft, "organisme", organisme="parks", categorie="trail")
    post(client, draft, "recit", recit=REFUSED)
    client.post(at(draft, "questions"), data={**ANSWERS, **answers})
    client.post(at(draft, "reponse"), data=REPLY)
    return draft


UNANSWERED = {"q-since-day": "", "q-since-month": "", "q-since-year": ""}
ON_NOVEMBER_1 = {"q-since-day": "1", "q-since-month": "11", "q-since-year": "2026"}
ON_SEPTEMBER_1 = {**ON_NOVEMBER_1, "q-since-month": "9"}


def test_where_with_which_form_and_within_what_time_is_told_before_filing(client: FlaskClient):
    page = client.get(at(on_check(client, **UNANSWERED), "verifier")).text
    assert "La Régie, en révision" in page
    assert "Délai\N{NO-BREAK SPACE}: 60 jours civils depuis le refus." in page
    assert 'href="https://parks.example/review"' in page
    assert "1 mois depuis la décision de révision <span" in page, "it is a sample"
    assert "dernier jour" not in page


def test_whoever_gave_the_day_is_told_the_last_one(client: FlaskClient):
    page = client.get(at(on_check(client, **ON_NOVEMBER_1), "verifier")).text
    assert page.count(LAST_DAY) == 1


def test_a_last_day_that_is_past_is_said_with_what_to_do(client: FlaskClient):
    page = client.get(at(on_check(client, **ON_SEPTEMBER_1), "verifier")).text
    assert "le dernier jour était le 31\xa0octobre\xa02026. Demandez" in page


def test_the_confirmation_tells_it_again(client: FlaskClient):
    draft = on_check(client, **ON_NOVEMBER_1)
    post(client, draft, "verifier")
    assert LAST_DAY in client.get(at(draft, "envoyee")).text


def test_it_is_told_in_english(client: FlaskClient):
    draft = on_check(client, **ON_NOVEMBER_1)
    page = client.get(f"/en/complaint/{draft}/check").text
    assert "Time limit: 60 calendar days from the refusal." in page
    assert "Going by the date you gave, the last day is 31\xa0December\xa02026." in page
