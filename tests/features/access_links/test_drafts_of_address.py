"""Drafts of one address: whoever names it in however many of theirs, its owner finds their own."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from portal.complaints.records.complaint import DraftRecord
from portal.domain.actor import PORTAL
from portal.features.access_links.records import DraftLinkRecord, DraftListLinkRecord
from portal.features.access_links.rules import UNKNOWN_A_DAY
from portal.runtime import Runtime
from tests.features.access_links.asking import asked_of, links_in, run
from tests.pages.citizen.journeys import at, begin, to_reply
from tests.pages.office.people import words
from tests.support import FixedClock, RecordingMailer, on_both
from tests.support.letters import whole

EMAIL = "odile@exemple.org"
LOST = {"fr": "/fr/reprendre/courriel", "en": "/en/resume/email"}
LIST = "reprendre/brouillons"


def name(browser: FlaskClient, draft: str, network: str = "127.0.0.1") -> None:
    """Give the address for links to a draft, as whoever writes it does."""
    place = {"REMOTE_ADDR": network}
    browser.post(at(draft, "lien"), data={"courriel": EMAIL}, environ_base=place)


def ask(app: Flask, network: str = "198.51.100.7", language: str = "fr") -> None:
    """Ask for a link by the address alone, in a browser that nobody knows."""
    place = {"REMOTE_ADDR": network}
    app.test_client().post(LOST[language], data={"courriel": EMAIL}, environ_base=place)


def strangers(runtime: Runtime, draft: str, count: int) -> None:
    """Let a stranger have written so many drafts of the same day that name the address too."""
    with runtime.transaction(PORTAL) as session:
        one = session.get_one(DraftRecord, draft)
        hashed = session.scalars(select(DraftLinkRecord.email_hash)).first()
        assert hashed is not None
        for number in range(count):
            row = {"id": f"stranger-{number}", "secret_hash": "x", "language": "fr"}
            row |= {"agency": one.agency, "created_at": one.created_at}
            row |= {"updated_at": one.updated_at, "expires_at": one.expires_at}
            session.add(DraftRecord(**row))
            named = {"draft_id": row["id"], "email": EMAIL, "email_hash": hashed}
            named |= {"key_hash": "", "made_at": one.created_at, "ends_at": one.created_at}
            session.flush()
            session.add(DraftLinkRecord(**named))


def found(browser: FlaskClient, page: str, draft: str) -> bool:
    """Tell whether the page of drafts has this one, going through every page that it leads to."""
    waiting, seen = [page], set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        text = browser.get(address).text
        if f'value="{draft}"' in text:
            return True
        more = re.findall(rf'href="({re.escape(page)}\?[^"]+)"', text)
        waiting += [link for one in more if (link := one.replace("&amp;", "&")) not in seen]
    return False


@pytest.fixture
def draft(client: FlaskClient) -> str:
    """A draft with a story, whose writer gave the address."""
    made = to_reply(client)
    name(client, made)
    return made


@on_both
def test_three_newer_drafts_of_a_stranger_keep_the_owner_from_nothing(
    app: Flask,
    client: FlaskClient,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
):
    draft = to_reply(client)
    name(client, draft)
    stranger = app.test_client()
    for _ in range(3):
        clock.moment += timedelta(minutes=3)
        name(stranger, begin(stranger), "192.0.2.9")
    run(runtime, clock)
    clock.moment += timedelta(hours=1)
    ask(app)
    run(runtime, clock)
    [link] = links_in(mailbox, LIST)
    owner = app.test_client()
    page = owner.get(link)
    assert page.text.count('name="draft"') == 4
    assert "no-referrer" in page.text
    opened = owner.post(link, data={"draft": draft})
    assert opened.location == at(draft, "suite")
    assert "Le sentier du lac est fermé" in owner.get(at(draft, "recit")).text
    assert client.get(at(draft, "recit")).status_code == 404
    assert app.test_client().post(link, data={"draft": draft}).status_code == 410
    assert app.test_client().get(link).status_code == 410


@pytest.mark.parametrize("count", [49, 50, 180])
def test_however_many_drafts_name_the_address_the_owners_is_among_them(
    app: Flask,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    draft: str,
    count: int,
):
    strangers(runtime, draft, count)
    clock.moment += timedelta(hours=1)
    ask(app)
    run(runtime, clock)
    [page] = links_in(mailbox, LIST)
    assert found(app.test_client(), page, draft)
    assert app.test_client().get(page).text.count('name="draft"') <= 50


@on_both
def test_whoever_asked_before_a_link_lies_in_the_mailbox(
    app: Flask,
    client: FlaskClient,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
):
    draft = to_reply(client)
    name(client, draft)
    for network in range(26):
        clock.moment += timedelta(minutes=3)
        stranger = app.test_client()
        name(stranger, begin(stranger), f"192.0.2.{network}")
        ask(app, f"192.0.2.{network}")
        run(runtime, clock)
    every = [*links_in(mailbox, "reprendre"), *links_in(mailbox, LIST)]
    assert len(every) <= UNKNOWN_A_DAY + 1
    ask(app)
    run(runtime, clock)
    links = links_in(mailbox, LIST)
    assert links
    owner = app.test_client()
    assert found(owner, links[-1], draft)
    assert owner.post(links[-1], data={"draft": draft}).status_code == 303


def test_one_that_is_asked_for_ends_none_that_lies_there(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, draft: str
):
    for _ in range(2):
        clock.moment += timedelta(hours=2)
        ask(app)
        run(runtime, clock)
    first, second = links_in(mailbox, LIST)
    assert app.test_client().get(first).status_code == 200
    assert app.test_client().get(second).status_code == 200
    clock.moment += timedelta(days=1)
    assert app.test_client().get(second).status_code == 410


def test_the_letter_and_the_page_have_the_day_and_the_agency_alone(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, draft: str
):
    clock.moment += timedelta(hours=1)
    ask(app)
    run(runtime, clock)
    letter = whole(mailbox.sent[-1])
    [link] = links_in(mailbox, LIST)
    page = words(app.test_client().get(link).text)
    assert "24 novembre 2026" in page
    assert "Régie des parcs" in page
    for word in ("sentier", "boue", EMAIL):
        assert word not in letter
        assert word not in page
    assert draft not in letter
    assert "Régie des parcs" not in letter
    english = words(
        app.test_client().get(link.replace("/fr/reprendre/brouillons", "/en/resume/drafts")).text
    )
    assert "24 November 2026" in english


def test_who_asks_in_english_is_written_to_in_english(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, draft: str
):
    clock.moment += timedelta(hours=1)
    ask(app, language="en")
    run(runtime, clock)
    assert links_in(mailbox, "resume/drafts")


def test_it_opens_no_draft_of_another_address_and_none_that_was_sent(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, draft: str
):
    other = begin(app.test_client())
    clock.moment += timedelta(hours=1)
    ask(app)
    run(runtime, clock)
    [link] = links_in(mailbox, LIST)
    for wrong in (other, "nothing", ""):
        assert app.test_client().post(link, data={"draft": wrong}).status_code == 422
    with runtime.transaction(PORTAL) as session:
        sent = update(DraftRecord).where(DraftRecord.id == draft).values(sent_at=clock.moment)
        session.execute(sent)
    assert app.test_client().post(link, data={"draft": draft}).status_code == 410
    assert app.test_client().get(link).status_code == 410


@on_both
def test_a_link_is_bound_to_its_address_and_its_end(
    app: Flask, client: FlaskClient, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    name(client, to_reply(client))
    clock.moment += timedelta(hours=1)
    ask(app)
    run(runtime, clock)
    [link] = links_in(mailbox, LIST)
    with runtime.transaction(PORTAL) as session:
        row = session.scalars(select(DraftListLinkRecord)).one()
        kept, row.email_hash = row.email_hash, "0" * 32
    assert app.test_client().get(link).status_code == 410
    with runtime.transaction(PORTAL) as session:
        row = session.scalars(select(DraftListLinkRecord)).one()
        row.email_hash, row.ends_at = kept, row.ends_at + timedelta(days=9)
    assert app.test_client().get(link).status_code == 410


def test_what_is_over_is_forgotten(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, draft: str
):
    clock.moment += timedelta(hours=1)
    ask(app)
    run(runtime, clock)
    clock.moment += timedelta(days=3)
    run(runtime, clock)
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(DraftListLinkRecord)).all() == []


def test_asking_costs_the_same_whether_there_are_drafts(app: Flask, runtime: Runtime, draft: str):
    stranger = app.test_client()
    stranger.post(LOST["fr"], data={"courriel": "premier@exemple.org"})
    statements = [
        asked_of(runtime, lambda to=email: stranger.post(LOST["fr"], data={"courriel": to}))
        for email in (EMAIL, "nul@exemple.org")
    ]
    assert statements[0] == statements[1]
