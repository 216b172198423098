from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from portal.complaints.records.complaint import DraftRecord
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.pages.citizen.journeys import (
    ANSWERS,
    REPLY,
    STORY,
    at,
    begin,
    number_in,
    post,
    resume_code_of,
    to_check,
    to_reply,
)
from tests.pages.office.people import words
from tests.support import FixedClock


def test_finishing_later_keeps_the_page_unchecked(client: FlaskClient):
    draft = to_reply(client)
    form = {**REPLY, "courriel": "pas fini", "plus-tard": "yes"}
    response = client.post(at(draft, "reponse"), data=form)
    assert response.location == at(draft, "enregistrer")
    assert 'value="pas fini"' in client.get(at(draft, "reponse")).text


def test_a_resume_code_opens_the_draft_on_another_device(client: FlaskClient):
    draft = to_check(client)
    post(client, draft, "verifier", **{"plus-tard": "yes"})
    elsewhere = client.application.test_client()
    response = elsewhere.post("/fr/reprendre", data={"code": resume_code_of(client, draft).lower()})
    assert response.status_code == 303
    assert STORY.splitlines()[0] in elsewhere.get(at(draft, "verifier")).text


@pytest.mark.parametrize("page", ["verifier", "reponse", "questions", "documents", "recit"])
def test_a_draft_is_resumed_where_it_was_left(client: FlaskClient, page: str):
    draft = to_check(client)
    form = {"reponse": REPLY, "questions": ANSWERS, "recit": {"recit": STORY}}.get(page, {})
    client.post(at(draft, page), data={**form, "plus-tard": "yes"})
    elsewhere = client.application.test_client()
    resumed = elsewhere.post("/fr/reprendre", data={"code": resume_code_of(client, draft)})
    assert elsewhere.get(resumed.location).location == at(draft, page)


def test_a_draft_that_went_on_since_it_was_left_is_resumed_where_something_is_missing(
    client: FlaskClient,
):
    draft = to_reply(client)
    client.post(at(draft, "recit"), data={"recit": STORY, "plus-tard": "yes"})
    client.post(at(draft, "questions"), data=ANSWERS)
    assert client.get(at(draft, "suite")).location == at(draft, "reponse")


def test_a_draft_left_on_questions_that_are_not_asked_any_more_goes_on(client: FlaskClient):
    draft = to_reply(client)
    client.post(at(draft, "questions"), data={**ANSWERS, "plus-tard": "yes"})
    assert client.get(at(draft, "suite")).location == at(draft, "questions")
    client.post(at(draft, "sujet"), data={"sujet": "welcome"})
    assert client.get(at(draft, "suite")).location == at(draft, "reponse")


def test_the_code_of_a_draft_says_that_one_device_at_a_time_has_it_open(client: FlaskClient):
    draft = to_check(client)
    post(client, draft, "verifier", **{"plus-tard": "yes"})
    assert "un seul à la fois" in words(client.get(at(draft, "enregistrer")).text)
    elsewhere = client.application.test_client()
    elsewhere.post("/fr/reprendre", data={"code": resume_code_of(client, draft)})
    assert client.get(at(draft, "verifier")).status_code != 200


def test_reloading_the_page_shows_the_same_code(client: FlaskClient):
    draft = to_reply(client)
    post(client, draft, "enregistrer")
    assert resume_code_of(client, draft) == resume_code_of(client, draft)


def test_no_code_is_spoken_of_as_if_it_had_been_given(client: FlaskClient):
    draft = to_reply(client)
    before = words(client.get(at(draft, "enregistrer")).text)
    assert "Le code de reprise l’ouvrira encore" not in before
    assert "seul un code de reprise l’ouvre" in before
    post(client, draft, "enregistrer")
    given = words(client.get(at(draft, "enregistrer")).text)
    assert "Le code de reprise l’ouvrira encore" in given
    assert "Il remplace celui que vous aviez" not in given


