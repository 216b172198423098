import re
from datetime import date, timedelta
from io import BytesIO
from itertools import count

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.handling import following
from portal.complaints.queries.sent import sent_complaint
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord, PersonRecord
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.pages.citizen.journeys import (
    ANSWERS,
    REPLY,
    STORY,
    at,
    begin,
    code_in,
    number_in,
    post,
    sent,
    to_check,
    to_reply,
)
from tests.pages.office.people import words
from tests.support import TUESDAY, on_both


def complaints(runtime: Runtime) -> list[ComplaintRecord]:
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(ComplaintRecord)))


def test_sending_leads_to_a_number_a_code_and_three_dates(client: FlaskClient):
    text = sent(client)
    assert number_in(text) == "2026-000001"
    assert code_in(text)
    for said in (
        "24\xa0novembre\xa02026",
        "26\xa0novembre\xa02026",
        "22\xa0décembre\xa02026",
    ):
        assert said in text
    assert "Révision par la Régie" in text


def test_dates_are_counted_from_the_very_moment_of_receipt_however_long_filing_takes(
    client: FlaskClient, runtime: Runtime
):
    seconds = count()
    runtime.now = lambda: TUESDAY + timedelta(seconds=next(seconds))
    sent(client)
    [complaint] = complaints(runtime)
    with runtime.reading(PORTAL) as session:
        started = set(session.scalars(select(ClockRecord.started_at)))
    assert started == {complaint.received_at}


def test_what_was_typed_is_what_is_filed(client: FlaskClient, runtime: Runtime):
    sent(client)
    [complaint] = complaints(runtime)
    assert complaint.story == STORY
    assert (complaint.agency, complaint.category) == ("parks", "trail")
    assert complaint.answers["given"] == {"place": "Sentier du lac", "since": "2026-11-01"}


def test_sending_twice_makes_one_complaint_with_one_receipt(client: FlaskClient, runtime: Runtime):
    draft = to_check(client)
    first, second = post(client, draft, "verifier"), post(client, draft, "verifier")
    assert first.status_code == second.status_code == 303
    assert first.location == second.location == at(draft, "envoyee")
    assert len(complaints(runtime)) == 1


def test_the_dates_kept_are_those_that_were_shown(client: FlaskClient, runtime: Runtime):
    sent(client)
    with runtime.reading(PORTAL) as session:
        promised = sent_complaint(session, "2026-000001").day("answer")
    assert promised is not None
    assert promised.last_day == date(2026, 12, 22)


def test_a_draft_that_is_not_ready_is_not_sent(client: FlaskClient, runtime: Runtime):
    draft = to_reply(client)
    assert post(client, draft, "verifier").location == at(draft, "reponse")
    assert complaints(runtime) == []


def test_whoever_let_the_portal_choose_is_not_promised_to_be_asked(client: FlaskClient):
    draft = begin(client, **{"sans-choisir": "yes"})
    post(client, draft, "recit", recit=STORY)
    post(client, draft, "reponse", **REPLY)
    page = client.get(at(draft, "verifier"))
    assert page.status_code == 200
    assert "Vous nous laissez choisir l’organisme qui répond" in page.text
    assert 'name="transmettre"' not in page.text
    english = client.get(f"/en/complaint/{draft}/check").text
    assert "You leave it to us to choose the agency that answers" in english
    assert 'name="transmettre"' in client.get(at(to_check(client), "verifier")).text


def test_consent_to_a_transfer_is_kept_only_when_given(client: FlaskClient, runtime: Runtime):
    post(client, to_check(client), "verifier")
    post(client, to_check(client), "verifier", transmettre="yes")
    assert [complaint.may_transfer for complaint in complaints(runtime)] == [False, True]


def test_details_of_choices_left_aside_are_not_filed(client: FlaskClient, runtime: Runtime):
    draft = to_check(client, telephone="514 555-0178", adresse="12, rue Exemple")
    post(client, draft, "verifier")
    with runtime.reading(PORTAL) as session:
        person = session.scalars(select(PersonRecord)).one()
    assert (person.email, person.phone, person.address) == ("m.gagnon@exemple.org", None, None)


def test_an_anonymous_complaint_has_no_name(client: FlaskClient, runtime: Runtime):
    sent(client, qui="anonymous")
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(PersonRecord.name)).all() == [None]


def test_a_sent_draft_shows_its_receipt_on_every_page(client: FlaskClient):
    draft = to_check(client)
    post(client, draft, "verifier")
    for page in ("organisme", "recit", "reponse", "verifier", "documents", "enregistrer"):
        assert client.get(at(draft, page)).location == at(draft, "envoyee")


def test_the_receipt_is_shown_to_its_own_browser_only(client: FlaskClient):
    draft = to_check(client)
    post(client, draft, "verifier")
    stranger = client.application.test_client()
    response = stranger.get(at(draft, "envoyee"))
    assert response.status_code == 404
    assert "2026-000001" not in response.text


def test_the_receipt_page_waits_until_the_complaint_is_sent(client: FlaskClient):
    draft = to_check(client)
    assert client.get(at(draft, "envoyee")).location == at(draft, "verifier")


def test_an_erased_device_no_longer_shows_the_code(client: FlaskClient):
    draft = to_check(client)
    post(client, draft, "verifier")
    post(client, draft, "oublier")
    assert client.get(at(draft, "envoyee")).status_code == 404


