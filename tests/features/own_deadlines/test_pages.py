"""What runs against a person stands on the check, sent and follow pages, and on its own."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.features.own_deadlines.told import REFUSED, REVIEW, TRIBUNAL, kept, refused
from tests.pages.citizen.journeys import ANSWERS, NUMBER, REPLY, at, begin, post
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file

STOPS_NONE = "Porter plainte ne les arrête pas."
UNTIL = "Jusqu’au 31 décembre 2026. Il reste 37 jours."
FROM = "60 jours civils depuis le refus, selon la date que vous nous avez donnée : le 1er novembre"
PAGE = f"/fr/suivi/{NUMBER}/delais"
UNANSWERED = {"q-since-day": "", "q-since-month": "", "q-since-year": ""}
ON_NOVEMBER_20 = {"day": "20", "month": "11", "year": "2026"}


def on_check(client: FlaskClient, **answers: str) -> str:
    draft = begin(client)
    post(client, draft, "organisme", organisme="parks", categorie="trail")
    post(client, draft, "recit", recit=REFUSED)
    client.post(at(draft, "questions"), data={**ANSWERS, **answers})
    client.post(at(draft, "reponse"), data=REPLY)
    return draft


def day_of(key: str, **parts: str) -> dict[str, str]:
    field = "depuis-" + key.replace(".", "-")
    return {f"{field}-{part}": typed for part, typed in parts.items()}


def opened(client: FlaskClient, receipt) -> FlaskClient:
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    return client


def test_the_check_page_tells_the_last_day_and_that_nothing_stops_it(client: FlaskClient):
    page = words(client.get(at(on_check(client), "verifier")).text)
    assert "Vos propres délais" in page
    assert STOPS_NONE in page
    assert UNTIL in page
    assert FROM in page
    assert "Un courriel vous le rappelle 30, 10 et 3 jours avant la fin." in page


def test_the_check_page_leads_to_the_day_that_is_missing(client: FlaskClient):
    page = client.get(at(on_check(client, **UNANSWERED), "verifier")).text
    assert "Donner cette date" in page
    assert "questions#q-since" in page
    assert "Jusqu’au" not in page


SOON = {"q-since-day": "15", "q-since-month": "10", "q-since-year": "2026"}
DO_NOT_WAIT = (
    "N’attendez pas cette réponse : le délai pour « La Régie, en révision » finit"
    " le 14 décembre 2026."
)
IN_ENGLISH = (
    "Do not wait for this answer: the time limit for “The Board, for a review” ends"
    " on 14 December 2026."
)


def test_whoever_would_lose_a_right_by_waiting_reads_so_beside_the_promised_day(
    client: FlaskClient,
):
    draft = on_check(client, **SOON)
    check = words(client.get(at(draft, "verifier")).text)
    post(client, draft, "verifier")
    sent, followed = (
        client.get(page).text for page in (at(draft, "envoyee"), f"/fr/suivi/{NUMBER}")
    )
    for page in (check, words(sent), words(followed)):
        assert page.count(DO_NOT_WAIT) == 1
        told = page.index(DO_NOT_WAIT)
        assert "22 décembre 2026" in page[max(0, told - 200) : told]
    assert IN_ENGLISH in words(client.get(f"/en/follow/{NUMBER}").text)


def test_whoever_has_time_after_the_answer_is_not_hurried(client: FlaskClient):
    draft = on_check(client)
    assert "N’attendez pas cette réponse" not in words(client.get(at(draft, "verifier")).text)


def test_without_a_time_limit_nothing_is_said(client: FlaskClient, runtime: Runtime):
    file(runtime)
    opened(client, file(runtime, story="Le sentier est fermé."))
    assert "Vos propres délais" not in client.get("/fr/suivi/2026-000002").text


def test_the_sent_page_and_its_calendar_have_them(client: FlaskClient):
    draft = on_check(client)
    post(client, draft, "verifier")
    page = words(client.get(at(draft, "envoyee")).text)
    assert UNTIL in page
    assert STOPS_NONE in page
    calendar = client.get(at(draft, "dates")).text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20261231" in calendar
    assert "dernier jour d’un délai" in calendar
    assert "révision" not in calendar


def test_the_follow_page_tells_them_and_asks_for_the_day_that_is_missing(
    client: FlaskClient, runtime: Runtime
):
    opened(client, refused(runtime))
    page = words(client.get(f"/fr/suivi/{NUMBER}").text)
    assert UNTIL in page
    assert "Le tribunal, après la révision" in page
    assert "Dernier jour inconnu, tant que vous n’avez pas donné la date" in page
    assert "Gérer mes délais et mes rappels" in page


def test_a_day_is_given_and_its_last_one_is_shown(client: FlaskClient, runtime: Runtime):
    opened(client, refused(runtime))
    asked = words(client.get(PAGE).text)
    assert "À quelle date : la décision de révision?" in asked
    assert "sert seulement à calculer le dernier jour" in asked
    answer = client.post(PAGE, data=day_of(TRIBUNAL, **ON_NOVEMBER_20), follow_redirects=True)
    assert "Jusqu’au 20 décembre 2026." in words(answer.text)
    assert set(kept(runtime, NUMBER)) == {REVIEW, TRIBUNAL}


def test_a_day_that_is_none_or_ahead_comes_back_with_what_to_do(
    client: FlaskClient, runtime: Runtime
):
    opened(client, refused(runtime))
    for parts, told in (
        ({"day": "31", "month": "2", "year": "2026"}, "Écrivez une date qui existe"),
        ({"day": "3", "month": "12", "year": "2026"}, "La date doit être aujourd’hui ou avant"),
        ({"day": "3"}, "Écrivez le jour, le mois et l’année"),
    ):
        answer = client.post(PAGE, data=day_of(TRIBUNAL, **parts))
        assert answer.status_code == 422
        assert told in words(answer.text)
        assert f'value="{parts["day"]}"' in answer.text
    assert set(kept(runtime, NUMBER)) == {REVIEW}


def test_a_day_long_ago_is_counted_and_past(client: FlaskClient, runtime: Runtime):
    opened(client, refused(runtime))
    for year in ("1900", "0001", "2015"):
        days = day_of(TRIBUNAL, day="1", month="2", year=year)
        page = client.post(PAGE, data=days, follow_redirects=True)
        assert page.status_code in (200, 422), year
    assert "Le dernier jour était le" in words(page.text)


def test_it_is_said_to_be_done_and_taken_back(client: FlaskClient, runtime: Runtime):
    opened(client, refused(runtime))
    done = client.post(PAGE, data={"geste": f"fait:{REVIEW}"}, follow_redirects=True)
    assert "aucun rappel de ce délai ne part plus" in words(done.text)
    assert "C’est fait, selon vous. Le dernier jour est le 31 décembre 2026." in words(done.text)
    assert "Ce n’est pas fait" in client.get(PAGE).text
    client.post(PAGE, data={"geste": f"pas-fait:{REVIEW}"})
    assert UNTIL in words(client.get(PAGE).text)


def test_reminders_are_stopped_and_nothing_else(client: FlaskClient, runtime: Runtime):
    opened(client, refused(runtime))
    client.post(PAGE, data={"geste": f"taire:{REVIEW}"})
    page = words(client.get(PAGE).text)
    assert "Ses rappels sont arrêtés." in page
    assert UNTIL in page
    client.post(PAGE, data={"geste": f"rappeler:{REVIEW}"})
    assert "Ses rappels sont arrêtés." not in words(client.get(PAGE).text)


def test_an_act_on_nothing_known_changes_nothing(client: FlaskClient, runtime: Runtime):
    opened(client, refused(runtime))
    before = kept(runtime, NUMBER)
    for act in ("fait:notice.zouave.9", "zouave:x", "fait"):
        assert client.post(PAGE, data={"geste": act}).status_code == 303
    assert kept(runtime, NUMBER) == before


def test_the_calendar_of_the_follow_page_names_nothing(client: FlaskClient, runtime: Runtime):
    opened(client, refused(runtime))
    answer = client.get(f"{PAGE}/calendrier")
    assert answer.mimetype == "text/calendar"
    assert "20261231" in answer.text
    assert "refus" not in answer.text
    assert "révision" not in answer.text


def test_whoever_does_not_follow_it_is_asked_for_the_code(client: FlaskClient, runtime: Runtime):
    refused(runtime)
    for page in (PAGE, f"{PAGE}/calendrier"):
        assert client.get(page).status_code == 303


def test_each_means_says_how_it_reminds(app: Flask, runtime: Runtime):
    for reply_by, told in (
        ("post", "Elle est écrite 7 jours plus tôt, le temps d’arriver."),
        ("none", "Aucun rappel n’est envoyé avec le moyen de réponse choisi."),
    ):
        receipt = refused(runtime, reply_by=reply_by, email="", address="1, rue Exemple")
        client = opened(app.test_client(), receipt)
        page = client.get(f"/fr/suivi/{receipt.number}/delais").text
        assert told in words(page)


def test_the_staff_sees_the_last_day_and_not_what_was_done(
    app: Flask, client: FlaskClient, runtime: Runtime
):
    opened(client, refused(runtime))
    client.post(PAGE, data={"geste": f"fait:{REVIEW}"})
    page = words(signed_in(app, runtime, role=Role.HEAD).get(case_path(NUMBER)).text)
    assert "Délais de la personne" in page
    assert "Dernier jour : le 31 décembre 2026" in page
    assert "selon vous" not in page
    assert "1er novembre" not in page.split("Délais de la personne")[1].split("Rien ici")[0]


def test_in_english(client: FlaskClient, runtime: Runtime):
    opened(client, refused(runtime))
    page = words(client.get(f"/en/follow/{NUMBER}/deadlines").text)
    assert "Until 31 December 2026." in page
    assert "37 days left." in page
    assert "Complaining does not stop them." in page
    assert complaint(runtime, NUMBER).status == "received"