def test_a_second_draft_hides_no_other(client: FlaskClient):
    first = to_reply(client)
    assert "Reprendre mon brouillon" in client.get("/fr/").text
    second = to_reply(client)
    home = client.get("/fr/").text
    assert "Reprendre un de mes brouillons" in home
    page = client.get("/fr/reprendre").text
    assert "Brouillons ouverts sur cet appareil : 2" in words(page)
    assert page.index(at(second, "suite")) < page.index(at(first, "suite"))


def test_a_wrong_code_opens_nothing(client: FlaskClient):
    response = client.post("/fr/reprendre", data={"code": "AAAA-AAAA"})
    assert response.status_code == 422
    assert "Ce code n’ouvre aucun brouillon" in response.text


def test_erasing_from_the_device_leaves_the_code_working(client: FlaskClient):
    draft = to_reply(client)
    post(client, draft, "enregistrer")
    code = resume_code_of(client, draft)
    post(client, draft, "oublier")
    assert client.get(at(draft, "recit")).status_code == 404
    assert client.post("/fr/reprendre", data={"code": code}).status_code == 303


def test_deleting_says_what_it_does_and_then_leaves_nothing(client: FlaskClient, runtime: Runtime):
    draft = to_reply(client)
    assert "Tout ce que vous avez écrit" in client.get(at(draft, "supprimer")).text
    assert post(client, draft, "supprimer").location == "/fr/"
    with runtime.reading(PORTAL) as session:
        assert session.get(DraftRecord, draft) is None


def test_a_draft_without_its_cookie_leads_to_the_page_to_resume(client: FlaskClient):
    draft = begin(client)
    response = client.application.test_client().get(at(draft, "recit"))
    assert response.status_code == 404
    assert "Ce brouillon n’est pas ouvert sur cet appareil" in response.text
    assert "Code de reprise" in response.text


def test_a_story_sent_without_the_cookie_is_shown_to_be_copied(client: FlaskClient):
    draft = to_reply(client)
    story = "Une longue histoire. " * 10
    response = client.application.test_client().post(at(draft, "recit"), data={"recit": story})
    assert story.strip() in response.text


def test_a_draft_is_gone_after_30_days_without_a_visit(client: FlaskClient, clock: FixedClock):
    draft = to_reply(client)
    client.post(at(draft, "recit"), data={"recit": STORY, "mon-appareil": "yes"})
    clock.moment += timedelta(days=29)
    assert client.get(at(draft, "reponse")).status_code == 200
    post(client, draft, "reponse", **REPLY)
    clock.moment += timedelta(days=29)
    assert client.get(at(draft, "recit")).status_code == 200
    clock.moment += timedelta(days=2)
    assert client.get(at(draft, "recit")).status_code == 404


def test_the_code_of_a_draft_that_was_sent_says_that_it_was_without_its_number(
    client: FlaskClient,
):
    draft = to_check(client)
    post(client, draft, "enregistrer")
    code = resume_code_of(client, draft)
    post(client, draft, "verifier")
    number = number_in(client.get(at(draft, "envoyee")).text)
    elsewhere = client.application.test_client()
    for _ in range(2):
        refused = elsewhere.post("/fr/reprendre", data={"code": code})
        assert refused.status_code == 422
        assert "Ce brouillon a été envoyé" in refused.text
        assert number not in refused.text
    unknown = elsewhere.post("/fr/reprendre", data={"code": "ABCD-EFGH-JKLM"})
    assert "Ce code n’ouvre aucun brouillon" in unknown.text


def test_until_when_it_is_kept_is_told_by_the_clock_of_the_portal(
    client: FlaskClient, clock: FixedClock
):
    clock.moment = datetime(2026, 11, 29, 1, 30, tzinfo=UTC)
    draft = to_reply(client)
    client.post(
        at(draft, "recit"), data={"recit": STORY, "plus-tard": "yes", "mon-appareil": "yes"}
    )
    page = words(client.get(at(draft, "enregistrer")).text)
    assert "jusqu’au 28 décembre 2026 à 20 h 30" in page
    clock.moment = datetime(2026, 12, 29, 1, 29, tzinfo=UTC)
    assert client.get(at(draft, "recit")).status_code == 200