def test_a_sent_draft_is_not_offered_to_be_resumed(client: FlaskClient):
    sent(client)
    assert "Un brouillon est ouvert sur cet appareil" not in client.get("/fr/reprendre").text
    begin(client)
    assert "Un brouillon est ouvert sur cet appareil" in client.get("/fr/reprendre").text


def test_the_proof_on_the_receipt_can_be_checked(client: FlaskClient):
    text = sent(client)
    proof = re.search(r"(?:[0-9a-f]{4} ){7}[0-9a-f]{4}", text)
    assert proof is not None
    form = {"numero": number_in(text), "preuve": proof[0]}
    assert "Ce reçu est exact" in client.post("/fr/recu", data=form).text
    form["preuve"] = proof[0][::-1]
    assert "Ce reçu ne correspond à rien" in client.post("/fr/recu", data=form).text


def test_a_receipt_without_its_number_says_what_to_write(client: FlaskClient):
    response = client.post("/fr/recu", data={"numero": "12", "preuve": ""})
    assert response.status_code == 422
    assert "Écrivez le numéro de plainte" in response.text
    assert "Écrivez la preuve de réception" in response.text


def test_an_english_complaint_is_answered_in_english(client: FlaskClient, runtime: Runtime):
    draft = to_check(client, langue="en")
    client.post(f"/en/complaint/{draft}/check")
    [complaint] = complaints(runtime)
    assert complaint.language == "en"


def test_what_another_tab_changed_is_shown_before_it_is_sent(client: FlaskClient, runtime: Runtime):
    draft = to_check(client)
    shown = mark_on(client.get(at(draft, "verifier")).text)
    post(client, draft, "recit", recit="Tout autre chose.")
    answer = post(client, draft, "verifier", shown=shown)
    assert (answer.status_code, answer.location) == (303, at(draft, "verifier"))
    page = client.get(answer.location).text
    assert "Votre plainte a changé depuis que vous avez ouvert cette page" in page
    assert "Tout autre chose." in page
    assert complaints(runtime) == []
    done = post(client, draft, "verifier", shown=mark_on(page))
    assert done.location == at(draft, "envoyee")


@pytest.mark.parametrize("page", ["precisions", "sujet", "reponse", "documents", "questions"])
def test_whatever_the_check_page_showed_is_what_is_sent(client: FlaskClient, page: str):
    changes: dict[str, dict[str, object]] = {
        "precisions": {"demande": "Des excuses."},
        "sujet": {"sujet": "other"},
        "reponse": {**REPLY, "courriel": "autre@exemple.org"},
        "documents": {"document": (BytesIO(b"%PDF-1.4 un constat"), "constat.pdf")},
        "questions": {**ANSWERS, "q-place": "Sentier du nord"},
    }
    draft = to_check(client)
    shown = mark_on(client.get(at(draft, "verifier")).text)
    post(client, draft, page, **changes[page])
    assert post(client, draft, "verifier", shown=shown).location != at(draft, "envoyee")


def mark_on(page: str) -> str:
    """Return what the check page says of itself."""
    return re.findall(r'name="shown" value="([0-9a-f]+)"', page)[0]


def test_an_anonymous_person_is_told_before_sending_that_the_name_typed_is_not_sent(
    client: FlaskClient,
):
    dropped = "Le nom que vous avez écrit, Michel Gagnon, n’est pas envoyé."
    assert dropped in words(client.get(at(to_check(client, qui="anonymous"), "verifier")).text)
    nameless = to_check(client, qui="anonymous", nom="")
    assert "n’est pas envoyé." not in words(client.get(at(nameless, "verifier")).text)


@pytest.mark.parametrize(("moyen", "told"), [("email", True), ("none", False)])
def test_an_anonymous_person_is_told_before_sending_that_their_address_is_read(
    client: FlaskClient, moyen: str, told: bool
):
    mail = "jean.tremblay@exemple.org"
    draft = to_check(client, qui="anonymous", moyen=moyen, courriel=mail)
    page = words(client.get(at(draft, "verifier")).text)
    assert ("Votre courriel se lit pourtant : jean.tremblay@exemple.org." in page) is told
    assert "Vous restez anonyme" in page
    english = words(client.get(f"/en/complaint/{draft}/check").text)
    assert ("Your email address can still be read" in english) is told
    assert post(client, draft, "verifier").status_code == 303


def test_whoever_gives_a_name_is_told_nothing_of_it(client: FlaskClient):
    page = words(client.get(at(to_check(client), "verifier")).text)
    assert "Vous restez anonyme" not in page


@on_both
def test_its_receipt_promises_nothing_once_withdrawn_and_names_no_address_given_since(
    client: FlaskClient, runtime: Runtime
):
    draft = to_check(client)
    post(client, draft, "verifier")
    first = client.get(at(draft, "envoyee")).text
    page = f"/fr/suivi/{number_in(first)}"
    assert "Nous envoyons le numéro à" in first
    assert "Vous recevez une réponse écrite" in first
    changed = {"moyen": "email", "courriel": "autre@exemple.org"}
    assert client.post(f"{page}/coordonnees", data=changed).status_code == 303
    client.post(f"{page}/retirer", data={"confirmer": "yes"})
    act(runtime, page.rpartition("/")[2], following.withdraw, PORTAL)
    later = words(client.get(at(draft, "envoyee")).text)
    assert "autre@exemple.org" not in later
    assert "Nous envoyons le numéro à" not in later
    assert "Vous recevez une réponse écrite" not in later
    assert "Une personne prend votre plainte en charge" not in later
    assert "Vous avez retiré votre plainte" in later
