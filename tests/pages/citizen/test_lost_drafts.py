import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.records.complaint import ComplaintRecord, DraftRecord
from portal.complaints.records.message import MessageRecord
from portal.domain.actor import PORTAL
from portal.pages.citizen.draft_pages import PAGES
from portal.runtime import Runtime
from tests.pages.citizen.documents import GOOD, kept
from tests.pages.citizen.journeys import ANSWERS, REPLY, STORY, at, begin, post, to_check, to_reply
from tests.support import FixedClock
from tests.support.forms import Sent, forms_of

ADDRESSES = [page.fr for page in PAGES if page.fr not in ("sujet", "documents")]


def typed_in(client: FlaskClient, draft: str, page: str) -> Sent:
    """Return what a browser sends once something is typed in every field of a page."""
    [form, *_] = [form for form in forms_of(client.get(at(draft, page)).text) if form.fields]
    sent = form.filled([f"Mots écrits ici, numéro {rank}" for rank in range(20)])
    # There is one number, beside the means that is chosen.
    sent.poplist("texto")
    return sent


def all_kept(runtime: Runtime) -> str:
    """Return all that drafts hold."""
    with runtime.reading(PORTAL) as session:
        return str([draft.content for draft in session.scalars(select(DraftRecord))])


def complaints(runtime: Runtime) -> list[ComplaintRecord]:
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(ComplaintRecord)))


def missing(runtime: Runtime, pairs: Sent) -> list[str]:
    held = all_kept(runtime)
    return [
        text
        for _, text in pairs.items(multi=True)
        if text.startswith("Mots écrits") and text not in held
    ]


@pytest.mark.parametrize("page", ADDRESSES)
def test_what_is_typed_is_kept_though_every_cookie_is_gone(
    client: FlaskClient, runtime: Runtime, page: str
):
    draft = to_check(client)
    pairs = typed_in(client, draft, page)
    without = client.application.test_client()
    answer = without.post(at(draft, page), data=pairs)
    assert answer.status_code in (303, 422)
    assert without.get(at(draft, page)).status_code == 200
    assert missing(runtime, pairs) == []


def test_the_complaint_is_sent_though_every_cookie_is_gone_on_the_last_page(
    app: Flask, client: FlaskClient, runtime: Runtime
):
    draft = to_check(client)
    app.config["WTF_CSRF_ENABLED"] = True
    without = app.test_client()
    [form] = forms_of(client.get(at(draft, "verifier")).text)
    expired = without.post(at(draft, "verifier"), data=form.filled([""] * 9))
    assert expired.status_code == 400
    [again] = forms_of(expired.text)
    sent = without.post(again.action, data=again.filled([]))
    assert sent.status_code == 303
    assert sent.location == at(draft, "envoyee")
    assert [complaint.story for complaint in complaints(runtime)] == [STORY]
    assert "Votre plainte est envoyée" in without.get(sent.location).text


@pytest.mark.parametrize("page", ADDRESSES)
def test_what_is_typed_for_a_draft_that_is_gone_becomes_a_new_one(
    client: FlaskClient, runtime: Runtime, clock: FixedClock, page: str
):
    draft = to_check(client)
    pairs = typed_in(client, draft, page)
    clock.moment += timedelta(days=31)
    answer = client.post(at(draft, page), data=pairs)
    assert answer.status_code == 303
    assert draft not in answer.location
    fresh = client.get(answer.location, follow_redirects=True)
    assert "gardé dans un nouveau brouillon" in fresh.text
    assert missing(runtime, pairs) == []


def test_a_new_draft_is_for_the_agency_of_the_lost_one(client: FlaskClient, clock: FixedClock):
    draft = to_check(client)
    pairs = typed_in(client, draft, "recit")
    clock.moment += timedelta(days=31)
    fresh = client.post(at(draft, "recit"), data=pairs).location.split("/")[3]
    assert "Régie des parcs" in client.get(at(fresh, "recit")).text


