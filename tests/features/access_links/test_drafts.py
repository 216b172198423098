"""A draft finished later by e-mail: its link opens it once, and its address goes with it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.kept_drafts import erase_draft
from portal.domain.actor import PORTAL
from portal.features.access_links.records import DraftLinkRecord
from portal.runtime import Runtime
from tests.features.access_links.asking import asked_of, links_in, run
from tests.pages.citizen.journeys import at, begin, to_check, to_reply
from tests.support import FixedClock, RecordingMailer, on_both
from tests.support.letters import whole

EMAIL = "odile@exemple.org"
LOST = "/fr/reprendre/courriel"


def links(runtime: Runtime) -> list[DraftLinkRecord]:
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(DraftLinkRecord).order_by(DraftLinkRecord.id)))


@pytest.fixture
def draft(client: FlaskClient) -> str:
    """A draft with a story, for an agency."""
    return to_reply(client)


@pytest.fixture
def link(
    client: FlaskClient,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    draft: str,
) -> str:
    """A link to it, which was sent to an address."""
    assert client.post(at(draft, "lien"), data={"courriel": EMAIL}).status_code == 303
    run(runtime, clock)
    return links_in(mailbox, "reprendre")[-1]


@on_both
def test_a_link_opens_the_draft_on_another_device_once(
    app: Flask, client: FlaskClient, link: str, draft: str
):
    other = app.test_client()
    assert other.get(link).status_code == 200
    assert other.get(at(draft, "recit")).status_code == 404
    opened = other.post(link)
    assert opened.location == at(draft, "suite")
    assert other.get(opened.location, follow_redirects=True).status_code == 200
    assert "Le sentier du lac est fermé" in other.get(at(draft, "recit")).text
    assert client.get(at(draft, "recit")).status_code == 404
    assert app.test_client().post(link).status_code == 410


def test_the_letter_has_nothing_of_what_was_written(
    mailbox: RecordingMailer, link: str, draft: str
):
    said = whole(mailbox.sent[-1])
    assert draft not in said
    for word in ("sentier", "boue", EMAIL):
        assert word not in said
    assert "Plainte 2026" not in said


def test_another_link_is_asked_for_by_the_address_alone_with_the_same_answer(
    app: Flask,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    link: str,
    draft: str,
):
    clock.moment += timedelta(hours=1)
    stranger = app.test_client()
    stranger.post(LOST, data={"courriel": "personne@exemple.org"})
    answers, statements = [], []
    for email in (EMAIL, "nul@exemple.org"):
        answer = stranger.post(LOST, data={"courriel": email})
        page = stranger.get(answer.location).text
        answers.append((answer.status_code, re.sub(r'name="csrf_token"[^>]*', "", page)))
        statements.append(
            asked_of(runtime, lambda to=email: stranger.post(LOST, data={"courriel": to}))
        )
    assert answers[0] == answers[1]
    assert statements[0] == statements[1]
    run(runtime, clock)
    [newer] = links_in(mailbox, "reprendre/brouillons")
    assert app.test_client().post(newer, data={"draft": draft}).status_code == 303
    assert app.test_client().post(link).status_code == 410


def test_an_old_and_an_unknown_link_answer_alike(app: Flask, clock: FixedClock, link: str):
    clock.moment += timedelta(minutes=30)
    old, unknown = app.test_client().post(link), app.test_client().get("/fr/reprendre/99/abc")
    assert old.status_code == unknown.status_code == 410
    assert "Demander un autre lien" in old.text
    assert "This link no longer works" in app.test_client().get("/en/resume/99/abc").text


@on_both
def test_the_address_goes_with_the_draft_that_is_deleted(runtime: Runtime, link: str, draft: str):
    with runtime.transaction() as session:
        erase_draft(session, draft)
    assert links(runtime) == []


def test_the_address_goes_once_the_complaint_is_sent_and_no_agency_gets_it(
    app: Flask,
    client: FlaskClient,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
):
    draft = to_check(client)
    client.post(at(draft, "lien"), data={"courriel": EMAIL})
    run(runtime, clock)
    [link] = links_in(mailbox, "reprendre")
    client.post(at(draft, "verifier"))
    assert "a été envoyé" in app.test_client().post(link).text
    clock.moment += timedelta(minutes=1)
    run(runtime, clock)
    assert links(runtime) == []


def test_an_address_that_is_no_longer_wanted_is_forgotten_with_its_links(
    app: Flask, client: FlaskClient, runtime: Runtime, link: str, draft: str
):
    assert EMAIL in client.get(at(draft, "enregistrer")).text
    client.post(at(draft, "lien/oublier"))
    assert links(runtime) == []
    assert EMAIL not in client.get(at(draft, "enregistrer")).text
    assert app.test_client().post(link).status_code == 410


def test_an_address_that_is_none_is_told_and_stays(client: FlaskClient, draft: str):
    answer = client.post(at(draft, "lien"), data={"courriel": "odile"})
    assert answer.status_code == 422
    assert 'value="odile"' in answer.text


def test_nobody_sends_a_link_to_a_draft_that_is_not_open_here(
    app: Flask, runtime: Runtime, draft: str
):
    app.test_client().post(at(draft, "lien"), data={"courriel": EMAIL})
    assert links(runtime) == []


def test_one_address_gets_few_links_however_many_drafts_name_it(
    client: FlaskClient, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    for _ in range(12):
        draft = begin(client)
        client.post(at(draft, "lien"), data={"courriel": EMAIL})
        run(runtime, clock)
        clock.moment += timedelta(minutes=4)
    assert len(links_in(mailbox, "reprendre")) == 3


def test_a_link_moved_to_another_draft_opens_nothing(
    app: Flask, client: FlaskClient, runtime: Runtime, link: str
):
    other = begin(client)
    with runtime.transaction(PORTAL) as session:
        session.get_one(DraftLinkRecord, links(runtime)[-1].id).draft_id = other
    assert app.test_client().post(link).status_code == 410