def test_what_is_typed_on_a_device_stays_though_another_one_took_the_draft(
    client: FlaskClient, runtime: Runtime
):
    draft = to_reply(client)
    pairs = typed_in(client, draft, "recit")
    post(client, draft, "enregistrer")
    code = client.get(at(draft, "enregistrer")).text.split("<dd>")[1].split("</dd>")[0]
    client.application.test_client().post("/fr/reprendre", data={"code": code})
    assert client.post(at(draft, "recit"), data=pairs).status_code == 303
    assert missing(runtime, pairs) == []


def test_a_page_still_open_does_not_bring_back_a_draft_that_the_device_forgot(client: FlaskClient):
    draft = to_reply(client)
    pairs = typed_in(client, draft, "recit")
    post(client, draft, "oublier")
    answer = client.post(at(draft, "recit"), data=pairs)
    assert draft not in answer.location
    assert client.get(at(draft, "reponse")).status_code == 404


def test_a_page_still_open_shows_nobody_the_receipt_of_what_was_sent(client: FlaskClient):
    draft = to_check(client)
    pairs = typed_in(client, draft, "recit")
    post(client, draft, "verifier")
    answer = client.application.test_client().post(at(draft, "recit"), data=pairs)
    assert draft not in answer.location


def test_a_key_of_another_draft_opens_nothing(client: FlaskClient):
    mine, other = begin(client), to_reply(client.application.test_client())
    key = typed_in(client, mine, "organisme")["brouillon"]
    typed = {"brouillon": key, "recit": "a"}
    assert client.post(at(other, "recit"), data=typed).status_code == 404


def test_what_is_typed_after_sending_from_another_tab_may_follow_as_a_message(
    client: FlaskClient, runtime: Runtime
):
    draft = to_check(client)
    post(client, draft, "verifier")
    answer = post(client, draft, "recit", recit="J’ajoute que le pont est tombé.")
    assert answer.status_code == 409
    [form] = [form for form in forms_of(answer.text) if "message" in form.action]
    said = form.filled(["J’ajoute que le pont est tombé."])
    assert client.post(form.action, data=said).status_code == 303
    with runtime.reading(PORTAL) as session:
        [message] = session.scalars(select(MessageRecord.body))
    assert message == "J’ajoute que le pont est tombé."


def test_what_was_sent_already_is_not_offered_once_more(client: FlaskClient):
    draft = to_check(client)
    post(client, draft, "verifier")
    assert post(client, draft, "recit", recit=STORY).location == at(draft, "envoyee")


def test_the_button_that_goes_on_takes_the_documents_that_were_chosen(
    client: FlaskClient, runtime: Runtime
):
    draft = to_check(client)
    document = (io.BytesIO(GOOD[1]), GOOD[0])
    answer = post(client, draft, "documents", continuer="yes", document=document)
    assert answer.location == at(draft, "verifier")
    assert [one.name for one in kept(runtime)] == [GOOD[0]]
    assert post(client, draft, "documents", continuer="yes").location == at(draft, "verifier")


def test_a_document_that_is_not_taken_keeps_one_on_the_page_though_one_goes_on(client: FlaskClient):
    false = (io.BytesIO("Rien d’un PDF.".encode()), "faux.pdf")
    answer = post(client, to_check(client), "documents", continuer="yes", document=false)
    assert answer.status_code == 422
    assert "faux.pdf n’est pas ce que dit son nom" in answer.text


def test_answers_to_questions_are_kept_for_the_draft_that_asked_them(
    client: FlaskClient, runtime: Runtime
):
    draft = to_reply(client)
    client.post(at(draft, "questions"), data={**ANSWERS, "q-place": "Sentier du mont"})
    assert "Sentier du mont" in all_kept(runtime)
    assert client.post(at(draft, "reponse"), data=REPLY).status_code == 303
